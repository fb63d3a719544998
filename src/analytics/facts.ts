// What analytics keeps of an order. Pure: it follows from the order's messages, in any order.
import { lostBy } from '../contract/dispute.ts'
import { type OrderLine, type OrderRecord, wasPaid } from '../contract/order.ts'
import { isSynthetic } from '../contract/synthetic.ts'
import type { OrderMessages } from '../platform/order-messages.ts'
import { newestOf } from '../platform/order-messages.ts'

/** Money in the minor unit. `deliveredSeconds` null: not delivered, or that event has not arrived. */
export type OrderFact = {
  day: string
  orderId: string
  seq: number
  currency: string
  isPaid: boolean
  captured: number
  returned: number
  cancelReason: string | null
  deliveredSeconds: number | null
  lines: readonly (Pick<OrderLine, 'itemId' | 'itemName' | 'translations' | 'qty'> & { amount: number })[]
}

/** The shop's day of an instant (ISO 8601). */
export type DayOf = (instant: string) => string

/** The fact of an order, from some of its messages. */
export function factOf(group: OrderMessages, dayOf: DayOf): OrderFact {
  const { order } = newestOf(group).data
  const { captured, refunded, disputes } = order.payment
  const delivered = group.find(({ data }) => data.event.type === 'DeliveryCompleted')?.data.event
  return {
    day: dayOf(order.placedAt),
    orderId: order.orderId,
    seq: order.seq,
    currency: order.total.currency,
    isPaid: wasPaid(order),
    captured: captured.amount,
    returned: refunded.amount + lostBy(disputes),
    cancelReason: order.cancel?.reason ?? null,
    deliveredSeconds: delivered === undefined ? null : secondsBetween(order.placedAt, delivered.at),
    lines: order.lines.map(({ unitPrice, ...line }) => ({ ...line, amount: line.qty * unitPrice.amount })),
  }
}

/** Whether analytics keeps the order at all. */
export function isCounted(order: OrderRecord): boolean {
  return !isSynthetic(order) && (wasPaid(order) || order.cancel !== null)
}

/** To three digits: so a day has few different times, and its sums are small. */
export function secondsBetween(from: string, to: string): number {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  return Number(seconds.toPrecision(3))
}
