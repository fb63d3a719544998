// Stands where a subscriber stands that a test does without: it has always applied everything.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { OrderSummary } from '../../../src/contract/order.ts'
import type { SubscriberRpc } from '../../../src/contract/rpc.ts'

export class Subscriber extends WorkerEntrypoint implements SubscriberRpc {
  async catchUp(order: OrderSummary) {
    return { busy: false as const, appliedSeq: order.seq }
  }

  async takenIn(order: OrderSummary) {
    return order.seq
  }
}

export default { fetch: () => new Response(null, { status: 404 }) }
