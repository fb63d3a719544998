// What an actor needs from the world around it. Workers give it a Durable Object's storage and queues; tests and the
// simulation give it SQLite in Node, a virtual clock and virtual queues.
import type { OrderMessage } from '../contract/message.ts'
import type { Subscriber } from '../contract/routing.ts'
import type { SubscriberRpc } from '../contract/rpc.ts'
import type { Storage } from '../platform/storage.ts'

/** Send messages to one subscriber's queue, all or none. Throws when the queue did not take them. */
export type Publisher = (messages: OrderMessage[]) => Promise<void>

export type ActorPorts = {
  orderId: string
  storage: Storage
  publishers: Record<Subscriber, Publisher>
  /** Ask a subscriber for its checkpoint, and bring it messages: see SubscriberRpc. Throws when it does not answer. */
  catchUp: Record<Subscriber, SubscriberRpc['catchUp']>
  /** Do this beside the reply, which it must not hold up. It may never run, or be cut off: the alarm then does it. */
  waitUntil: (work: () => Promise<void>) => void
  /** SHA-256 of a text, in hex. */
  hash: (text: string) => string
  /** Epoch milliseconds. */
  now: () => number
  /** Uniform in [0, 1). */
  random: () => number
  log: (event: string, fields: Record<string, string | number>) => void
}
