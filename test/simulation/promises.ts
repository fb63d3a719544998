// Which invariants must hold when.
import { isWhereItShouldBe, whoCanPayIsServed } from './expectations.ts'
import * as invariants from './invariants.ts'

const always: Record<string, invariants.Invariant> = {
  moneyIsSquare: invariants.moneyIsSquare,
  chargedAtMostOnce: invariants.chargedAtMostOnce,
  refundedAtMostOnce: invariants.refundedAtMostOnce,
  noDeliveryWithoutPayment: invariants.noDeliveryWithoutPayment,
  deliveredAtMostOnce: invariants.deliveredAtMostOnce,
  canceledDeliveryIsCalledBack: invariants.canceledDeliveryIsCalledBack,
  eachMessageOnce: invariants.eachMessageOnce,
  mypageAgrees: invariants.mypageAgrees,
  worklistAgrees: invariants.worklistAgrees,
  deliveryAgrees: invariants.deliveryAgrees,
  historyIsWhole: invariants.historyIsWhole,
  nothingAcknowledgedIsMissing: invariants.nothingAcknowledgedIsMissing,
  everythingShownWasTrue: invariants.everythingShownWasTrue,
  sameKeySameAnswer: invariants.sameKeySameAnswer,
}

/** When everything has come to rest, whatever happened before. */
export const atRest: Record<string, invariants.Invariant> = {
  ...always,
  isFinalOrWaitsForAPerson: invariants.isFinalOrWaitsForAPerson,
  restCostsNothing: invariants.restCostsNothing,
  whoCanPayIsServed,
}

/** A minute after the last kill of the whole platform: nothing lost with it is missing, and nobody need come again. */
export const healed: Record<string, invariants.Invariant> = {
  ...always,
  mypageAgrees: invariants.mypageFollows,
  isWhereItShouldBe,
}
