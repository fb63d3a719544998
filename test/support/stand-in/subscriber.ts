// The stand-in for a subscriber that a test does not need: it has always applied every event. As operations it takes
// every figure.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { CollectorRpc } from '../../../src/contract/figures.ts'
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

export class Collector extends WorkerEntrypoint implements CollectorRpc {
  async collect() {}
}

export default { fetch: () => new Response(null, { status: 404 }) }
