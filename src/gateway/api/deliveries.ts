// /deliveries: the couriers' deliveries, who has them, and what came of them at the door.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { deliveryStatuses } from '../../contract/delivery.ts'
import {
  attemptFailedSchema,
  attemptFailures,
  courierNoteLengthMax,
  failedAttemptsMax,
  nextSteps,
  receivers,
} from '../../contract/handover.ts'
import { deliveryPhoneSchema, orderLineSchema } from '../../contract/order.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, line, orderBody, orderIdParam, orderSchema, pageOf, pageQuery, shownBody, whole } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { idempotencyHeader, metaOf } from '../http/request.ts'
import * as examples from './examples.ts'

const tags = ['delivery']

const rowSchema = z
  .object({
    deliveryId: z.string(),
    orderId: z.string(),
    status: z.enum(deliveryStatuses),
    customerName: z.string(),
    deliveryAddress: z.string(),
    deliveryPhoneNumber: z.string(),
    deliveryPhone: deliveryPhoneSchema.optional(),
    lines: z.array(orderLineSchema),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    updatedAt: z.string(),
    courier: z
      .object({ courierId: z.string(), name: z.string(), since: z.string() })
      .nullable()
      .optional()
      .openapi({ description: 'who set out with it; null while nobody has' }),
    failedAttempt: attemptFailedSchema.extend({ at: z.string() }).optional(),
  })
  .openapi('Delivery')

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/deliveries',
    tags,
    summary: 'The deliveries, newest first',
    ...guard('listDeliveries'),
    request: { query: pageQuery.extend({ status: z.enum(deliveryStatuses).optional() }) },
    responses: {
      200: { description: 'a page', ...json(pageOf(rowSchema), examples.pageOf(examples.delivery)) },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/deliveries/{orderId}',
    tags,
    summary: 'The delivery of one order',
    ...guard('readDelivery'),
    request: { params: orderIdParam },
    ...refuses('delivery_not_found'),
    responses: {
      200: { description: 'the delivery', ...json(rowSchema, examples.delivery) },
      ...problems,
    },
  })

const note = line(courierNoteLengthMax).optional()

const completeBody = z
  .strictObject({
    orderStatus: z.literal(
      'deliveryCompleted',
      fault({ en: 'must be "deliveryCompleted"', ko: '"deliveryCompleted"이어야 합니다' }),
    ),
    handover: z
      .strictObject({ to: z.enum(receivers), note })
      .optional()
      .openapi({ description: 'who got the goods; `note`: the neighbor’s name, or where the goods were left' }),
  })
  .openapi('CompleteDelivery')

/** Couriers are shown what they need for their way, and no more than by GET. */
const deliveredSchema = orderSchema
  .partial({ customerId: true, total: true, payment: true, cancel: true, needsAttention: true, placedAt: true })
  .openapi('DeliveredOrder', {
    description: 'the order as the role is shown it: couriers see no money and no customer id',
  })

const complete = (guard: Guard) =>
  createRoute({
    method: 'patch',
    path: '/deliveries/{orderId}',
    tags,
    summary: 'The goods have been handed over',
    ...guard('completeDelivery'),
    request: {
      params: orderIdParam,
      headers: idempotencyHeader,
      body: { required: true, ...json(completeBody, { orderStatus: 'deliveryCompleted' }) },
    },
    ...refuses(
      'delivery_already_taken',
      'delivery_not_started',
      'idempotency_key_reused',
      'order_already_canceled',
      'order_not_found',
    ),
    responses: {
      200: { description: 'the order', ...json(deliveredSchema, examples.delivered) },
      ...problems,
    },
  })

const setOut = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/deliveries/{orderId}/couriers',
    tags,
    summary: 'The caller sets out with the goods',
    ...guard('setOut'),
    request: { params: orderIdParam, body: { required: true, ...json(setOutBody, {}) } },
    ...refuses(
      'delivery_already_taken',
      'delivery_not_found',
      'delivery_not_started',
      'order_already_canceled',
      'order_already_delivered',
    ),
    responses: { 200: { description: 'the delivery', ...json(rowSchema, examples.delivery) }, ...problems },
  })

const setOutBody = z
  .strictObject({
    from: z
      .string()
      .max(64)
      .optional()
      .openapi({ description: '`courierId` of the courier whom the caller takes the delivery over from' }),
  })
  .openapi('SetOut')

const attemptBody = z
  .strictObject({
    attempt: whole(1, failedAttemptsMax).openapi({ description: 'the number of the attempt: 1, 2, …' }),
    reason: z.enum(attemptFailures),
    note,
    next: z.enum(nextSteps).openapi({ description: 'try again, or bring the goods back for the staff to decide' }),
  })
  .openapi('FailDeliveryAttempt')

const fail = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/deliveries/{orderId}/attempts',
    tags,
    summary: 'The goods could not be handed over',
    ...guard('failDeliveryAttempt'),
    request: {
      params: orderIdParam,
      headers: idempotencyHeader,
      body: { required: true, ...json(attemptBody, { attempt: 1, reason: 'nobodyHome', next: 'retry' }) },
    },
    ...refuses(
      'delivery_already_taken',
      'delivery_attempt_recorded',
      'delivery_not_started',
      'idempotency_key_reused',
      'order_already_canceled',
      'order_already_delivered',
      'order_not_found',
    ),
    responses: { 200: { description: 'the order', ...json(deliveredSchema, examples.onItsWay) }, ...problems },
  })

const restartBody = z.strictObject({ attempt: whole(1, failedAttemptsMax) }).openapi('RestartDelivery')

const restart = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/deliveries/{orderId}/restarts',
    tags,
    summary: 'Send goods that came back to the store out again',
    ...guard('restartDelivery'),
    request: {
      params: orderIdParam,
      headers: idempotencyHeader,
      body: { required: true, ...json(restartBody, { attempt: 1 }) },
    },
    ...refuses(
      'delivery_already_started',
      'delivery_attempt_recorded',
      'delivery_not_started',
      'idempotency_key_reused',
      'order_already_canceled',
      'order_already_delivered',
      'order_not_found',
    ),
    responses: { 200: { description: 'the order', ...json(orderSchema, examples.onItsWay) }, ...problems },
  })

export function deliveryRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { status, limit, cursor } = c.req.valid('query')
      const page = await callContext('delivery', () =>
        c.env.DELIVERY.list(c.var.caller, status ?? null, { limit, cursor: cursor ?? null }),
      )
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(read(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const row = await callContext('delivery', () => c.env.DELIVERY.get(c.var.caller, orderId))
      return row.ok ? c.json(row.value, 200) : problem(c, row.rejection)
    })
    .openapi(complete(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const { handover } = c.req.valid('json')
      const told = handover && { to: handover.to, note: handover.note ?? null }
      const done = await callContext('delivery', () => c.env.DELIVERY.complete(c.var.caller, orderId, request, told))
      return done.ok ? c.json(shownBody(done.value, c.var.caller.role), 200) : problem(c, done.rejection)
    })
    .openapi(setOut(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const { from } = c.req.valid('json')
      const row = await callContext('delivery', () => c.env.DELIVERY.setOut(c.var.caller, orderId, from ?? null))
      return row.ok ? c.json(row.value, 200) : problem(c, row.rejection)
    })
    .openapi(fail(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const { note, ...failed } = c.req.valid('json')
      const attempt = { ...failed, note: note ?? null }
      const done = await callContext('delivery', () =>
        c.env.DELIVERY.failAttempt(c.var.caller, orderId, attempt, request),
      )
      return done.ok ? c.json(shownBody(done.value, c.var.caller.role), 200) : problem(c, done.rejection)
    })
    .openapi(restart(guard), async (c) => {
      const { orderId } = c.req.valid('param')
      const request = metaOf(c.var.requestId, c.req.valid('header'))
      const { attempt } = c.req.valid('json')
      const done = await callContext('delivery', () => c.env.DELIVERY.restart(c.var.caller, orderId, attempt, request))
      return done.ok ? c.json(orderBody(done.value, c.var.caller.role), 200) : problem(c, done.rejection)
    })
}
