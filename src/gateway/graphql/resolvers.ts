// What each field at the top does: the same table lets in, and the same calls are made, as for every other way in.
import { GraphQLError } from 'graphql'
import type { Context } from 'hono'
import type { Caller } from '../../contract/caller.ts'
import type { RequestMeta } from '../../contract/idempotency.ts'
import type { OrderSummary } from '../../contract/order.ts'
import type { Rejection } from '../../contract/rejections.ts'
import type { Result } from '../../contract/result.ts'
import { reasonLengthMax } from '../../contract/text.ts'
import { payOrder } from '../../platform/pay-order.ts'
import { authenticate, tooManyAnonymous } from '../auth/guard.ts'
import type { VerifierOf } from '../auth/issuer.ts'
import { payPorts } from '../checkout/pay.ts'
import { placeOrder } from '../checkout/place-and-pay.ts'
import { paymentTokenSchema, placeBody } from '../checkout/place-body.ts'
import type { Gateway } from '../env.ts'
import { line, orderBody, orderIdParam, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { faultOf } from '../http/faults.ts'
import { type ProblemInput, statusOf } from '../http/problems.ts'
import { idempotencyKeySchema } from '../http/request.ts'
import { callOf } from './calls.ts'

type Field = keyof typeof callOf
type OfOrder = { orderId: string }
type Keyed = { idempotencyKey?: string | null }
type Paged = { limit?: number | null; cursor?: string | null }
type Optional = string | null | undefined

const keyHeader = 'idempotency-key'

/** Arguments come in the types of the schema; what they hold is judged here, as the other calls judge their bodies. */
export function resolvers(c: Context<Gateway>, verifierOf: VerifierOf) {
  const { env } = c

  /** A field for whoever the table lets in. Refusals and faults become errors that say what the other calls say. */
  function guarded<Args extends object, Answer>(
    field: Field,
    resolve: (caller: Caller, args: Args) => Promise<Answer>,
  ) {
    return (args: Args) =>
      reportFaults(c, async () => {
        const access = await authenticate(c, callOf[field], verifierOf)
        if (!access.ok) throw refusal(access.fault)
        if ('orderId' in args) judged('orderId', orderIdParam.shape.orderId, args.orderId)
        return await resolve(access.caller, args)
      })
  }

  const request = (args: Keyed): RequestMeta => ({
    requestId: c.var.requestId,
    idempotencyKey: judged('idempotencyKey', idempotencyKeySchema, args.idempotencyKey ?? c.req.header(keyHeader)),
  })

  return {
    items: () =>
      reportFaults(c, async () => {
        const over = await tooManyAnonymous(c, verifierOf)
        if (over !== null) throw refusal(over)
        return await callContext('catalog', () => env.CATALOG.list())
      }),

    order: guarded('order', async (caller, { orderId }: OfOrder) =>
      orderOf(await callContext('order', () => env.ORDER_API.get(caller, orderId))),
    ),

    orders: guarded('orders', async (caller, { limit, cursor }: Paged) => {
      const asked = {
        limit: judged('limit', pageQuery.shape.limit, limit) ?? 20,
        cursor: judged('cursor', pageQuery.shape.cursor, cursor) ?? null,
      }
      const { items, ...page } = granted(await callContext('mypage', () => env.MYPAGES.list(caller, asked)))
      return { ...page, items: items.map(({ order, projectedAt }) => ({ order: orderBody(order), projectedAt })) }
    }),

    payment: guarded('payment', async (caller, { orderId }: OfOrder) =>
      granted(await callContext('payment', () => env.PAYMENTS.get(caller, orderId))),
    ),

    placeOrder: guarded('placeOrder', async (caller, args: { order: Record<string, unknown> } & Keyed) => {
      const body = judged('order', placeBody, withoutNulls(args.order))
      if (body === null) throw new Error('an order is never null')
      return orderOf(await placeOrder(env, caller, body, request(args)))
    }),

    payOrder: guarded('payOrder', async (caller, args: OfOrder & { paymentToken?: Optional } & Keyed) => {
      const token = judged('paymentToken', paymentTokenSchema, args.paymentToken)
      return orderBody(granted(await payOrder(payPorts(env), caller, args.orderId, token, request(args))).order)
    }),

    cancelOrder: guarded('cancelOrder', async (caller, args: OfOrder & { reason?: Optional } & Keyed) => {
      const note = judged('reason', line(reasonLengthMax), args.reason)
      const meta = request(args)
      return orderOf(await callContext('order', () => env.ORDER_API.cancel(caller, args.orderId, note, meta)))
    }),

    takeOrder: guarded('takeOrder', async (caller, args: OfOrder & Keyed) => {
      const meta = request(args)
      return orderOf(await callContext('ordermanagement', () => env.ORDERMANAGEMENT.take(caller, args.orderId, meta)))
    }),

    completeDelivery: guarded('completeDelivery', async (caller, args: OfOrder & Keyed) => {
      const meta = request(args)
      return orderOf(await callContext('delivery', () => env.DELIVERY.complete(caller, args.orderId, meta)))
    }),
  }
}

/** What passes by itself says when, in the request's header too. */
async function reportFaults<T>(c: Context<Gateway>, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    const error = fault instanceof GraphQLError ? fault : refusal(faultOf(c, fault))
    const { retryAfterSeconds } = error.extensions
    if (retryAfterSeconds !== undefined) c.header('retry-after', String(retryAfterSeconds))
    throw error
  }
}

/** `extensions` hold what a problem's body holds: the code, its status, the field at fault. */
function refusal({ detail, ...reported }: ProblemInput | Rejection): GraphQLError {
  return new GraphQLError(detail, { extensions: { ...reported, status: statusOf(reported.code) } })
}

function granted<T>(result: Result<T>): T {
  if (!result.ok) throw refusal(result.rejection)
  return result.value
}

function orderOf(result: Result<OrderSummary>) {
  return orderBody(granted(result))
}

type Judge<T> = {
  safeParse(value: unknown): { data?: T; error?: { issues: { path: PropertyKey[]; message: string }[] } }
}

/** The argument, as the schema of the other calls takes it; null when it was not given. */
function judged<T>(name: string, schema: Judge<T>, value: unknown): T | null {
  if (value === undefined || value === null) return null
  const { data, error } = schema.safeParse(value)
  if (data !== undefined) return data
  const [issue = { path: [], message: 'is not valid' }] = error?.issues ?? []
  const field = issue.path.length === 0 ? name : issue.path.map(String).join('.')
  throw refusal({ code: 'invalid_request', detail: `${field}: ${issue.message}`, field })
}

/** In GraphQL null is a way to leave something out. */
function withoutNulls(order: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(order).filter(([, value]) => value !== null))
}
