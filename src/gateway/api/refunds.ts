// Refunds by the store: a part of the money while the order stands, and what the payment provider does not give back.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { referenceLengthMax, settlementWays } from '../../contract/settlement.ts'
import { reasonLengthMax } from '../../contract/text.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { atLeast, json, line, orderBody, orderIdParam, orderSchema, wholeNumber } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { idempotencyHeader, metaOf } from '../http/request.ts'
import * as examples from './examples.ts'
import { paymentSchema } from './payments.ts'

const tags = ['payments']

const refundBody = z
  .strictObject({
    amount: z.strictObject({
      amount: z.int(wholeNumber).min(1, atLeast(1)).max(1_000_000_000_000),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, fault({ en: 'must be an ISO 4217 code', ko: 'ISO 4217 통화 코드여야 합니다' })),
    }),
    reason: line(reasonLengthMax),
  })
  .openapi('RefundPart')

const refundPart = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/payments/{orderId}/refunds',
    tags,
    summary: 'Give a part of the money back while the order stands',
    description: 'All of it goes back by a cancel; of a delivered order, by this too. The customer reads the reason.',
    ...guard('refundPart'),
    request: {
      params: orderIdParam,
      headers: idempotencyHeader,
      body: {
        required: true,
        ...json(refundBody, { amount: { amount: 500, currency: 'KRW' }, reason: 'a scratch on the door' }),
      },
    },
    ...refuses(
      'amount_mismatch',
      'idempotency_key_reused',
      'order_already_canceled',
      'order_not_found',
      'order_not_paid',
      'refund_too_high',
    ),
    responses: {
      202: {
        description: 'under way: `payment.partRefunds` tells when the provider has confirmed it',
        ...json(orderSchema, examples.partRefunded),
      },
      ...problems,
    },
  })

const settlementBody = z
  .strictObject({
    way: z.enum(settlementWays),
    reference: line(referenceLengthMax).openapi({ description: 'where to find it in the books of the store' }),
    checkedAtProvider: z.boolean().default(false).openapi({
      description: 'the refund is not at the provider’s dashboard; it counts while the provider cannot be asked',
    }),
  })
  .openapi('SettleRefund')

const settle = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/payments/{orderId}/refunds/{refundId}/settlement',
    tags,
    summary: 'Say that the store gives the money back by itself',
    description:
      'For a refund that the provider refuses. It is asked once more first, and makes it no more afterwards: give ' +
      'the money back after this answer. A repeat changes nothing.',
    ...guard('settleRefund'),
    request: {
      params: orderIdParam.extend({ refundId: z.string().max(64) }),
      body: { required: true, ...json(settlementBody, { way: 'bankTransfer', reference: 'transfer 2026-0412' }) },
    },
    ...refuses(
      'order_not_found',
      'payment_overloaded',
      'refund_already_made',
      'refund_not_found',
      'refund_not_settleable',
    ),
    responses: {
      200: { description: 'the payment, with the refund settled', ...json(paymentSchema, examples.payment) },
      ...problems,
    },
  })

export function refundRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(refundPart(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const { amount, reason } = c.req.valid('json')
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const asked = await callContext('order', () =>
        c.env.ORDER_API.refundPart(c.var.caller, orderId, amount, reason, request),
      )
      return asked.ok ? c.json(orderBody(asked.value, c.var.caller.role), 202) : problem(c, asked.rejection)
    })
    .openapi(settle(guard), async (c) => {
      const { orderId, refundId } = c.req.valid('param')
      const settled = await callContext('payment', () =>
        c.env.PAYMENTS.settleRefund(c.var.caller, orderId, refundId, c.req.valid('json'), c.var.requestId),
      )
      return settled.ok ? c.json(settled.value, 200) : problem(c, settled.rejection)
    })
}
