// Paying in the same breath as ordering. The order is placed whatever becomes of it: unpaid, the customer pays later.
import type { Caller } from '../contract/caller.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { OrderRpc, PaymentRpc } from '../contract/rpc.ts'
import { contextLog, describeFault } from '../platform/log.ts'
import { reach } from './reach.ts'

const log = contextLog('gateway')

export type PayPorts = { ORDERS: Pick<OrderRpc, 'get' | 'deferPayment'>; PAYMENTS: Pick<PaymentRpc, 'pay'> }

/** The order after the try. Throws ContextUnavailable when payment and then the order itself are out of reach. */
export async function payAtOnce(
  env: PayPorts,
  caller: Caller,
  order: OrderSummary,
  token: string,
): Promise<OrderSummary> {
  try {
    const paid = await env.PAYMENTS.pay(caller, order.orderId, token)
    if (paid.ok) return paid.value.order
    const current = await env.ORDERS.get(caller, order.orderId)
    return current.ok ? current.value : order
  } catch (fault) {
    log('payment_unavailable', { orderId: order.orderId, fault: describeFault(fault) })
    const deferred = await reach('order', () => env.ORDERS.deferPayment(caller, order.orderId))
    return deferred.ok ? deferred.value : order
  }
}
