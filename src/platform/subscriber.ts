// The RPC entrypoint of a subscriber, by which an order's actor polls it: the same in the Worker of each subscriber.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { SubscribedEvent } from '../contract/events.ts'
import type { IncomingMessage } from '../contract/message.ts'
import type { OrderRecord } from '../contract/order.ts'
import type { SubscriberRpc } from '../contract/rpc.ts'
import { checkpoints, type EventHandler } from './checkpoint.ts'

/** Call it once, at the top of the Worker: each call makes a bulkhead of its own. */
export function subscriber<Env, Ports>(portsOf: (env: Env) => Ports, handler: EventHandler<Ports>) {
  const catchUp = checkpoints(Date.now)

  return class extends WorkerEntrypoint<Env> implements SubscriberRpc {
    catchUp(order: OrderRecord, messages: IncomingMessage[], subscribed?: SubscribedEvent[]) {
      return catchUp(handler, portsOf(this.env), order, messages, subscribed)
    }

    takenIn(order: OrderRecord) {
      return handler.appliedSeq(portsOf(this.env), order, [])
    }
  }
}
