// Brings an order up to date with a dispute of its payment.
import { system } from '../../contract/caller.ts'
import type { ProviderDispute } from '../../contract/dispute.ts'
import type { OrderRecord } from '../../contract/order.ts'
import type { OrderCommandsRpc } from '../../contract/rpc.ts'
import type { Log } from '../../platform/log.ts'
import { disputeReports } from '../domain/dispute.ts'

export type DisputePorts = { orders: Pick<OrderCommandsRpc, 'handle'>; log: Log }

/**
 * The order after it; null when the order refuses it, which is logged. Throws when the order does not answer.
 * `traceparent`: the span of what told of it; without one the order begins a trace.
 */
export async function reportDispute(
  { orders, log }: DisputePorts,
  orderId: string,
  dispute: ProviderDispute,
  traceparent?: string,
): Promise<OrderRecord | null> {
  let order: OrderRecord | null = null
  for (const command of disputeReports(dispute)) {
    const meta = { by: system('payment'), causationId: dispute.id, traceparent }
    const outcome = await orders.handle(orderId, command, meta)
    if (!outcome.ok) {
      log('report_refused', { orderId, traceparent, command: command.type, code: outcome.rejection.code })
      return order
    }
    order = outcome.value.order
  }
  return order
}
