// /orders: place, read, cancel, and the history. An order is placed before it is paid: it stays if payment fails.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { recordedEventSchema } from '../../contract/events.ts'
import { orderStatuses } from '../../contract/order.ts'
import { reasonLengthMax } from '../../contract/text.ts'
import { shownAuthor } from '../../contract/view.ts'
import type { Guard } from '../auth/guard.ts'
import { placeOrder } from '../checkout/place-and-pay.ts'
import { placeBody } from '../checkout/place-body.ts'
import type { Gateway } from '../env.ts'
import { json, line, orderBody, orderIdParam, orderSchema, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { idempotencyHeader, locationHeader, metaOf } from '../http/request.ts'
import * as examples from './examples.ts'

const tags = ['orders']

const place = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/orders',
    tags,
    summary: 'Place an order, and pay it in the same call when a `paymentToken` is given',
    ...guard('placeOrder'),
    request: {
      headers: idempotencyHeader,
      body: { required: true, ...json(placeBody, examples.form) },
    },
    ...refuses('customer_mismatch', 'idempotency_key_reused', 'item_name_changed', 'item_unknown', 'price_changed'),
    responses: {
      201: {
        description: 'placed; `payment.status` tells whether it is paid',
        headers: locationHeader,
        ...json(orderSchema, examples.placed),
      },
      ...problems,
    },
  })

const changedSchema = z
  .object({ orderId: z.string(), orderStatus: z.enum(orderStatuses), seq: z.int(), updatedAt: z.string() })
  .openapi('ChangedOrder')

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/orders',
    tags,
    summary: 'The orders of all customers: those that changed since an instant, and those still to be paid',
    description:
      'As the customers’ pages have them, by their ids. A page may have fewer rows than its limit, or ' +
      'none, and yet a `cursor`: it is the last when that is null.',
    ...guard('listOrders'),
    request: { query: pageQuery.extend({ since: z.iso.datetime({ offset: true }).optional() }) },
    responses: {
      200: { description: 'a page', ...json(pageOf(changedSchema), examples.pageOf(examples.changedOrder)) },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/orders/{orderId}',
    tags,
    summary: 'The order as it stands now',
    ...guard('readOrder'),
    request: { params: orderIdParam },
    ...refuses('order_not_found'),
    responses: { 200: { description: 'the order', ...json(orderSchema, examples.paid) }, ...problems },
  })

const cancelBody = z
  .strictObject({
    orderStatus: z.literal('orderCancel', fault({ en: 'must be "orderCancel"', ko: '"orderCancel"이어야 합니다' })),
    reason: line(reasonLengthMax).optional().openapi({ description: 'required when the store cancels' }),
  })
  .openapi('CancelOrder')

const cancel = (guard: Guard) =>
  createRoute({
    method: 'patch',
    path: '/orders/{orderId}',
    tags,
    summary: 'Cancel the order',
    ...guard('cancelOrder'),
    request: {
      params: orderIdParam,
      headers: idempotencyHeader,
      body: { required: true, ...json(cancelBody, { orderStatus: 'orderCancel' }) },
    },
    ...refuses('idempotency_key_reused', 'order_already_delivered', 'order_not_found'),
    responses: {
      200: { description: 'canceled; a payment goes back by itself', ...json(orderSchema, examples.canceled) },
      ...problems,
    },
  })

const historySchema = z.object({ order: orderSchema, events: z.array(recordedEventSchema) }).openapi('History')

const history = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/orders/{orderId}/events',
    tags,
    summary: 'What happened to the order, and the order as it was then',
    description: 'A customer is shown `store` in the place of the accounts of those who work there.',
    ...guard('readHistory'),
    request: {
      params: orderIdParam,
      query: z.object({
        asOf: z
          .union([z.string().regex(/^[1-9]\d{0,8}$/), z.iso.datetime({ offset: true })], {
            error: fault({
              en: 'must be a seq (1, 2, …) or an ISO 8601 instant',
              ko: '순번(1, 2, …) 또는 ISO 8601 시각이어야 합니다',
            }),
          })
          .optional(),
      }),
    },
    ...refuses('order_not_found'),
    responses: {
      200: { description: 'the history', ...json(historySchema, examples.history) },
      ...problems,
    },
  })

const verificationSchema = z
  .union([
    z.object({ whole: z.literal(true), events: z.int(), hash: z.string() }),
    z.object({ whole: z.literal(false), brokenAt: z.int() }),
  ])
  .openapi('Verification', { description: 'each event carries the SHA-256 of itself and the hash before it' })

const verify = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/orders/{orderId}/events/verification',
    tags,
    summary: 'Whether the history is as it was written',
    ...guard('verifyHistory'),
    request: { params: orderIdParam },
    ...refuses('order_not_found'),
    responses: {
      200: {
        description: 'whole, or where it is broken first',
        ...json(verificationSchema, examples.verification),
      },
      ...problems,
    },
  })

const republish = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/orders/{orderId}/republish',
    tags,
    summary: 'Send every subscriber everything about the order once more',
    ...guard('republishOrder'),
    request: { params: orderIdParam },
    ...refuses('order_not_found'),
    responses: {
      202: { description: 'under way; said twice, nothing happens twice', ...json(orderSchema, examples.paid) },
      ...problems,
    },
  })

const erase = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/orders/{orderId}/erasure',
    tags,
    summary: 'Erase name, address and phone number of a finished order',
    description:
      'They are gone everywhere within moments, and nobody can bring them back. Money, items and times stay.',
    ...guard('erasePersonalData'),
    request: { params: orderIdParam, headers: idempotencyHeader },
    ...refuses('order_not_found', 'order_still_open', 'idempotency_key_reused'),
    responses: {
      200: { description: 'erased; said twice, it is done once', ...json(orderSchema, examples.erased) },
      ...problems,
    },
  })

export function orderRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(place(guard), async (c) => {
      const body = c.req.valid('json')
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const placed = await placeOrder(c.env, c.var.caller, body, request)
      if (!placed.ok) return problem(c, placed.rejection)
      const order = placed.value
      return c.json(orderBody(order, c.var.caller.role), 201, { location: `/orders/${order.orderId}` })
    })
    .openapi(list(guard), async (c) => {
      const { since, limit, cursor } = c.req.valid('query')
      const page = await callContext('mypage', () =>
        c.env.MYPAGES.changedSince(c.var.caller, since ?? null, { limit, cursor: cursor ?? null }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(read(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const found = await callContext('order', () => c.env.ORDER_API.get(c.var.caller, orderId))
      return found.ok ? c.json(orderBody(found.value, c.var.caller.role), 200) : problem(c, found.rejection)
    })
    .openapi(cancel(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const note = c.req.valid('json').reason ?? null
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const canceled = await callContext('order', () => c.env.ORDER_API.cancel(c.var.caller, orderId, note, request))
      return canceled.ok ? c.json(orderBody(canceled.value, c.var.caller.role), 200) : problem(c, canceled.rejection)
    })
    .openapi(history(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const { asOf } = c.req.valid('query')
      const instant = asOf === undefined ? null : /^\d+$/.test(asOf) ? Number(asOf) : asOf
      const found = await callContext('order', () => c.env.ORDER_API.history(c.var.caller, orderId, instant))
      if (!found.ok) return problem(c, found.rejection)
      const { role } = c.var.caller
      const events = found.value.events.map((event) => ({ ...event, by: shownAuthor(event.by, role) }))
      return c.json({ order: orderBody(found.value.order, role), events }, 200)
    })
    .openapi(verify(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const verified = await callContext('order', () => c.env.ORDER_API.verify(c.var.caller, orderId))
      return verified.ok ? c.json(verified.value, 200) : problem(c, verified.rejection)
    })
    .openapi(erase(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const erased = await callContext('order', () => c.env.ORDER_API.erase(c.var.caller, orderId, request))
      return erased.ok ? c.json(orderBody(erased.value, c.var.caller.role), 200) : problem(c, erased.rejection)
    })
    .openapi(republish(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const sent = await callContext('order', () => c.env.ORDER_API.republish(c.var.caller, orderId))
      return sent.ok ? c.json(orderBody(sent.value, c.var.caller.role), 202) : problem(c, sent.rejection)
    })
}
