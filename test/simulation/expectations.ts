// What a customer who comes to pay may hope for, by what the plan has in store for the order.
import { sameMoney } from '../../src/contract/money.ts'
import { isFinal } from './invariants.ts'
import { dawn } from './kernel.ts'
import type { Witness } from './observation.ts'
import type { Item, Place, Plan, Token } from './plan.ts'
import { gateOf } from './provider.ts'

/** `means`: whether the provider takes, declines or cannot handle what the customer comes with. */
export type Expectation = {
  means: 'good' | 'declined' | 'failing'
  /** From when on nothing lasting keeps a payment of this order from being made; epoch milliseconds. */
  undisturbedFrom: number
}

type Served = Pick<Witness, 'order' | 'payment' | 'hope'>

/** However unlucky, a payment that nothing lasting disturbs is made within this time. */
export const patienceMs = 10 * 60_000
/** A payment pauses no longer between two tries: 16 times the first pause. */
const retryPauseMsMax = 16_000
/** Clocks of machines differ by less. */
const skewMs = 1000

export function expectationOf({ items }: Plan, order: number): Expectation {
  const tokens = items.flatMap((item) => {
    return item.kind === 'command' && item.order === order && 'token' in item.deed ? [item.deed.token] : []
  })
  return {
    means: tokens.some(isFailing) ? 'failing' : tokens.some(isDeclined) ? 'declined' : 'good',
    undisturbedFrom: dawn + Math.max(0, ...items.map((item) => disturbedUntil(item, order))),
  }
}

/**
 * Who came with nothing but good means is not told that time ran out, nor that nothing was charged: unless a person
 * canceled the order, it is paid.
 */
export function whoCanPayIsServed({ order, payment, hope }: Served): string | null {
  if (order === null || hope.means !== 'good') return null
  // What was charged by hand may be another sum, and pays nothing.
  const first = payment.attempts.find(({ amount }) => sameMoney(amount, order.total))
  if (first === undefined) return null
  const startedAt = Date.parse(first.startedAt)
  const { cancel } = order
  const canceledAt = cancel === null ? Number.POSITIVE_INFINITY : Date.parse(cancel.at)
  const mustBePaidBy = Math.max(startedAt, hope.undisturbedFrom) + patienceMs
  if (cancel?.reason === 'paymentTimeout' && mustBePaidBy < canceledAt) {
    return `it was canceled as unpaid, ${Math.round((canceledAt - startedAt) / 1000)} s after its customer came to pay`
  }
  const dropped = payment.attempts.find(({ reason, startedAt, endedAt }) => {
    const isDropped = reason === 'notCharged' && endedAt !== null && Date.parse(endedAt) + skewMs < canceledAt
    return isDropped && Date.parse(startedAt) >= hope.undisturbedFrom
  })
  return dropped === undefined ? null : `attempt ${dropped.attempt} was dropped though the order wanted it`
}

/** The platform has done its part: the order is final, or the next step is a person's, or the provider's. */
export function isWhereItShouldBe({ order, payment, hope }: Served): string | null {
  if (order === null || isFinal(order)) return null
  const { orderStatus, payment: paid } = order
  if (paid.partRefunds.some(({ status }) => status === 'due')) return 'a part is still to be given back'
  if (orderStatus === 'payApproved' || orderStatus === 'deliveryStarted') return null
  const newest = payment.attempts.at(-1)
  if (orderStatus === 'orderStarted') {
    // Nobody came to pay, or they did not get through and must come again.
    if (newest === undefined || hope.means === 'failing') return null
    const isDeclined = newest.status === 'declined' && newest.reason !== 'notCharged'
    if (isDeclined && hope.means === 'declined' && paid.status === 'declined') return null
  }
  return `it stands as ${orderStatus}, payment ${paid.status}, its last attempt ${newest?.status} ${newest?.reason}`
}

/**
 * The payment is tried again and again, and the open breaker turns it away each time, since customers whose means fail
 * go through the same gate. A half-open breaker lets one call through, and any customer's may be that one: so chance
 * decides which try succeeds, and no minute bounds it. The pause between two tries is bounded.
 */
export function isTurnedAwayForOthers(order: Witness, all: readonly Witness[]): boolean {
  if (isWhereItShouldBe(order) === null) return false
  const newest = order.payment.attempts.at(-1)
  const isBetweenTries = newest?.status === 'deferred' && newest.reason === 'overloaded'
  if (!isBetweenTries && newest?.status !== 'processing') return false
  const { paymentAlarm, now } = order
  const isTriedSoon = paymentAlarm !== null && paymentAlarm - now <= retryPauseMsMax + skewMs
  return (
    isTriedSoon &&
    all.some(({ hope, orderId }) => hope.means === 'failing' && gateOf(orderId) === gateOf(order.orderId))
  )
}

/** What strikes once is made good within the patience; what lasts is not. Milliseconds from the start. */
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
  return token === 'tok_declined' || token === 'tok_insufficient_funds'
}
