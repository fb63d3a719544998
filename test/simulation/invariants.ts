// The invariants of every order, whatever happened before. Each returns null, or the violation in words.
import type { EventType, RecordedEvent } from '../../src/contract/events.ts'
import { moneyLeft, type OrderRecord, type OrderSummary, wasPaid } from '../../src/contract/order.ts'
import { deliveryIdOf, progressOf } from '../../src/delivery/progress.ts'
import { fold } from '../../src/order/evolve.ts'
import { summarize } from '../../src/order/summary.ts'
import type { SqlRow } from '../../src/platform/storage.ts'
import type { Observation, Seen } from './observation.ts'

export type Invariant = (seen: Observation) => string | null

/** Captured − refunded = owed. A paid order that stands owes its total, any other order nothing. */
export function moneyBalances({ order, charges, refunds }: Seen): string | null {
  const kept = sum(charges) - sum(refunds)
  const owed = order !== null && isPaidAndStands(order) ? moneyLeft(order).amount : 0
  if (kept !== owed) return `${sum(charges)} captured − ${sum(refunds)} refunded, where ${owed} is owed`
  if (order === null) return null
  const { captured, refunded } = order.payment
  const reported = captured.amount - refunded.amount
  return reported === kept ? null : `the order says ${reported} is kept, the provider ${kept}`
}

/** `strays`: charges that the shop did not request. */
type WithStrays = Seen & Partial<Pick<Observation, 'strays'>>

export function chargedAtMostOnce({ charges, strays = 0 }: WithStrays): string | null {
  return charges.length <= 1 + strays ? null : `${charges.length} charges, ${strays} of them by hand`
}

/** At the provider, in the payment's rows and in the order's history. */
export function refundedAtMostOnce({ refunds, payment, events, strays = 0 }: WithStrays): string | null {
  const [requested, failed] = [count(events, 'PartRefundRequested'), count(events, 'RefundFailed')]
  const most = requested + 1 + strays
  if (refunds.length > most) return `${refunds.length} refunds, and ${requested} parts were requested`
  if (payment.refunds.length > most) return `${payment.refunds.length} refunds in the payment's books`
  if (count(events, 'PartRefunded') > requested + failed) return 'a part is recorded as refunded twice'
  return count(events, 'PayCanceled') <= 1 + failed ? null : 'the refund is recorded twice'
}

export function noDeliveryWithoutPayment({ order, events, charges, deliveries, messages }: Seen): string | null {
  const startedAt = events.findIndex((event) => event.type === 'DeliveryStarted')
  const paidAt = events.findIndex((event) => event.type === 'PayApproved')
  if (startedAt !== -1 && (paidAt === -1 || paidAt > startedAt)) return 'the delivery started before the payment'
  const isSentOut = startedAt !== -1 || deliveries.length > 0 || messages.some(isAboutDelivery)
  const isFree = order?.total.amount === 0
  return isSentOut && charges.length === 0 && !isFree ? 'it is delivered, and nothing was captured' : null
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
 * An order canceled during delivery becomes final only after the delivery is recalled and the customer is told.
 */
export function canceledDeliveryIsRecalled({ order, events }: Seen): string | null {
  if (order?.orderStatus !== 'payCanceled' || count(events, 'DeliveryStarted') === 0) return null
  return count(events, 'DeliveryCanceled') === 1 ? null : 'it is final, and its delivery was never called back'
}

/** At rest an order is final, or a person has to act and the worklist shows the order with the cause. */
export function isFinalOrWaitsForAPerson({ order, worklist }: Observation): string | null {
  if (order === null || isFinal(order)) return null
  if (order.orderStatus !== 'payApproved' && order.orderStatus !== 'deliveryStarted') {
    return `it rests as ${order.orderStatus}, payment ${order.payment.status}, and nobody is asked to act`
  }
  const row = worklist[0]
  if (row === undefined) return `it rests as ${order.orderStatus} and is not on the worklist`
  return row.order.needsAttention === null ? `it rests as ${order.orderStatus}, and the worklist names no cause` : null
}

/** A final order has no alarm; an order that waits has one. A payment at rest has none. */
export function noAlarmAtRest({ order, orderAlarm, paymentAlarm }: Observation): string | null {
  if (paymentAlarm !== null) return 'the payment has an alarm, and nothing is left to do'
  const isWaiting = order !== null && !isFinal(order)
  if (isWaiting) return orderAlarm === null ? 'it waits for a person, and nothing looks after it' : null
  return orderAlarm === null ? null : 'the order is final, and has an alarm'
}

export function mypageAgrees({ order, mypage }: Seen): string | null {
  if (order === null) return mypage.length === 0 ? null : 'mypage shows an order that was never placed'
  return mypage.length === 1 ? differs('mypage', mypage[0], order) : `mypage has ${mypage.length} rows`
}

/** A message without a fault arrives within this time. */
const onItsWayMs = 5000

/** As mypageAgrees while orders continue: the newest events may still be in a queue. */
export function mypageFollows(seen: Observation): string | null {
  const { orderId, now, order, events, mypage } = seen
  const [shown] = mypage
  const due = events.findLast(({ at }) => Date.parse(at) <= now - onItsWayMs)?.seq ?? 0
  if (order === null || mypage.length > 1 || shown === undefined || shown.seq < due) {
    return due === 0 && mypage.length === 0 ? null : mypageAgrees(seen)
  }
  const then = summarize(orderId, fold(events.slice(0, shown.seq)))
  return then === null ? 'mypage shows an order that was not there' : differs('mypage', shown, then)
}

/** The worklist shows every order that was ever paid, in its current state. */
export function worklistAgrees({ order, worklist, events }: Observation): string | null {
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
  // Canceled before the delivery started: the delivery context need not know the order.
  if (row === undefined && order.cancel !== null && order.delivery === null) return null
  if (row === undefined) return 'there is no delivery of an order that was taken'
  const progress = progressOf(order)
  return row['status'] === progress?.status
    ? null
    : `the delivery is ${row['status']}, by its order ${progress?.status}`
}

/** Events are numbered 1, 2, 3… without a gap, have rising dates and are chained by hashes. */
export function historyIsWhole({ events, verification }: Seen): string | null {
  if (verification?.whole === false) return `the chain of its hashes is broken at ${verification.brokenAt}`
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) return `event ${index + 1} is numbered ${event.seq}`
    const before = events[index - 1]
    if (before !== undefined && event.at < before.at) return `event ${event.seq} is dated before what it follows`
  }
  return null
}

/** Each acknowledged operation has its event in the history. */
export function nothingAcknowledgedIsMissing({ answers, events }: Seen): string | null {
  for (const { operation, isPaid } of answers) {
    const missing = expected(operation.do, isPaid).filter((type) => count(events, type) === 0)
    if (missing.length > 0) return `"${operation.do}" was acknowledged, and there is no ${missing}`
  }
  return null
}

/** Each order in an answer equals the order after one of its events. */
export function everythingShownWasTrue({ orderId, answers, events }: Seen): string | null {
  for (const { operation, order, isPaid } of answers) {
    if (isPaid && !wasPaid(order)) return `"paid" was said of an order with payment ${order.payment.status}`
    const then = summarize(orderId, fold(events.slice(0, order.seq)))
    const wrong =
      then === null ? `"${operation.do}" showed an order that was not there` : differs(operation.do, order, then)
    if (wrong !== null) return wrong
    if (operation.do === 'place' && order.lines[0]?.qty !== operation.qty)
      return 'another order was acknowledged as placed'
  }
  return null
}

/** A repeat under one Idempotency-Key gets the first answer. */
export function sameKeySameAnswer({ answersByKey }: Observation): string | null {
  const wrong = [...answersByKey].find(([, { contradiction }]) => contradiction !== null)
  return wrong === undefined ? null : `${wrong[0]}: ${wrong[1].answer}, and then ${wrong[1].contradiction}`
}

function expected(operation: Observation['answers'][number]['operation']['do'], isPaid: boolean): EventType[] {
  switch (operation) {
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
    case 'failAttempt':
      return ['DeliveryAttemptFailed']
    case 'refundPart':
      return ['PartRefundRequested']
    case 'restart':
    case 'news':
    case 'republish':
    case 'failRefund':
    case 'refuseRefunds':
    case 'settle':
    case 'authenticate':
    case 'strayCharge':
      return []
  }
}

export function isFinal(order: OrderRecord): boolean {
  const { partRefunds } = order.payment
  if (order.orderStatus === 'deliveryCompleted') return partRefunds.every(({ status }) => status === 'done')
  return order.orderStatus === 'payCanceled' || (order.orderStatus === 'orderCanceled' && !wasPaid(order))
}

function isPaidAndStands({ orderStatus }: OrderSummary): boolean {
  return ['payApproved', 'orderTaken', 'deliveryStarted', 'deliveryCompleted'].includes(orderStatus)
}

function differs(where: string, shown: OrderSummary | undefined, order: OrderSummary): string | null {
  // Most rows have the same order of keys, and sorting is slow.
  if (JSON.stringify(shown) === JSON.stringify(order)) return null
  if (JSON.stringify(sorted(shown)) === JSON.stringify(sorted(order))) return null
  const { seq, orderStatus } = order
  return `${where} shows seq ${shown?.seq} ${shown?.orderStatus}, the order stands at seq ${seq} ${orderStatus}`
}

/** A copy with sorted keys, since stores write them in different orders. */
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

function isAboutDelivery(message: SqlRow): boolean {
  return message['kind'] === 'deliveryStarted' || message['kind'] === 'deliveryCanceled'
}

function sum(moves: readonly { amount: number }[]): number {
  return moves.reduce((total, { amount }) => total + amount, 0)
}
