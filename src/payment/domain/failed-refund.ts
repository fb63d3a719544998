// Refunds that were made and have failed at the provider since, as banks let them: found in the provider's list, told
// to the order, and made again in their next round. Pure.
import type { OrderCommand } from '../../contract/commands.ts'
import type { ListedRefund } from '../providers/provider.ts'
import { isKeyOf, outcomeInList } from '../providers/refunds.ts'
import { type Pace, patientPauseMs, roundPauseMs } from './pace.ts'
import { type DoneRefund, type DueRefund, type Refund, refundOrderOf } from './refund.ts'
import { toldReason } from './told-reason.ts'

/** Look at the provider now whether this refund still stands. One of nothing, or settled by hand, is not there. */
export function scheduleCheck(refund: Refund, now: number): DoneRefund[] {
  const isThere = refund.status === 'done' && refund.settlement === undefined && refund.amount.amount > 0
  return isThere ? [{ ...refund, checkAt: now }] : []
}

/** The refund after the list was read: as it was, or due again when it has failed and nothing stands in its place. */
export function afterCheck(
  refund: DoneRefund,
  listed: readonly ListedRefund[],
  charge: { chargeId: string; amount: DoneRefund['amount'] },
  refunds: readonly Refund[],
  now: number,
  pace: Pace,
): Refund {
  const reason = failureIn(refund, listed, charge, refunds)
  if (reason === null) return { ...refund, checkAt: null }
  const { doneAt: _, checkAt: __, report: ___, ...facts } = refund
  const round = refund.round + 1
  const dueAt = now + roundPauseMs(round, pace)
  // The order never got a report of an unwanted charge.
  const failure = refund.purpose === 'unwanted' ? null : { reason, tries: 0, at: now }
  return { ...facts, status: 'due', round, tries: 0, dueAt, failure }
}

/** The provider did not answer: look again after a pause. */
export function checkLater(refund: DoneRefund, now: number, pace: Pace): DoneRefund {
  return { ...refund, tries: refund.tries + 1, checkAt: now + patientPauseMs(refund.tries, pace) }
}

/** The report that the last round has failed. */
export function failureReportOf({ refundId, amount, round, failure }: DueRefund): OrderCommand | null {
  if (failure === null) return null
  return { type: 'RecordRefundFailed', refundId, amount, round: round - 1, reason: toldReason(failure.reason) }
}

/** The refund after that report: the order received it, or (`false`) did not answer and gets it later. */
export function afterFailureReport(refund: DueRefund, received: boolean, now: number, pace: Pace): DueRefund {
  const { failure } = refund
  if (received || failure === null) return { ...refund, failure: null }
  const tries = failure.tries + 1
  return { ...refund, failure: { ...failure, tries, at: now + patientPauseMs(tries, pace) } }
}

/** Why it has failed; null when it stands, or the list does not show that it failed. */
function failureIn(
  refund: DoneRefund,
  listed: readonly ListedRefund[],
  charge: { chargeId: string; amount: DoneRefund['amount'] },
  refunds: readonly Refund[],
): string | null {
  const order = refundOrderOf('', refund, charge, refunds)
  const outcome = outcomeInList(order, listed)
  if (outcome !== null) return outcome.status === 'failed' ? outcome.reason : null
  // It stood for one that was made by hand.
  const isOfOther = (key: string | null) => order.others.some(({ refundId }) => isKeyOf(refundId, key))
  const failed = listed.find(({ status, key }) => status === 'failed' && !isOfOther(key))
  return failed === undefined ? null : (failed.reason ?? 'failed')
}
