// The ports of an order actor. In a Worker they are a Durable Object's storage and queues; in tests and simulations
// they are SQLite in Node, a virtual clock and virtual queues.
import type { SubscribedEvent } from '../contract/events.ts'
import type { OrderMessage } from '../contract/message.ts'
import type { OrderRecord } from '../contract/order.ts'
import type { Subscriber } from '../contract/routing.ts'
import type { Checkpoint } from '../contract/rpc.ts'
import type { Log } from '../platform/log.ts'
import type { Storage } from '../platform/storage.ts'
import type { Vault } from '../platform/vault.ts'

/** Send messages to one subscriber's queue. Throws when the queue may not have taken all of them. */
export type Publisher = (messages: OrderMessage[]) => Promise<void>

/** See SubscriberRpc. */
export type CatchUp = (
  order: OrderRecord,
  messages: OrderMessage[],
  subscribed?: SubscribedEvent[],
) => Promise<Checkpoint>

export type ActorPorts = {
  orderId: string
  storage: Storage
  publishers: Record<Subscriber, Publisher>
  /** Poll a subscriber for its checkpoint, and bring it messages: see SubscriberRpc. Throws when it does not answer. */
  catchUp: Record<Subscriber, CatchUp>
  /** Do this without holding up the reply. It may never run, or be cut off: the alarm does it then. */
  waitUntil: (work: () => Promise<void>) => void
  /** SHA-256 of a text, in hex. */
  hash: (text: string) => string
  vault: Pick<Vault, 'newKey' | 'seal' | 'open'>
  /** Epoch milliseconds. */
  now: () => number
  /** Uniform in [0, 1). */
  random: () => number
  log: Log
}
