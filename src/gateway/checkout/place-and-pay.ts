// Paying in the same breath as ordering. The order is placed whatever becomes of it: unpaid, the customer pays later.
import type { Caller } from '../../contract/caller.ts'
import type { EventType } from '../../contract/events.ts'
import type { RequestMeta } from '../../contract/idempotency.ts'
import type { OrderSummary } from '../../contract/order.ts'
import type { OrderRpc, PaymentRpc } from '../../contract/rpc.ts'
import { callContext } from '../http/call-context.ts'
import { tryToPay } from './pay.ts'

export type PayPorts = {
  ORDER_API: Pick<OrderRpc, 'get' | 'history' | 'deferPayment'>
  PAYMENTS: Pick<PaymentRpc, 'pay'>
}

/**
 * The order after the try. When it had been placed by this same request before, and the try was made then, the order is
 * shown as it was after it. Throws ContextUnavailable when payment and then the order itself are out of reach.
 */
export async function payAtOnce(
  env: PayPorts,
  caller: Caller,
  placed: { order: OrderSummary; created: boolean },
  token: string,
  request: RequestMeta,
): Promise<OrderSummary> {
  const { order } = placed
  const before = placed.created ? null : await afterFirstTry(env, caller, order.orderId)
  if (before !== null) return before
  const tried = await tryToPay(env, caller, order.orderId, token, request, placed.created ? order : undefined)
  if ('answer' in tried && tried.answer.ok) return tried.answer.value.order
  const current =
    'deferred' in tried ? tried.deferred : await callContext('order', () => env.ORDER_API.get(caller, order.orderId))
  return current.ok ? current.value : order
}

const news: readonly EventType[] = ['PayApproved', 'PayDeclined', 'PayDeferred', 'PayUnknown', 'OrderCanceled']

/** The order as it stood after the first news of its payment; null while there is none. */
async function afterFirstTry(env: PayPorts, caller: Caller, orderId: string): Promise<OrderSummary | null> {
  const history = await callContext('order', () => env.ORDER_API.history(caller, orderId, null))
  const first = history.ok && history.value.events.find(({ type }) => news.includes(type))
  if (!first) return null
  const then = await callContext('order', () => env.ORDER_API.history(caller, orderId, first.seq))
  return then.ok ? then.value.order : null
}
