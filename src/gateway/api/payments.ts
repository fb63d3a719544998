// /payments: pay, synchronously, and read the attempts. 200 means that the order has recorded the payment.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { providerDisputeSchema } from '../../contract/dispute.ts'
import { moneySchema } from '../../contract/money.ts'
import { settlementWaySchema } from '../../contract/settlement.ts'
import { payAgainSeconds, payOrder, returnUrlOf } from '../../platform/pay-order.ts'
import { type Guard, publicRoute } from '../auth/guard.ts'
import { payPorts } from '../checkout/pay.ts'
import { paymentTokenSchema } from '../checkout/place-body.ts'
import type { Gateway } from '../env.ts'
import { json, orderBody, orderIdParam, orderSchema } from '../http/body.ts'
import { webhookBytesMax } from '../http/body-size.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { idempotencyHeader, metaOf } from '../http/request.ts'
import * as examples from './examples.ts'

const tags = ['payments']

const payBody = z
  .strictObject({
    orderStatus: z.literal('payApproved', fault({ en: 'must be "payApproved"', ko: '"payApproved"이어야 합니다' })),
    paymentToken: paymentTokenSchema.optional(),
  })
  .openapi('Pay')

const pendingSchema = orderSchema
  .extend({ action: z.object({ url: z.string(), until: z.string() }).optional() })
  .openapi('PendingOrder')

const pay = (guard: Guard) =>
  createRoute({
    method: 'patch',
    path: '/payments/{orderId}',
    tags,
    summary: 'Pay the order',
    description: '402: declined. 503: payment is overloaded, nothing was charged; pay a little later.',
    ...guard('pay'),
    request: {
      params: orderIdParam,
      headers: idempotencyHeader,
      body: { required: true, ...json(payBody, { orderStatus: 'payApproved', paymentToken: 'tok_approved' }) },
    },
    ...refuses(
      'idempotency_key_reused',
      'order_already_canceled',
      'order_not_found',
      'payment_declined',
      'payment_overloaded',
      'payment_token_required',
    ),
    responses: {
      200: { description: 'paid', ...json(orderSchema, examples.paid) },
      202: {
        description:
          'the provider has not answered yet; look again after `Retry-After`. With an `action` it waits for the ' +
          'customer, who opens `action.url` before `action.until`, and comes back to the order’s page',
        ...json(pendingSchema, examples.pending),
      },
      ...problems,
    },
  })

export const paymentSchema = z
  .object({
    orderId: z.string(),
    provider: z.string(),
    attempts: z.array(
      z.object({
        attempt: z.int(),
        provider: z.string().optional(),
        status: z.enum(['processing', 'deferred', 'unknown', 'declined', 'approved']),
        amount: moneySchema,
        reason: z.string().nullable(),
        startedAt: z.string(),
        endedAt: z.string().nullable(),
      }),
    ),
    refunds: z.array(
      z.object({
        refundId: z.string(),
        purpose: z.enum(['cancel', 'part', 'unwanted']),
        amount: moneySchema,
        status: z.enum(['due', 'done']),
        dueAt: z.string(),
        doneAt: z.string().nullable(),
        reason: z
          .string()
          .nullable()
          .optional()
          .openapi({ description: 'why the provider refused it last; null: it did not' }),
        tries: z.int().optional(),
        settlement: z
          .object({
            way: settlementWaySchema,
            at: z.string(),
            reference: z.string().nullable(),
            by: z.string().nullable(),
          })
          .optional()
          .openapi({ description: 'the store gave it back by itself; `reference` and `by` are for the store' }),
      }),
    ),
  })
  .openapi('Payment')

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/payments/{orderId}',
    tags,
    summary: 'Attempts and refunds',
    ...guard('readPayment'),
    request: { params: orderIdParam },
    ...refuses('order_not_found'),
    responses: {
      200: { description: 'the payment', ...json(paymentSchema, examples.payment) },
      ...problems,
    },
  })

const entrySchema = z.object({ id: z.string(), amount: moneySchema })
const recordSchema = z
  .object({
    charges: z.array(entrySchema),
    refunds: z.array(entrySchema),
    disputes: z.array(providerDisputeSchema).optional(),
  })
  .openapi('ProviderRecord')

const record = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/payments/{orderId}/provider',
    tags,
    summary: 'What the payment provider itself says was taken and given back',
    ...guard('readProviderRecord'),
    request: { params: orderIdParam },
    ...refuses('order_not_found', 'payment_overloaded'),
    responses: {
      200: { description: "the provider's record", ...json(recordSchema, examples.providerRecord) },
      ...problems,
    },
  })

const webhook = createRoute({
  method: 'post',
  path: '/payments/webhooks/{provider}',
  tags,
  summary: 'News from the payment provider, signed by it',
  description:
    `The signature is over the bytes of the body, at most ${webhookBytesMax}, whatever its encoding. ` +
    'News that is signed and not understood is a 204 too.',
  ...publicRoute('hearProvider'),
  request: { params: z.object({ provider: z.string().regex(/^[a-z]{1,32}$/) }) },
  ...refuses('payment_overloaded', 'signature_invalid'),
  responses: { 204: { description: 'heard' }, ...problems },
})

export function paymentRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(pay(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const token = c.req.valid('json').paymentToken ?? null
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const returnUrl = returnUrlOf(new URL(c.req.url).origin, orderId)
      const paid = await payOrder(payPorts(c.env), c.var.caller, orderId, token, request, returnUrl)
      if (!paid.ok) return problem(c, paid.rejection)
      const body = orderBody(paid.value.order, c.var.caller.role)
      if (paid.value.outcome === 'paid') return c.json(body, 200)
      const { action } = paid.value
      return c.json({ ...body, ...(action && { action }) }, 202, { 'retry-after': String(payAgainSeconds) })
    })
    .openapi(read(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const found = await callContext('payment', () => c.env.PAYMENTS.get(c.var.caller, orderId))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
    .openapi(record(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const found = await callContext('payment', () => c.env.PAYMENTS.providerRecord(c.var.caller, orderId))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
    .openapi(webhook, async (c) => {
      const { provider } = c.req.valid('param')
      const headers = { ...Object.fromEntries(c.req.raw.headers), traceparent: c.var.traceparent }
      // Hono's query object has no prototype, so it cannot be sent over RPC.
      const query = { ...c.req.query() }
      const body = new Uint8Array(await c.req.arrayBuffer())
      const received = await callContext('payment', () => c.env.PAYMENTS.webhook(provider, headers, body, query))
      return received.ok ? c.body(null, 204) : problem(c, received.rejection)
    })
}
