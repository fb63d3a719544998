// The invariants that are judged at rest, and those that are judged after the last kill.
import { analyticsAgrees } from './analytics-invariants.ts'
import { archiveAgrees } from './archive-invariant.ts'
import { auditAgrees } from './audit-invariant.ts'
import { attemptsCountOnce } from './delivery-invariants.ts'
import { payableOrderIsPaid, platformHasDoneItsPart } from './expectations.ts'
import * as invariants from './invariants.ts'
import { eachMessageOnce } from './message-invariants.ts'

const always: Record<string, invariants.Invariant> = {
  moneyBalances: invariants.moneyBalances,
  chargedAtMostOnce: invariants.chargedAtMostOnce,
  refundedAtMostOnce: invariants.refundedAtMostOnce,
  noDeliveryWithoutPayment: invariants.noDeliveryWithoutPayment,
  deliveredAtMostOnce: invariants.deliveredAtMostOnce,
  attemptsCountOnce,
  canceledDeliveryIsRecalled: invariants.canceledDeliveryIsRecalled,
  eachMessageOnce,
  mypageAgrees: invariants.mypageAgrees,
  worklistAgrees: invariants.worklistAgrees,
  deliveryAgrees: invariants.deliveryAgrees,
  auditAgrees,
  historyIsWhole: invariants.historyIsWhole,
  nothingAcknowledgedIsMissing: invariants.nothingAcknowledgedIsMissing,
  everythingShownWasTrue: invariants.everythingShownWasTrue,
  sameKeySameAnswer: invariants.sameKeySameAnswer,
}

/** When everything has come to rest, whatever happened before. */
export const atRest: Record<string, invariants.Invariant> = {
  ...always,
  analyticsAgrees,
  archiveAgrees,
  isFinalOrWaitsForAPerson: invariants.isFinalOrWaitsForAPerson,
  noAlarmAtRest: invariants.noAlarmAtRest,
  payableOrderIsPaid,
}

/** A minute after the last kill of the whole platform: all losses are repaired, without a retry by any client. */
export const healed: Record<string, invariants.Invariant> = {
  ...always,
  mypageAgrees: invariants.mypageFollows,
  platformHasDoneItsPart,
}
