// Paying an order, synchronously: the API and the customer's page do it by this one function.

import type { Caller } from '../contract/caller.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { told } from '../contract/language.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { PayOutcome } from '../contract/payment.ts'
import type { PaymentRpc } from '../contract/payment-rpc.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { OrderRpc } from '../contract/rpc.ts'
import { describeFault, type Log } from './log.ts'
import { withTimeout } from './timeout.ts'

/** A payment also waits for its provider, up to PAYMENT_TIMEOUT_MS, and for the order to record it. */
export const payMsMax = 30_000
const deferMsMax = 20_000
/** The longest time that `payOrder` takes. */
export const payOrderMsMax = payMsMax + deferMsMax
export const payAgainSeconds = 5

export type PayPorts = {
  orders: Pick<OrderRpc, 'deferPayment'>
  payments: Pick<PaymentRpc, 'pay'>
  log: Log
}

/**
 * Pay. While payment does not answer, the order records that its payment is deferred. An order is charged at most once,
 * however often this is called. Throws when the order does not answer either.
 */
export async function payOrder(
  ports: PayPorts,
  caller: Caller,
  orderId: string,
  token: string | null,
  request: RequestMeta,
  returnUrl: string | null,
): Promise<Result<PayOutcome>> {
  const tried = await tryToPay(ports, caller, orderId, token, request, returnUrl)
  if ('answer' in tried) return tried.answer
  const order = tried.deferred
  if (!order.ok) return order
  if (order.value.payment.status === 'approved') return accepted({ outcome: 'paid', order: order.value })
  const why = told({
    en: 'Payment is out of reach just now. Please pay a little later: an order is never charged twice.',
    ko: '지금은 결제할 수 없습니다. 잠시 후 다시 결제해 주세요. 한 주문이 두 번 청구되는 일은 없습니다.',
  })
  return refused({ code: 'payment_overloaded', ...why, retryAfterSeconds: payAgainSeconds })
}

/** Payment's answer or, while payment does not answer, the order, which has recorded the deferral. */
export async function tryToPay(
  { orders, payments, log }: PayPorts,
  caller: Caller,
  orderId: string,
  token: string | null,
  request: RequestMeta,
  returnUrl: string | null,
  known?: OrderSummary,
): Promise<{ answer: Result<PayOutcome> } | { deferred: Result<OrderSummary> }> {
  try {
    return { answer: await withTimeout(payMsMax, payments.pay(caller, orderId, token, request, known, returnUrl)) }
  } catch (fault) {
    const { requestId } = request
    log('payment_unavailable', { requestId, orderId, traceparent: caller.traceparent, fault: describeFault(fault) })
    return { deferred: await withTimeout(deferMsMax, orders.deferPayment(caller, orderId, requestId)) }
  }
}

/** The address of the shop that a provider sends the customer of an order back to. */
export function returnUrlOf(origin: string, orderId: string): string {
  return `${origin}/mypage/orders/${orderId}/return`
}
