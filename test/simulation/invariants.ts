// What must hold for every order, whatever happened before. Each gives null, or what is wrong in words.
import type { EventType, RecordedEvent } from '../../src/contract/events.ts'
import { moneyLeft, type OrderSummary, wasPaid } from '../../src/contract/order.ts'
import { deliveryIdOf, progressOf } from '../../src/delivery/progress.ts'
import { fold } from '../../src/order/evolve.ts'
import { summarize } from '../../src/order/summary.ts'
import type { Seen, Witness } from './observation.ts'

export type Invariant = (seen: Witness) => string | null

/** A Worker that has looked whether a message was sent can be this slow in sending it. */
const inFlightMs = 300_000

/** Captured − refunded = owed: the total of an order that is paid and stands, and nothing of any other. */
export function moneyIsSquare({ order, charges, refunds }: Seen): string | null {
  const kept = sum(charges) - sum(refunds)
  const owed = order !== null && isPaidAndStands(order) ? moneyLeft(order).amount : 0
  if (kept !== owed) return `${sum(charges)} captured − ${sum(refunds)} refunded, where ${owed} is owed`
  if (order === null) return null
  const { captured, refunded } = order.payment
  const reported = captured.amount - refunded.amount
  return reported === kept ? null : `the order says ${reported} is kept, the provider ${kept}`
}

/** Beside charges that the shop has not asked for. */
type WithStrays = Seen & Partial<Pick<Witness, 'strays'>>

export function chargedAtMostOnce({ charges, strays = 0 }: WithStrays): string | null {
  return charges.length <= 1 + strays ? null : `${charges.length} charges, ${strays} of them by hand`
}

/** At the provider, in the payment's own books and in the order's history. */
export function refundedAtMostOnce({ refunds, payment, events, strays = 0 }: WithStrays): string | null {
  const asked = count(events, 'PartRefundRequested')
  const most = asked + 1 + strays
  if (refunds.length > most) return `${refunds.length} refunds, and ${asked} parts were asked for`
  if (payment.refunds.length > most) return `${payment.refunds.length} refunds in the payment's books`
  if (count(events, 'PartRefunded') > asked) return 'a part is recorded as refunded twice'
  return count(events, 'PayCanceled') <= 1 ? null : 'the refund is recorded twice'
}

export function noDeliveryWithoutPayment({ events, charges, deliveries, messages }: Seen): string | null {
  const startedAt = events.findIndex((event) => event.type === 'DeliveryStarted')
  const paidAt = events.findIndex((event) => event.type === 'PayApproved')
  if (startedAt !== -1 && (paidAt === -1 || paidAt > startedAt)) return 'the delivery started before the payment'
  const isSentOut = startedAt !== -1 || deliveries.length > 0 || messages.length > 0
  return isSentOut && charges.length === 0 ? 'it is delivered, and nothing was captured' : null
}

export function deliveredAtMostOnce({ orderId, events, deliveries }: Seen): string | null {
  for (const type of ['OrderTaken', 'DeliveryStarted', 'DeliveryCompleted', 'DeliveryCanceled'] as const) {
    if (count(events, type) > 1) return `${type} is recorded ${count(events, type)} times`
  }
  if (deliveries.length > 1) return `${deliveries.length} deliveries`
  const foreign = events.some((event) => 'deliveryId' in event.data && event.data.deliveryId !== deliveryIdOf(orderId))
  return foreign ? 'an event names another delivery' : null
}

/**
 * An order canceled while its goods were on the way is final only when they are called back and the customer is told.
 */
export function canceledDeliveryIsCalledBack({ order, events }: Seen): string | null {
  if (order?.orderStatus !== 'payCanceled' || count(events, 'DeliveryStarted') === 0) return null
  return count(events, 'DeliveryCanceled') === 1 ? null : 'it is final, and its delivery was never called back'
}

/** One message for each delivery event, recorded and carried out, and none of any other kind. */
export function eachMessageOnce({ events, messages, sent }: Witness): string | null {
  for (const [kind, type] of [
    ['deliveryStarted', 'DeliveryStarted'],
    ['deliveryCanceled', 'DeliveryCanceled'],
  ] as const) {
    const due = count(events, type)
    const recorded = messages.filter((row) => row['kind'] === kind)
    if (recorded.length !== due) return `${recorded.length} messages "${kind}" for ${due} × ${type}`
    if (recorded.some((row) => row['sent_at'] === null)) return `the message "${kind}" was never sent`
    const copies = sent.filter(({ message }) => message.kind === kind)
    const sentAt = Math.max(...recorded.map((row) => Date.parse(String(row['sent_at']))))
    const retry = copies.find(({ at }) => at > sentAt + inFlightMs)
    if (retry !== undefined) return `the message "${kind}" was carried out again, long after it had been sent`
    const carried = new Set(copies.map(({ message }) => JSON.stringify(message)))
    if (carried.size !== due)
      return `${carried.size} different messages "${kind}" were carried out for ${due} × ${type}`
  }
  return null
}

/** At rest an order is final, or a person has to act and has been pointed at it on the worklist, with the cause. */
export function isFinalOrWaitsForAPerson({ order, worklist }: Witness): string | null {
  if (order === null || isFinal(order)) return null
  if (order.orderStatus !== 'payApproved' && order.orderStatus !== 'deliveryStarted') {
    return `it rests as ${order.orderStatus}, payment ${order.payment.status}, and nobody is asked to act`
  }
  const row = worklist[0]
  if (row === undefined) return `it rests as ${order.orderStatus} and is not on the worklist`
  return row.order.needsAttention === null ? `it rests as ${order.orderStatus}, and the worklist names no cause` : null
}

/** A final order has no alarm; one that waits is looked at from time to time. A payment at rest has none. */
export function restCostsNothing({ order, orderAlarm, paymentAlarm }: Witness): string | null {
  if (paymentAlarm !== null) return 'the payment has an alarm, and nothing is left to do'
  const isWaiting = order !== null && !isFinal(order)
  if (isWaiting) return orderAlarm === null ? 'it waits for a person, and nothing looks after it' : null
  return orderAlarm === null ? null : 'the order is final, and has an alarm'
}

export function mypageAgrees({ order, mypage }: Seen): string | null {
  if (order === null) return mypage.length === 0 ? null : 'mypage shows an order that was never placed'
  return mypage.length === 1 ? differs('mypage', mypage[0], order) : `mypage has ${mypage.length} rows`
}

/** A message is on its way for so long at most when nothing holds it up. */
const onItsWayMs = 5000

/** As mypageAgrees at an instant in which orders go on: what was recorded just now may still be on its way. */
export function mypageFollows(seen: Witness): string | null {
  const { orderId, now, order, events, mypage } = seen
  const [shown] = mypage
  const due = events.findLast(({ at }) => Date.parse(at) <= now - onItsWayMs)?.seq ?? 0
  if (order === null || mypage.length > 1 || shown === undefined || shown.seq < due) {
    return due === 0 && mypage.length === 0 ? null : mypageAgrees(seen)
  }
  const then = summarize(orderId, fold(events.slice(0, shown.seq)))
  return then === null ? 'mypage shows an order that was not there' : differs('mypage', shown, then)
}

/** The staff see every order that was ever paid, as it stands. */
export function worklistAgrees({ order, worklist, events }: Witness): string | null {
  const paid = events.find((event) => event.type === 'PayApproved')
  if (order === null || paid === undefined) {
    return worklist.length === 0 ? null : 'an order that was never paid is on the worklist'
  }
  const [row] = worklist
  if (worklist.length !== 1 || row === undefined) return `the worklist has ${worklist.length} rows`
  if (row.paidAt !== paid.at) return `the worklist says paid at ${row.paidAt}, the order ${paid.at}`
  return differs('the worklist', row.order, order)
}

export function deliveryAgrees({ order, deliveries, events }: Seen): string | null {
  if (order === null || count(events, 'OrderTaken') === 0) {
    return deliveries.length === 0 ? null : 'there is a delivery of an order that was never taken'
  }
  const [row] = deliveries
  // Canceled before it was sent out: the couriers need not have heard of it.
  if (row === undefined && order.cancel !== null && order.delivery === null) return null
  if (row === undefined) return 'there is no delivery of an order that was taken'
  const progress = progressOf(order)
  return row['status'] === progress?.status
    ? null
    : `the delivery is ${row['status']}, by its order ${progress?.status}`
}

/** Numbered 1, 2, 3… without a gap, never dated back, and chained. */
export function historyIsWhole({ events, verification }: Seen): string | null {
  if (verification?.whole === false) return `the chain of its hashes is broken at ${verification.brokenAt}`
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) return `event ${index + 1} is numbered ${event.seq}`
    const before = events[index - 1]
    if (before !== undefined && event.at < before.at) return `event ${event.seq} is dated before what it follows`
  }
  return null
}

/** What a person was told is done stands in the history. */
export function nothingAcknowledgedIsMissing({ answers, events }: Seen): string | null {
  for (const { deed, isPaid } of answers) {
    const missing = expected(deed.do, isPaid).filter((type) => count(events, type) === 0)
    if (missing.length > 0) return `"${deed.do}" was acknowledged, and there is no ${missing}`
  }
  return null
}

/** Every order that anybody was shown is the order as it stood after one of its events. */
export function everythingShownWasTrue({ orderId, answers, events }: Seen): string | null {
  for (const { deed, order, isPaid } of answers) {
    if (isPaid && !wasPaid(order)) return `"paid" was said of an order with payment ${order.payment.status}`
    const then = summarize(orderId, fold(events.slice(0, order.seq)))
    const wrong = then === null ? `"${deed.do}" showed an order that was not there` : differs(deed.do, order, then)
    if (wrong !== null) return wrong
    if (deed.do === 'place' && order.lines[0]?.qty !== deed.qty) return 'another order was acknowledged as placed'
  }
  return null
}

/** Said twice under one Idempotency-Key, the answer is that of the first time. */
export function sameKeySameAnswer({ reported }: Witness): string | null {
  const wrong = [...reported].find(([, { contradiction }]) => contradiction !== null)
  return wrong === undefined ? null : `${wrong[0]}: ${wrong[1].answer}, and then ${wrong[1].contradiction}`
}

function expected(deed: Witness['answers'][number]['deed']['do'], isPaid: boolean): EventType[] {
  switch (deed) {
    case 'place':
      return ['OrderPlaced']
    case 'pay':
      return isPaid ? ['PayApproved'] : []
    case 'cancel':
    case 'staffCancel':
      return ['OrderCanceled']
    case 'take':
      return ['OrderTaken']
    case 'complete':
      return ['DeliveryCompleted']
    case 'refundPart':
      return ['PartRefundRequested']
    case 'news':
    case 'republish':
    case 'strayCharge':
      return []
  }
}

export function isFinal(order: OrderSummary): boolean {
  const { partRefunds } = order.payment
  if (order.orderStatus === 'deliveryCompleted') return partRefunds.every(({ status }) => status === 'done')
  if (order.orderStatus === 'payCanceled') return true
  return order.orderStatus === 'orderCanceled' && order.payment.captured.amount === 0
}

function isPaidAndStands({ orderStatus }: OrderSummary): boolean {
  return ['payApproved', 'orderTaken', 'deliveryStarted', 'deliveryCompleted'].includes(orderStatus)
}

function differs(where: string, shown: OrderSummary | undefined, order: OrderSummary): string | null {
  // Sorting costs more than all else here, and most rows were written in the same order of keys.
  if (JSON.stringify(shown) === JSON.stringify(order)) return null
  if (JSON.stringify(sorted(shown)) === JSON.stringify(sorted(order))) return null
  const { seq, orderStatus } = order
  return `${where} shows seq ${shown?.seq} ${shown?.orderStatus}, the order stands at seq ${seq} ${orderStatus}`
}

/** Keys in one order, however the row was written. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  )
}

function count(events: readonly RecordedEvent[], type: EventType): number {
  return events.filter((event) => event.type === type).length
}

function sum(moves: readonly { amount: number }[]): number {
  return moves.reduce((total, { amount }) => total + amount, 0)
}
