// An order at rest and on its way: its personal data is encrypted under a key of the order's own.
import * as z from 'zod'
import type { RecordedEvent } from './events.ts'
import { type OrderRecord, type OrderSummary, orderSummarySchema } from './order.ts'

/**
 * `key`: the seed of the order's key, of no use without the shop's own. `contact`: the contact, and `note` what a
 * courier wrote, encrypted under that key. See platform/vault.ts.
 */
export const sealedSchema = z.object({ key: z.string(), contact: z.string(), note: z.string().optional() })
export type Sealed = z.infer<typeof sealedSchema>

/**
 * While it has `sealed`, its `contact` and the note of its failed attempt are null. Without, its personal data is
 * erased, or was written in clear by an earlier release. Absent in messages and rows of those.
 */
export const sealedOrderSchema = orderSummarySchema.extend({ sealed: sealedSchema.nullable().default(null) })
export type SealedOrder = z.infer<typeof sealedOrderSchema>

/** An order as it came, opened or not, for those who store nothing of it. */
export type MaybeSealed = OrderRecord & { sealed?: Sealed | null }

/** `payableUntil` (ISO 8601): when an unpaid order is canceled; null for any other. Absent in older releases. */
export type OrderHistory = { order: OrderSummary; events: RecordedEvent[]; payableUntil?: string | null }

/** The same as its actor hands it out, encrypted. */
export type SealedHistory = { order: SealedOrder; events: RecordedEvent[]; payableUntil?: string | null }

/** The order for a subscriber that needs no personal data. */
export function withoutPersonalData(order: SealedOrder): SealedOrder {
  return { ...withNote(order, null), contact: null, sealed: null }
}

/** The order with what a courier wrote of the customer; null: without. */
export function withNote<T extends Pick<OrderRecord, 'delivery'>>(order: T, note: string | null): T {
  const failedAttempt = order.delivery?.failedAttempt
  if (!order.delivery || !failedAttempt) return order
  return { ...order, delivery: { ...order.delivery, failedAttempt: { ...failedAttempt, note } } }
}

/** The JSON of an order for a row, without what its schema supplies when it is read: a small row takes a page less. */
export function rowJsonOf({ sealed, needsAttention, payment, ...order }: SealedOrder): string {
  const { partRefunds, ...sums } = payment
  return JSON.stringify({
    ...order,
    payment: partRefunds.length === 0 ? sums : payment,
    ...(needsAttention !== null && { needsAttention }),
    ...(sealed !== null && { sealed }),
  })
}
