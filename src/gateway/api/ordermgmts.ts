// /ordermgmts: the store's worklist, where the staff take orders or cancel them with a reason.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { idSchema } from '../../contract/ids.ts'
import { moneySchema } from '../../contract/money.ts'
import { attentionCauseSchema, deliveryPhoneSchema, orderLineSchema, orderStatuses } from '../../contract/order.ts'
import { reasonLengthMax, searchLengthMax } from '../../contract/text.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, line, orderBody, orderIdParam, orderSchema, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { idempotencyHeader, metaOf } from '../http/request.ts'
import * as examples from './examples.ts'

const tags = ['ordermanagement']

const rowSchema = z
  .object({
    orderId: z.string(),
    orderStatus: z.enum(orderStatuses),
    customerName: z.string(),
    deliveryAddress: z.string(),
    deliveryPhoneNumber: z.string(),
    deliveryPhone: deliveryPhoneSchema.optional(),
    lines: z.array(orderLineSchema),
    total: moneySchema,
    paidAt: z.string(),
    updatedAt: z.string(),
    seq: z.int(),
    needsAttention: attentionCauseSchema.nullable(),
    clerk: z
      .object({ id: z.string(), name: z.string(), since: z.string() })
      .nullable()
      .optional()
      .openapi({ description: 'who has claimed the order or, after that, packed it; and since when' }),
  })
  .openapi('WorklistRow')

const listQuery = pageQuery.extend({
  orderStatus: z.enum(orderStatuses).optional(),
  needsAttention: z
    .enum(['true'], 'can only be "true"')
    .optional()
    .openapi({ description: 'only those that have waited too long for something' }),
  q: line(searchLengthMax).optional().openapi({
    description: 'find orders of any status by number, or by words of the name, phone number and items; goes alone',
  }),
})

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/ordermgmts',
    tags,
    summary: 'The worklist, newest first',
    ...guard('listWorklist'),
    request: { query: listQuery },
    responses: {
      200: { description: 'a page', ...json(pageOf(rowSchema), examples.pageOf(examples.worklistRow)) },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/ordermgmts/{orderId}',
    tags,
    summary: 'One order of the worklist',
    ...guard('readWorklist'),
    request: { params: orderIdParam },
    ...refuses('order_not_found'),
    responses: { 200: { description: 'the row', ...json(rowSchema, examples.worklistRow) }, ...problems },
  })

const workBody = z
  .strictObject({
    orderStatus: z.enum(
      ['orderTaken', 'orderCanceled'],
      fault({
        en: 'must be "orderTaken" or "orderCanceled"',
        ko: '"orderTaken" 또는 "orderCanceled"여야 합니다',
      }),
    ),
    reason: line(reasonLengthMax).optional().openapi({ description: 'why it is canceled; required then' }),
  })
  .superRefine((body, context) => {
    if (body.orderStatus === 'orderCanceled' && body.reason === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['reason'],
        message: fault({ en: 'is required to cancel', ko: '취소하려면 필요합니다' }),
      })
    }
  })
  .openapi('WorkOnOrder')

const work = (guard: Guard) =>
  createRoute({
    method: 'patch',
    path: '/ordermgmts/{orderId}',
    tags,
    summary: 'Accept and pack the order, or cancel it with a reason',
    ...guard('workOnOrder'),
    request: {
      params: orderIdParam,
      headers: idempotencyHeader,
      body: { required: true, ...json(workBody, { orderStatus: 'orderTaken' }) },
    },
    ...refuses(
      'idempotency_key_reused',
      'order_already_canceled',
      'order_already_delivered',
      'order_already_taken',
      'order_claimed',
      'order_not_found',
      'order_not_paid',
    ),
    responses: {
      200: { description: 'the order', ...json(orderSchema, examples.taken) },
      ...problems,
    },
  })

const claimBody = z
  .strictObject({
    claimed: z.boolean().openapi({ description: 'true: have it in hand; false: let go of it' }),
    from: idSchema.optional().openapi({ description: 'the account of the clerk whose claim is taken from them' }),
  })
  .superRefine((body, context) => {
    if (!body.claimed && body.from !== undefined) {
      context.addIssue({ code: 'custom', path: ['from'], message: 'goes with "claimed": true alone' })
    }
  })
  .openapi('ClaimOrder')

const claim = (guard: Guard) =>
  createRoute({
    method: 'patch',
    path: '/ordermgmts/{orderId}/claim',
    tags,
    summary: 'Have a paid order in hand until it is packed, or let go of it',
    ...guard('claimOrder'),
    request: { params: orderIdParam, body: { required: true, ...json(claimBody, { claimed: true }) } },
    ...refuses('order_already_canceled', 'order_already_taken', 'order_claimed', 'order_not_found'),
    responses: { 200: { description: 'the row', ...json(rowSchema, examples.worklistRow) }, ...problems },
  })

export function worklistRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { orderStatus, needsAttention, q, limit, cursor } = c.req.valid('query')
      const filter = {
        orderStatus: orderStatus ?? null,
        flaggedOnly: needsAttention === 'true',
        search: q ?? null,
      }
      const page = await callContext('ordermanagement', () =>
        c.env.ORDERMANAGEMENT.list(c.var.caller, filter, { limit, cursor: cursor ?? null }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(read(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const row = await callContext('ordermanagement', () => c.env.ORDERMANAGEMENT.get(c.var.caller, orderId))
      return row.ok ? c.json(row.value, 200) : problem(c, row.rejection)
    })
    .openapi(work(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const { orderStatus, reason } = c.req.valid('json')
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const { ORDERMANAGEMENT: store } = c.env
      const done = await callContext('ordermanagement', () =>
        orderStatus === 'orderTaken'
          ? store.take(c.var.caller, orderId, request)
          : store.cancel(c.var.caller, orderId, reason ?? null, request),
      )
      return done.ok ? c.json(orderBody(done.value, c.var.caller.role), 200) : problem(c, done.rejection)
    })
    .openapi(claim(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const { claimed, from } = c.req.valid('json')
      const { ORDERMANAGEMENT: store } = c.env
      const row = await callContext('ordermanagement', () =>
        claimed
          ? store.claim(c.var.caller, orderId, from ?? null, c.var.requestId)
          : store.release(c.var.caller, orderId),
      )
      return row.ok ? c.json(row.value, 200) : problem(c, row.rejection)
    })
}
