// What must hold for an order after the platform was killed repeatedly: the simulation's invariants as far as the API
// shows them, and some that only this test checks.
import type { OrderSummary } from '../../src/contract/order.ts'
import * as simulated from '../simulation/invariants.ts'
import { mayBeMissed, messagesDue } from '../simulation/message-invariants.ts'
import type { OrderView } from './shop-client.ts'

const promises: Record<string, (seen: OrderView) => string | null> = {
  endsCorrectly,
  moneyBalances: simulated.moneyBalances,
  chargedAtMostOnce: simulated.chargedAtMostOnce,
  refundedAtMostOnce: simulated.refundedAtMostOnce,
  noDeliveryWithoutPayment: simulated.noDeliveryWithoutPayment,
  deliveredAtMostOnce: simulated.deliveredAtMostOnce,
  canceledDeliveryIsRecalled: simulated.canceledDeliveryIsRecalled,
  eachMessageOnce,
  mypageAgrees: simulated.mypageAgrees,
  worklistAgrees,
  deliveryAgrees: simulated.deliveryAgrees,
  historyIsWhole: simulated.historyIsWhole,
  nothingAcknowledgedIsMissing: simulated.nothingAcknowledgedIsMissing,
  everythingShownWasTrue: simulated.everythingShownWasTrue,
}

/** The promises that the order breaks, in words. */
export function violationsOf(seen: OrderView): string[] {
  return Object.entries(promises).flatMap(([promise, holds]) => {
    const what = holds(seen)
    return what === null ? [] : [`${promise}: ${what}`]
  })
}

/** The platform has nothing left to do: the order is final, or the next step is a person's or the provider's. */
function endsCorrectly({ order, payment, charges, tokens }: OrderView): string | null {
  const hasGoodTokens = tokens.every((token) => token === null || token === 'tok_approved' || token === 'tok_declined')
  if (hasGoodTokens && order?.payment.declineReason === 'notCharged') return 'a good token was declined as not charged'
  if (order === null || simulated.isFinal(order) || waitsForAPerson(order)) return null
  // The provider fails at every try of these tokens: the payment is deferred, or unknown and looked up until nothing
  // can arrive any more (PAYMENT_LATE_ARRIVAL_MS after the last try). Until then nothing is charged.
  const isOpen = order.payment.status === 'deferred' || order.payment.status === 'unknown'
  if (isOpen && usesFailingToken({ tokens }) && charges.length === 0) return null
  // Payment was unavailable when the customer paid, and has no record of it: the customer was asked to pay again.
  if (order.payment.status === 'deferred' && payment.attempts.length === 0) return null
  return `it is ${order.orderStatus}, payment ${order.payment.status}`
}

/** Whether a token was used at which the provider fails every time. */
export function usesFailingToken({ tokens }: Pick<OrderView, 'tokens'>): boolean {
  return tokens.some((token) => token === 'tok_failing' || token === 'tok_unavailable')
}

function waitsForAPerson({ orderStatus, payment }: OrderSummary): boolean {
  if (orderStatus === 'orderStarted') return payment.status === 'requested' || payment.status === 'declined'
  return orderStatus === 'payApproved' || orderStatus === 'deliveryStarted'
}

function eachMessageOnce({ events, messages }: OrderView): string | null {
  const result = messages.map(({ kind }) => kind)
  const kinds = messagesDue(events).filter((kind) => result.includes(kind) || !mayBeMissed(kind, events))
  if (result.sort().join() === kinds.sort().join()) return null
  return `the customer was told ${result.join()}, and should have been told ${kinds.join()}`
}

/** The worklist has every order that was ever paid, in its present state. */
function worklistAgrees({ order, events, worklist }: OrderView): string | null {
  const paid = events.find(({ type }) => type === 'PayApproved')
  if (paid === undefined) return worklist === null ? null : 'an order that was never paid is on the worklist'
  const shown = `${worklist?.orderStatus} seq ${worklist?.seq}, paid at ${worklist?.paidAt}`
  const right = `${order?.orderStatus} seq ${order?.seq}, paid at ${paid.at}`
  return shown === right ? null : `the worklist shows ${shown}, by its order ${right}`
}
