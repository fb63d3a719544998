// The entrypoint by which an order's actor reaches a subscriber: the same few lines in each of their Workers.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { SubscriberRpc } from '../contract/rpc.ts'
import { checkpoints, type EventHandler } from './checkpoint.ts'

/** One call in the isolate's life makes one bulkhead: call it at the top of the Worker. */
export function subscriber<Env, Ports>(portsOf: (env: Env) => Ports, handler: EventHandler<Ports>) {
  const catchUp = checkpoints(Date.now)

  return class extends WorkerEntrypoint<Env> implements SubscriberRpc {
    catchUp(order: OrderSummary, messages: OrderMessage[]) {
      return catchUp(handler, portsOf(this.env), order, messages)
    }

    takenIn(order: OrderSummary) {
      return handler.appliedSeq(portsOf(this.env), order)
    }
  }
}
