// The invariant of analytics. Returns null, or the violation in words.
import { lostBy } from '../../src/contract/dispute.ts'
import { wasPaid } from '../../src/contract/order.ts'
import { subscribesTo } from '../../src/contract/routing.ts'
import type { Observation } from './observation.ts'

/** Analytics counts each order that was paid or canceled once, with the money and the end that it has. */
export function analyticsAgrees({ order, events, facts }: Observation): string | null {
  const due = events.findLast(({ type }) => subscribesTo('analytics', type))
  if (order === null || due === undefined) return facts.length === 0 ? null : 'analytics counts an order without cause'
  const [fact] = facts
  if (facts.length !== 1 || fact === undefined) return `analytics has ${facts.length} rows`
  const { captured, refunded, disputes } = order.payment
  const known = [
    fact['paid'],
    fact['captured'],
    fact['returned'],
    fact['cancel_reason'],
    fact['delivered_seconds'] !== null,
  ]
  const isDelivered = events.some(({ type }) => type === 'DeliveryCompleted')
  const returned = refunded.amount + lostBy(disputes)
  const wanted = [Number(wasPaid(order)), captured.amount, returned, order.cancel?.reason ?? null, isDelivered]
  if (Number(fact['seq']) < due.seq) return `analytics has event ${fact['seq']}, and ${due.seq} is due`
  return JSON.stringify(known) === JSON.stringify(wanted) ? null : `analytics has ${known}, the order ${wanted}`
}
