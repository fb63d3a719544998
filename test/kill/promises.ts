// What must hold for an order whose platform was killed again and again: the simulation's invariants as far as they can
// be seen from outside, and what only this test asks.
import type { OrderSummary } from '../../src/contract/order.ts'
import * as simulated from '../simulation/invariants.ts'
import type { Sight } from './outside.ts'

const promises: Record<string, (seen: Sight) => string | null> = {
  restsAtItsRightEnd,
  moneyIsSquare: simulated.moneyIsSquare,
  chargedAtMostOnce: simulated.chargedAtMostOnce,
  refundedAtMostOnce: simulated.refundedAtMostOnce,
  noDeliveryWithoutPayment: simulated.noDeliveryWithoutPayment,
  deliveredAtMostOnce: simulated.deliveredAtMostOnce,
  canceledDeliveryIsCalledBack: simulated.canceledDeliveryIsCalledBack,
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

/** Whether nothing more is expected of the platform: the order is final, or the next step is a person's. */
export function isAtRest(order: OrderSummary): boolean {
  if (simulated.isFinal(order)) return true
  switch (order.orderStatus) {
    case 'payApproved':
    case 'deliveryStarted':
      return true
    case 'orderStarted':
      // The customer was told: pay, pay otherwise, pay a little later. `unknown` is the platform's to find out.
      return ['requested', 'declined', 'deferred'].includes(order.payment.status)
    case 'orderTaken':
    case 'deliveryCompleted':
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return false
  }
}

export function restsAtItsRightEnd({ order }: Pick<Sight, 'order'>): string | null {
  if (order === null || isAtRest(order)) return null
  return `it stands as ${order.orderStatus}, payment ${order.payment.status}`
}

function eachMessageOnce({ events, messages }: Sight): string | null {
  const kinds = events.flatMap(({ type }) =>
    type === 'DeliveryStarted' ? ['deliveryStarted'] : type === 'DeliveryCanceled' ? ['deliveryCanceled'] : [],
  )
  const told = messages.map(({ kind }) => kind)
  if (told.sort().join() === kinds.sort().join()) return null
  return `the customer was told ${told.join()}, and should have been told ${kinds.join()}`
}

/** The staff see every order that was ever paid, as it stands. */
function worklistAgrees({ order, events, worklist }: Sight): string | null {
  const paid = events.find(({ type }) => type === 'PayApproved')
  if (paid === undefined) return worklist === null ? null : 'an order that was never paid is on the worklist'
  const shown = `${worklist?.orderStatus} seq ${worklist?.seq}, paid at ${worklist?.paidAt}`
  const right = `${order?.orderStatus} seq ${order?.seq}, paid at ${paid.at}`
  return shown === right ? null : `the worklist shows ${shown}, by its order ${right}`
}
