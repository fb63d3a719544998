// /deliveries: the couriers' deliveries, and completing them.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { deliveryStatuses } from '../../contract/delivery.ts'
import { attemptFailedSchema, courierNoteLengthMax, receivers } from '../../contract/handover.ts'
import { deliveryPhoneSchema, orderLineSchema } from '../../contract/order.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, line, orderIdParam, orderSchema, pageOf, pageQuery, shownBody } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { idempotencyHeader, metaOf } from '../http/request.ts'
import * as examples from './examples.ts'

const tags = ['delivery']

export const deliverySchema = z
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
      200: { description: 'a page', ...json(pageOf(deliverySchema), examples.pageOf(examples.delivery)) },
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
      200: { description: 'the delivery', ...json(deliverySchema, examples.delivery) },
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
export const deliveredSchema = orderSchema
  .partial({
    customerId: true,
    total: true,
    payment: true,
    cancel: true,
    needsAttention: true,
    personalDataErasedAt: true,
    placedAt: true,
  })
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
}
