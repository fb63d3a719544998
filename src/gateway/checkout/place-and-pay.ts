// Placing an order, and paying it in the same call: the API, the order form and GraphQL do it by this one function.
import type { Caller } from '../../contract/caller.ts'
import type { EventType } from '../../contract/events.ts'
import type { RequestMeta } from '../../contract/idempotency.ts'
import type { OrderSummary } from '../../contract/order.ts'
import type { PaymentRpc } from '../../contract/payment-rpc.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import type { OrderRpc } from '../../contract/rpc.ts'
import { tryToPay } from '../../platform/pay-order.ts'
import { configOf, type GatewayVars } from '../config.ts'
import { callContext } from '../http/call-context.ts'
import { countPlaced } from '../http/calls-meter.ts'
import { payPorts } from './pay.ts'
import { fieldInBody, type PlaceBody, placeRequest } from './place-body.ts'

export type CheckoutBindings = GatewayVars & {
  ORDER_API: Pick<OrderRpc, 'place' | 'get' | 'history' | 'deferPayment'>
  PAYMENTS: Pick<PaymentRpc, 'pay'>
}

/**
 * The order, placed and, with a payment token, tried to be paid. A payment that fails leaves the order placed: the
 * customer pays later. A refusal names its field as the body does. Throws UpstreamUnavailable when the order does not
 * answer.
 */
export async function placeOrder(
  env: CheckoutBindings,
  caller: Caller,
  body: PlaceBody,
  request: RequestMeta,
): Promise<Result<OrderSummary>> {
  const asked = await placeRequest(body, caller, configOf(env))
  if ('code' in asked) return refused(asked)
  const placed = await callContext('order', () => env.ORDER_API.place(caller, asked, request))
  if (!placed.ok) return refused(fieldInBody(body, placed.rejection))
  if (placed.value.created) countPlaced()
  const { paymentToken } = body
  if (paymentToken === undefined) return accepted(placed.value.order)
  return accepted(await payAtOnce(env, caller, placed.value, paymentToken, request))
}

/**
 * The order after the try to pay. A repeat of the request does not try again: it gets the order as it was after the
 * first try.
 */
async function payAtOnce(
  env: CheckoutBindings,
  caller: Caller,
  placed: { order: OrderSummary; created: boolean },
  token: string,
  request: RequestMeta,
): Promise<OrderSummary> {
  const { order } = placed
  const before = placed.created ? null : await afterFirstTry(env, caller, order.orderId)
  if (before !== null) return before
  const known = placed.created ? order : undefined
  const tried = await tryToPay(payPorts(env), caller, order.orderId, token, request, null, known)
  if ('answer' in tried && tried.answer.ok) return tried.answer.value.order
  const current =
    'deferred' in tried ? tried.deferred : await callContext('order', () => env.ORDER_API.get(caller, order.orderId))
  return current.ok ? current.value : order
}

const paymentNews: readonly EventType[] = ['PayApproved', 'PayDeclined', 'PayDeferred', 'PayUnknown', 'OrderCanceled']

/** The order after the first event that tells of its payment; null before there is one. */
async function afterFirstTry(env: CheckoutBindings, caller: Caller, orderId: string): Promise<OrderSummary | null> {
  const history = await callContext('order', () => env.ORDER_API.history(caller, orderId, null))
  const first = history.ok && history.value.events.find(({ type }) => paymentNews.includes(type))
  if (!first) return null
  const then = await callContext('order', () => env.ORDER_API.history(caller, orderId, first.seq))
  return then.ok ? then.value.order : null
}
