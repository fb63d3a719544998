// What couriers report of a delivery on its way: who has it, and why it could not be handed over; and the answer of the
// staff to goods that came back.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { attemptFailures, courierNoteLengthMax, failedAttemptsMax, nextSteps } from '../../contract/handover.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, line, orderBody, orderIdParam, orderSchema, shownBody, whole } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { idempotencyHeader, metaOf } from '../http/request.ts'
import { deliveredSchema, deliverySchema } from './deliveries.ts'
import * as examples from './examples.ts'

const tags = ['delivery']

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
    responses: { 200: { description: 'the delivery', ...json(deliverySchema, examples.delivery) }, ...problems },
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
    note: line(courierNoteLengthMax).optional(),
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

export function deliveryReportRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
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
