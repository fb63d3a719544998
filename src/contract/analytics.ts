// Analytics: the figures of the shop, over the days on which orders were placed. For staff and ops.
import * as z from 'zod'
import type { Caller } from './caller.ts'
import { moneySchema } from './money.ts'
import { cancelReasons, lineTranslationsSchema } from './order.ts'
import type { Result } from './result.ts'
import type { PageRequest } from './rpc.ts'

/** Most days of one question: a quarter. */
export const periodDaysMax = 92

/** Both days belong to it. `timeZone`: in which the shop's days begin and end (IANA name). */
export const periodSchema = z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() })
export type Period = z.infer<typeof periodSchema>

/**
 * Of the orders that were paid: their money, and what of it went back by cancels, refunds and lost disputes.
 * `canceled`: how many of them were canceled later.
 */
const salesSumSchema = z.object({
  orders: z.int(),
  canceled: z.int(),
  sales: moneySchema,
  returned: moneySchema,
})

/** One entry for each currency. A day without sales is absent. */
export const salesSchema = periodSchema.extend({
  totals: z.array(salesSumSchema),
  days: z.array(salesSumSchema.extend({ day: z.iso.date() })),
})
export type Sales = z.infer<typeof salesSchema>

/** `sales`: at the prices of the orders, canceled ones left out; those are `canceledQty`. */
export const itemSalesSchema = z.object({
  itemId: z.string(),
  itemName: z.string(),
  translations: lineTranslationsSchema.optional(),
  orders: z.int(),
  qty: z.int(),
  canceledQty: z.int(),
  sales: moneySchema,
})
export type ItemSales = z.infer<typeof itemSalesSchema>

/** The best-sold items first. */
export const itemsSoldSchema = periodSchema.extend({
  items: z.array(itemSalesSchema),
  cursor: z.string().nullable(),
})
export type ItemsSold = z.infer<typeof itemsSoldSchema>

/** From placed to delivered, to three digits. Null while nothing was delivered. */
const deliverySumSchema = z.object({
  delivered: z.int(),
  medianSeconds: z.int().nullable(),
  p90Seconds: z.int().nullable(),
})

/** A day without deliveries of its orders is absent. */
export const deliveryTimesSchema = periodSchema.extend({
  ...deliverySumSchema.shape,
  days: z.array(deliverySumSchema.extend({ day: z.iso.date() })),
})
export type DeliveryTimes = z.infer<typeof deliveryTimesSchema>

/** `orders`: those that were paid or canceled. `unpaid`: how many of the canceled ones were never paid. */
export const cancellationsSchema = periodSchema.extend({
  orders: z.int(),
  canceled: z.int(),
  reasons: z.array(z.object({ reason: z.enum(cancelReasons), orders: z.int(), unpaid: z.int() })),
})
export type Cancellations = z.infer<typeof cancellationsSchema>

/** ISO days. Null: up to today, and 30 days in all. */
export type PeriodRequest = { from: string | null; to: string | null }

export interface AnalyticsRpc {
  sales(caller: Caller, period: PeriodRequest): Promise<Result<Sales>>
  items(caller: Caller, period: PeriodRequest, page: PageRequest): Promise<Result<ItemsSold>>
  deliveryTimes(caller: Caller, period: PeriodRequest): Promise<Result<DeliveryTimes>>
  cancellations(caller: Caller, period: PeriodRequest): Promise<Result<Cancellations>>
  /** The page of staff and ops: /admin/analytics. */
  page(caller: Caller, request: Request): Promise<Response>
}
