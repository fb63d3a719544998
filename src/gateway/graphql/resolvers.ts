// The resolvers of the top fields: the same authorization table and the same calls as the REST API.

import { GraphQLError } from 'graphql'
import type { Context } from 'hono'
import type { Caller } from '../../contract/caller.ts'
import type { RequestMeta } from '../../contract/idempotency.ts'
import { detailIn, told } from '../../contract/language.ts'
import { type OrderSummary, orderSummarySchema } from '../../contract/order.ts'
import type { Rejection } from '../../contract/rejections.ts'
import type { Result } from '../../contract/result.ts'
import { reasonLengthMax } from '../../contract/text.ts'
import { orderView } from '../../contract/view.ts'
import { payOrder } from '../../platform/pay-order.ts'
import { authenticate, limitVisitor } from '../auth/guard.ts'
import type { VerifierOf } from '../auth/issuer.ts'
import { payPorts } from '../checkout/pay.ts'
import { placeOrder } from '../checkout/place-and-pay.ts'
import { paymentTokenSchema, placeBody } from '../checkout/place-body.ts'
import type { Gateway } from '../env.ts'
import { line, orderBody, orderIdParam, pageQuery, shownBody } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { faultOf } from '../http/faults.ts'
import { issueTold } from '../http/input-faults.ts'
import { type ProblemInput, statusOf } from '../http/problems.ts'
import { idempotencyKeySchema } from '../http/request.ts'
import { callOf } from './calls.ts'

type Field = keyof typeof callOf
type OfOrder = { orderId: string }
type Keyed = { idempotencyKey?: string | null }
type Paged = { limit?: number | null; cursor?: string | null }
type Optional = string | null | undefined

const keyHeader = 'idempotency-key'

/** GraphQL checks the types of arguments. Their values are checked here, by the schemas of the REST API. */
export function resolvers(c: Context<Gateway>, verifierOf: VerifierOf) {
  const { env } = c

  /** A field for the roles of the table. Refusals and faults become errors with the codes of the REST API. */
  function guarded<Args extends object, Answer>(
    field: Field,
    resolve: (caller: Caller, args: Args) => Promise<Answer>,
  ) {
    return (args: Args) =>
      reportFaults(c, async () => {
        const access = await authenticate(c, callOf[field], verifierOf)
        if (!access.ok) throw refusal(access.fault)
        c.set('caller', access.caller)
        if ('orderId' in args) parseArgument('orderId', orderIdParam.shape.orderId, args.orderId)
        return await resolve(access.caller, args)
      })
  }

  const request = (args: Keyed): RequestMeta => ({
    requestId: c.var.requestId,
    idempotencyKey: parseArgument(
      'idempotencyKey',
      idempotencyKeySchema,
      args.idempotencyKey ?? c.req.header(keyHeader),
    ),
  })

  return {
    items: () =>
      reportFaults(c, async () => {
        const tooMany = await limitVisitor(c, verifierOf)
        if (tooMany !== null) throw refusal(tooMany)
        return await callContext('catalog', () => env.CATALOG.list())
      }),

    order: guarded('order', async (caller, { orderId }: OfOrder) =>
      orderOf(await callContext('order', () => env.ORDER_API.get(caller, orderId)), caller),
    ),

    orders: guarded('orders', async (caller, { limit, cursor }: Paged) => {
      const asked = {
        limit: parseArgument('limit', pageQuery.shape.limit, limit) ?? 20,
        cursor: parseArgument('cursor', pageQuery.shape.cursor, cursor) ?? null,
      }
      const { items, ...page } = valueOrThrow(await callContext('mypage', () => env.MYPAGES.list(caller, asked)))
      return {
        ...page,
        items: items.map(({ order, projectedAt }) => ({ order: orderBody(order, caller.role), projectedAt })),
      }
    }),

    payment: guarded('payment', async (caller, { orderId }: OfOrder) =>
      valueOrThrow(await callContext('payment', () => env.PAYMENTS.get(caller, orderId))),
    ),

    placeOrder: guarded('placeOrder', async (caller, args: { order: Record<string, unknown> } & Keyed) => {
      const body = parseArgument('order', placeBody, withoutNulls(args.order))
      if (body === null) throw new Error('an order is never null')
      return orderOf(await placeOrder(env, caller, body, request(args)), caller)
    }),

    payOrder: guarded('payOrder', async (caller, args: OfOrder & { paymentToken?: Optional } & Keyed) => {
      const token = parseArgument('paymentToken', paymentTokenSchema, args.paymentToken)
      const paid = valueOrThrow(await payOrder(payPorts(env), caller, args.orderId, token, request(args), null))
      return orderBody(paid.order, caller.role)
    }),

    cancelOrder: guarded('cancelOrder', async (caller, args: OfOrder & { reason?: Optional } & Keyed) => {
      const note = parseArgument('reason', line(reasonLengthMax), args.reason)
      const meta = request(args)
      return orderOf(await callContext('order', () => env.ORDER_API.cancel(caller, args.orderId, note, meta)), caller)
    }),

    takeOrder: guarded('takeOrder', async (caller, args: OfOrder & Keyed) => {
      const meta = request(args)
      const taken = await callContext('ordermanagement', () => env.ORDERMANAGEMENT.take(caller, args.orderId, meta))
      return orderOf(taken, caller)
    }),

    completeDelivery: guarded('completeDelivery', async (caller, args: OfOrder & Keyed) => {
      const meta = request(args)
      return orderOf(await callContext('delivery', () => env.DELIVERY.complete(caller, args.orderId, meta)), caller)
    }),
  }
}

/** An error to retry later sets `Retry-After` on the response too. */
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

/** `extensions` hold the fields of a problem: code, status and field; and its translations, until it is answered. */
function refusal({ detail, ...reported }: ProblemInput | Rejection): GraphQLError {
  return new GraphQLError(detail, { extensions: { ...reported, status: statusOf(reported.code) } })
}

function valueOrThrow<T>(result: Result<T>): T {
  if (!result.ok) throw refusal(result.rejection)
  return result.value
}

/** Who asks for a field that their role is not shown gets an error at that field. */
function orderOf(result: Result<OrderSummary>, { role }: Caller): Record<string, unknown> {
  const order = valueOrThrow(result)
  const hide = (field: string) => () => {
    throw refusal({
      code: 'role_not_allowed',
      ...told({
        en: `"${field}" is not shown to the role "${role}".`,
        ko: `"${role}" 역할에는 "${field}"이(가) 표시되지 않습니다.`,
      }),
    })
  }
  const all = Object.keys(orderSummarySchema.shape)
  const hidden = all.filter((field) => !orderView[role].some((shown) => shown === field))
  return { ...shownBody(order, role), ...Object.fromEntries(hidden.map((field) => [field, hide(field)])) }
}

type ArgumentSchema<T> = {
  safeParse(value: unknown): { data?: T; error?: { issues: Parameters<typeof issueTold>[0][] } }
}

/** The argument, parsed by a schema of the REST API; null when it is absent. */
function parseArgument<T>(name: string, schema: ArgumentSchema<T>, value: unknown): T | null {
  if (value === undefined || value === null) return null
  const { data, error } = schema.safeParse(value)
  if (data !== undefined) return data
  const [issue] = error?.issues ?? []
  const field = issue === undefined || issue.path.length === 0 ? name : issue.path.map(String).join('.')
  const fault = issue === undefined ? notValid : issueTold(issue)
  const why = told({ en: `${field}: ${detailIn(fault, 'en')}`, ko: `${field}: ${detailIn(fault, 'ko')}` })
  throw refusal({ code: 'invalid_request', ...why, field })
}

const notValid = told({ en: 'is not valid', ko: '올바르지 않은 값입니다' })

/** In GraphQL a null field means an absent one. */
function withoutNulls(order: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(order).filter(([, value]) => value !== null))
}
