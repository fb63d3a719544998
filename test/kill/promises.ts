// What must hold for an order whose platform was killed again and again: the simulation's invariants as far as they can
// be seen from outside, and what only this test asks.
import type { OrderSummary } from '../../src/contract/order.ts'
import * as simulated from '../simulation/invariants.ts'
import type { Sight } from './outside.ts'

const promises: Record<string, (seen: Sight) => string | null> = {
  restsAtItsRightEnd,
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

/** What is wrong with the order, in words; empty when all is as promised. */
export function wrongWith(seen: Sight): string[] {
  return Object.entries(promises).flatMap(([promise, holds]) => {
    const what = holds(seen)
    return what === null ? [] : [`${promise}: ${what}`]
  })
}

/** Nothing more is expected of the platform: the order is final, or the next step is a person's or the provider's. */
function restsAtItsRightEnd({ order, payment, charges, tokens }: Sight): string | null {
  const isGiven = tokens.every((token) => token === null || token === 'tok_approved' || token === 'tok_declined')
  if (isGiven && order?.payment.declineReason === 'notCharged') return 'good means were declined as not charged'
  if (order === null || simulated.isFinal(order) || waitsForAPerson(order)) return null
  // The provider fails at every try of these means: deferred, or unknown and looked up until nothing can arrive any
  // more (PAYMENT_LATE_ARRIVAL_MS after it was last sent). Until then nothing is charged, and other means are taken.
  const isOpen = order.payment.status === 'deferred' || order.payment.status === 'unknown'
  if (isOpen && dependsOnFailingMeans({ tokens }) && charges.length === 0) return null
  // Payment was out of reach when the customer came, and has never heard of it: they were told to come again.
  if (order.payment.status === 'deferred' && payment.attempts.length === 0) return null
  return `it stands as ${order.orderStatus}, payment ${order.payment.status}`
}

/** Whether its customer came with means at which the provider fails, whoever tries and however often. */
export function dependsOnFailingMeans({ tokens }: Pick<Sight, 'tokens'>): boolean {
  return tokens.some((token) => token === 'tok_failing' || token === 'tok_unavailable')
}

function waitsForAPerson({ orderStatus, payment }: OrderSummary): boolean {
  if (orderStatus === 'orderStarted') return payment.status === 'requested' || payment.status === 'declined'
  return orderStatus === 'payApproved' || orderStatus === 'deliveryStarted'
}

function eachMessageOnce({ events, messages }: Sight): string | null {
  const kinds = events.flatMap(({ type }) =>
    type === 'DeliveryStarted' ? ['deliveryStarted'] : type === 'DeliveryCanceled' ? ['deliveryCanceled'] : [],
  )
  const result = messages.map(({ kind }) => kind)
  if (result.sort().join() === kinds.sort().join()) return null
  return `the customer was told ${result.join()}, and should have been told ${kinds.join()}`
}

/** The staff see every order that was ever paid, as it stands. */
function worklistAgrees({ order, events, worklist }: Sight): string | null {
  const paid = events.find(({ type }) => type === 'PayApproved')
  if (paid === undefined) return worklist === null ? null : 'an order that was never paid is on the worklist'
  const shown = `${worklist?.orderStatus} seq ${worklist?.seq}, paid at ${worklist?.paidAt}`
  const right = `${order?.orderStatus} seq ${order?.seq}, paid at ${paid.at}`
  return shown === right ? null : `the worklist shows ${shown}, by its order ${right}`
}
