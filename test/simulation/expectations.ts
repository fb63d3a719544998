// What a paying customer may expect, by the means, faults and outages that the plan has for the order.
import { sameMoney } from '../../src/contract/money.ts'
import { isFinal } from './invariants.ts'
import { runStart } from './kernel.ts'
import type { Observation } from './observation.ts'
import type { Expectation, Item, Place, Plan, Token } from './plan.ts'
import { gateOf } from './provider.ts'

type Served = Pick<Observation, 'order' | 'payment' | 'expectation'>

/** A payment is made within this time when nothing lasting prevents it. */
export const patienceMs = 10 * 60_000
/** A payment pauses no longer between two tries: 16 times the first pause. */
const retryPauseMsMax = 16_000
/** The clocks of two machines differ by less. */
const skewMs = 1000

export function expectationOf({ items }: Plan, order: number): Expectation {
  const tokens = items.flatMap((item) => {
    return item.kind === 'command' && item.order === order && 'token' in item.operation ? [item.operation.token] : []
  })
  return {
    means: tokens.some(isFailing) ? 'failing' : tokens.some(isDeclined) ? 'declined' : 'good',
    undisturbedFrom: runStart + Math.max(0, ...items.map((item) => disturbedUntil(item, order))),
  }
}

/**
 * An order whose customer has good means is paid, unless a person canceled it: it does not expire as unpaid, and no
 * attempt is dropped as not charged.
 */
export function payableOrderIsPaid({ order, payment, expectation }: Served): string | null {
  if (order === null || expectation.means !== 'good') return null
  // A charge made by hand can have another amount; it does not pay the order.
  const first = payment.attempts.find(({ amount }) => sameMoney(amount, order.total))
  if (first === undefined) return null
  const startedAt = Date.parse(first.startedAt)
  const { cancel } = order
  const canceledAt = cancel === null ? Number.POSITIVE_INFINITY : Date.parse(cancel.at)
  const mustBePaidBy = Math.max(startedAt, expectation.undisturbedFrom) + patienceMs
  if (cancel?.reason === 'paymentTimeout' && mustBePaidBy < canceledAt) {
    return `it was canceled as unpaid, ${Math.round((canceledAt - startedAt) / 1000)} s after its customer came to pay`
  }
  const dropped = payment.attempts.find(({ reason, startedAt, endedAt }) => {
    const isDropped = reason === 'notCharged' && endedAt !== null && Date.parse(endedAt) + skewMs < canceledAt
    return isDropped && Date.parse(startedAt) >= expectation.undisturbedFrom
  })
  return dropped === undefined ? null : `attempt ${dropped.attempt} was dropped though the order wanted it`
}

/** The platform has done its part: the order is final, or the next step is a person's, or the provider's. */
export function platformHasDoneItsPart({ order, payment, expectation }: Served): string | null {
  if (order === null || isFinal(order)) return null
  const { orderStatus, payment: paid } = order
  if (paid.partRefunds.some(({ status }) => status === 'due')) return 'a part is still to be given back'
  if (orderStatus === 'payApproved' || orderStatus === 'deliveryStarted') return null
  const newest = payment.attempts.at(-1)
  if (orderStatus === 'orderStarted') {
    // No payment was begun, or the customer did not reach the shop and must try again.
    if (newest === undefined || expectation.means === 'failing') return null
    const isDeclined = newest.status === 'declined' && newest.reason !== 'notCharged'
    if (isDeclined && expectation.means === 'declined' && paid.status === 'declined') return null
  }
  return `it stands as ${orderStatus}, payment ${paid.status}, its last attempt ${newest?.status} ${newest?.reason}`
}

/**
 * The payment is retried, and the open circuit breaker rejects each try, because customers with failing means use the
 * same gate. A half-open breaker lets one call through, and that can be any customer's call. So chance decides when the
 * payment gets through, and no fixed time bounds it. Only the pause between two tries is bounded.
 */
export function isRejectedForOthers(order: Observation, all: readonly Observation[]): boolean {
  if (platformHasDoneItsPart(order) === null) return false
  const newest = order.payment.attempts.at(-1)
  const isBetweenTries = newest?.status === 'deferred' && newest.reason === 'overloaded'
  if (!isBetweenTries && newest?.status !== 'processing') return false
  const { paymentAlarm, now } = order
  const isTriedSoon = paymentAlarm !== null && paymentAlarm - now <= retryPauseMsMax + skewMs
  return (
    isTriedSoon &&
    all.some(({ expectation, orderId }) => expectation.means === 'failing' && gateOf(orderId) === gateOf(order.orderId))
  )
}

/** Until when an item can prevent the payment for longer than `patienceMs`; milliseconds from the start. */
function disturbedUntil(item: Item, order: number): number {
  switch (item.kind) {
    case 'outage':
      return takesPart.includes(item.place) ? item.to : 0
    case 'restart':
      return item.at
    case 'fault':
      // The payment's alarm can be hours late.
      return item.order === order && item.fault.kind === 'alarm' ? Number.POSITIVE_INFINITY : 0
    case 'command':
    case 'restore':
    case 'slow':
      return 0
  }
}

const takesPart: readonly Place[] = ['order', 'payment', 'sandbox']

function isFailing(token: Token | null): boolean {
  return token === 'tok_failing' || token === 'tok_unavailable'
}

function isDeclined(token: Token | null): boolean {
  return token === 'tok_declined' || token === 'tok_insufficient_funds' || token === 'tok_authentication'
}
