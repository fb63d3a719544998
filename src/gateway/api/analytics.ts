// /analytics: the figures of the shop, for staff and ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type Cancellations,
  cancellationsSchema,
  type DeliveryTimes,
  deliveryTimesSchema,
  type ItemsSold,
  itemsSoldSchema,
  periodDaysMax,
  type Sales,
  salesSchema,
} from '../../contract/analytics.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems } from '../http/problems.ts'

const tags = ['analytics']
const description =
  'Over the orders that were placed on these days, in the time zone of the shop, as they stand now. ' +
  `At most ${periodDaysMax} days; without any, the last 30.`

const dayOf = (which: string) =>
  z.iso
    .date(fault({ en: 'must be a day, as in 2026-11-21', ko: '2026-11-21과 같은 날짜여야 합니다' }))
    .optional()
    .openapi({ description: `the ${which} day` })
const periodQuery = z.object({ from: dayOf('first'), to: dayOf('last') })

const period = { from: '2026-11-01', to: '2026-11-30', timeZone: 'Asia/Seoul' }
const won = (amount: number) => ({ amount, currency: 'KRW' })
const sum = { orders: 118, canceled: 3, sales: won(152_220_000), returned: won(3_870_000) }
const exampleSales: Sales = { ...period, totals: [sum], days: [{ day: '2026-11-21', ...sum }] }
const exampleItems: ItemsSold = {
  ...period,
  items: [{ itemId: '2', itemName: 'Air conditioner', orders: 90, qty: 95, canceledQty: 3, sales: won(122_550_000) }],
  cursor: null,
}
const times = { delivered: 110, medianSeconds: 93_600, p90Seconds: 172_000 }
const exampleTimes: DeliveryTimes = { ...period, ...times, days: [{ day: '2026-11-21', ...times }] }
const exampleCancellations: Cancellations = {
  ...period,
  orders: 125,
  canceled: 10,
  reasons: [
    { reason: 'customerRequest', orders: 2, unpaid: 0 },
    { reason: 'staffDecision', orders: 1, unpaid: 0 },
    { reason: 'paymentTimeout', orders: 7, unpaid: 7 },
  ],
}

const sales = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/analytics/sales',
    tags,
    summary: 'Sales by day and currency, and what of them went back',
    description,
    ...guard('readSales'),
    request: { query: periodQuery },
    responses: { 200: { description: 'the sales', ...json(salesSchema.openapi('Sales'), exampleSales) }, ...problems },
  })

const items = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/analytics/items',
    tags,
    summary: 'Items sold, the best-sold first',
    description,
    ...guard('listItemsSold'),
    request: { query: pageQuery.extend(periodQuery.shape) },
    responses: {
      200: { description: 'a page', ...json(itemsSoldSchema.openapi('ItemsSold'), exampleItems) },
      ...problems,
    },
  })

const deliveryTimes = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/analytics/deliveryTimes',
    tags,
    summary: 'Time from placed to delivered: median and 90th percentile, in seconds',
    description,
    ...guard('readDeliveryTimes'),
    request: { query: periodQuery },
    responses: {
      200: { description: 'the times', ...json(deliveryTimesSchema.openapi('DeliveryTimes'), exampleTimes) },
      ...problems,
    },
  })

const cancellations = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/analytics/cancellations',
    tags,
    summary: 'Canceled orders by reason',
    description,
    ...guard('readCancellations'),
    request: { query: periodQuery },
    responses: {
      200: { description: 'the counts', ...json(cancellationsSchema.openapi('Cancellations'), exampleCancellations) },
      ...problems,
    },
  })

export function analyticsRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(sales(guard), async (c) => {
      const asked = periodOf(c.req.valid('query'))
      const found = await callContext('analytics', () => c.env.ANALYTICS.sales(c.var.caller, asked))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
    .openapi(items(guard), async (c) => {
      const { limit, cursor, ...days } = c.req.valid('query')
      const page = { limit, cursor: cursor ?? null }
      const found = await callContext('analytics', () => c.env.ANALYTICS.items(c.var.caller, periodOf(days), page))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
    .openapi(deliveryTimes(guard), async (c) => {
      const asked = periodOf(c.req.valid('query'))
      const found = await callContext('analytics', () => c.env.ANALYTICS.deliveryTimes(c.var.caller, asked))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
    .openapi(cancellations(guard), async (c) => {
      const asked = periodOf(c.req.valid('query'))
      const found = await callContext('analytics', () => c.env.ANALYTICS.cancellations(c.var.caller, asked))
      return found.ok ? c.json(found.value, 200) : problem(c, found.rejection)
    })
}

function periodOf({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  return { from: from ?? null, to: to ?? null }
}
