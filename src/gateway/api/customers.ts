// /customers: everything about a customer as one JSON, and its erasure, for the customer and for ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { accountDataSchema, customerErasureSchema } from '../../contract/customer-data.ts'
import { recordedEventSchema } from '../../contract/events.ts'
import { reasonLengthMax } from '../../contract/text.ts'
import type { Guard } from '../auth/guard.ts'
import { exportOf } from '../customers/export.ts'
import type { Gateway } from '../env.ts'
import { json, line, orderSchema } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import { metaOf } from '../http/request.ts'
import * as examples from './customers-examples.ts'
import { messageSchema, settingsSchema } from './messages.ts'
import { paymentSchema } from './payments.ts'

const tags = ['customers']

const customerIdParam = z.object({
  customerId: z
    .string()
    .max(200)
    .openapi({ param: { name: 'customerId', in: 'path' }, example: examples.erasure.customerId }),
})

const exportSchema = z
  .object({
    customerId: z.string(),
    exportedAt: z.string(),
    account: accountDataSchema
      .nullable()
      .openapi({ description: 'null: it is kept by another issuer, or is erased already' }),
    messageSettings: settingsSchema,
    orders: z.array(
      z.object({
        order: orderSchema,
        events: z.array(recordedEventSchema),
        payment: paymentSchema,
        messages: z.array(messageSchema),
        notes: z.array(z.object({ at: z.string(), text: z.string() })),
      }),
    ),
  })
  .openapi('CustomerExport')

const exported = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/customers/{customerId}/export',
    tags,
    summary: 'Everything that the shop holds about a customer, as one JSON',
    description: 'A long text is cut off, and no JSON then, when a part of the shop fails on the way: ask again.',
    ...guard('exportCustomer'),
    request: { params: customerIdParam },
    ...refuses('customer_not_found'),
    responses: {
      200: {
        description: 'the text, as a file to keep',
        headers: z.object({ 'content-disposition': z.string() }),
        ...json(exportSchema, examples.exported),
      },
      ...problems,
    },
  })

const schema = customerErasureSchema.openapi('CustomerErasure')

const eraseBody = z
  .strictObject({ reason: line(reasonLengthMax).optional().openapi({ description: 'required from ops' }) })
  .openapi('EraseCustomer')

const erase = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/customers/{customerId}/erasure',
    tags,
    summary: 'Erase the account of a customer, and the personal data of all their orders',
    description:
      'Refused while an order is open, or a dispute about one. The account is gone first, and everybody is signed ' +
      'out of it. 202: some orders are left, and are erased by themselves; call again to see how far it is. ' +
      'Money, items and times of the orders stay.',
    ...guard('eraseCustomer'),
    request: {
      params: customerIdParam,
      body: { required: true, ...json(eraseBody, { reason: examples.erasure.reason ?? '' }) },
    },
    ...refuses('customer_not_found', 'order_still_open'),
    responses: {
      200: { description: 'erased; said twice, it is done once', ...json(schema, examples.erasure) },
      202: {
        description: 'under way',
        ...json(schema, { ...examples.erasure, erasedOrders: 200, leftOrders: 12, erasedAt: null }),
      },
      ...problems,
    },
  })

const read = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/customers/{customerId}/erasure',
    tags,
    summary: 'Who asked to erase a customer, and how far it is',
    ...guard('readCustomerErasure'),
    request: { params: customerIdParam },
    ...refuses('customer_not_found'),
    responses: { 200: { description: 'the erasure', ...json(schema, examples.erasure) }, ...problems },
  })

export function customerRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(erase(guard), async (c) => {
      const { customerId } = c.req.valid('param')
      const { reason = null } = c.req.valid('json')
      const meta = metaOf(c.var.requestId, {})
      const erased = await callContext('operations', () =>
        c.env.OPERATIONS.eraseCustomer(c.var.caller, customerId, reason, meta),
      )
      if (!erased.ok) return problem(c, erased.rejection)
      return erased.value.erasedAt === null ? c.json(erased.value, 202) : c.json(erased.value, 200)
    })
    .openapi(read(guard), async (c) => {
      const { customerId } = c.req.valid('param')
      const found = await callContext('operations', () => c.env.OPERATIONS.customerErasure(c.var.caller, customerId))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
    .openapi(exported(guard), async (c) => {
      const { customerId } = c.req.valid('param')
      const text = await exportOf(c.env, c.var.caller, customerId, metaOf(c.var.requestId, {}))
      if (!text.ok) return problem(c, text.rejection)
      return c.body(text.value, 200, exportHeaders) as never
    })
}

/** A browser saves it under this name. */
export const exportHeaders = {
  'content-type': 'application/json',
  'content-disposition': 'attachment; filename="my-data.json"',
}
