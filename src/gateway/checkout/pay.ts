// Paying an order, synchronously. An order is charged once at most, however often and by whichever way it is asked.
import type { Caller } from '../../contract/caller.ts'
import type { RequestMeta } from '../../contract/idempotency.ts'
import type { OrderSummary } from '../../contract/order.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import type { OrderRpc, PaymentRpc, PayOutcome } from '../../contract/rpc.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import { withTimeout } from '../../platform/timeout.ts'
import { callContext, payMsMax } from '../http/call-context.ts'

const log = contextLog('gateway')
export const payAgainSeconds = 5

type Ports = { ORDER_API: Pick<OrderRpc, 'deferPayment'>; PAYMENTS: Pick<PaymentRpc, 'pay'> }

/** While payment is out of reach, the order records that it is put off. Throws when the order is out of reach too. */
export async function payOrder(
  env: Ports,
  caller: Caller,
  orderId: string,
  token: string | null,
  request: RequestMeta,
): Promise<Result<PayOutcome>> {
  const tried = await tryToPay(env, caller, orderId, token, request)
  if ('answer' in tried) return tried.answer
  const order = tried.deferred
  if (!order.ok) return order
  if (order.value.payment.status === 'approved') return accepted({ outcome: 'paid', order: order.value })
  const detail = 'Payment is out of reach just now. Please pay a little later: an order is never charged twice.'
  return refused({ code: 'payment_overloaded', detail, retryAfterSeconds: payAgainSeconds })
}

/** What payment answers or, while it is out of reach, the order, which has recorded that paying is put off. */
export async function tryToPay(
  env: Ports,
  caller: Caller,
  orderId: string,
  token: string | null,
  request: RequestMeta,
  known?: OrderSummary,
): Promise<{ answer: Result<PayOutcome> } | { deferred: Result<OrderSummary> }> {
  try {
    return { answer: await withTimeout(payMsMax, env.PAYMENTS.pay(caller, orderId, token, request, known)) }
  } catch (fault) {
    const { requestId } = request
    log('payment_unavailable', { requestId, orderId, fault: describeFault(fault) })
    return { deferred: await callContext('order', () => env.ORDER_API.deferPayment(caller, orderId, requestId)) }
  }
}
