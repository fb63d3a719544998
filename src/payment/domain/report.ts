// The reports of an attempt's status to the order. Pure.
import type { OrderCommand } from '../../contract/commands.ts'
import type { Attempt, AttemptStatus } from './attempt.ts'
import { type Pace, pauseMs } from './pace.ts'
import { toldReason } from './told-reason.ts'

/** The attempt after a report: the order received this status, or (null) did not answer and gets the report later. */
export function afterReport(attempt: Attempt, received: AttemptStatus | null, now: number, pace: Pace): Attempt {
  // Until the charge is answered, or its customer has acted, no report is due: the outcome has a report of its own.
  if (reportOf(attempt) === null) {
    return { ...attempt, report: { reported: received ?? attempt.report.reported, tries: 0, at: null } }
  }
  if (received === null) {
    const tries = attempt.report.tries + 1
    return { ...attempt, report: { ...attempt.report, tries, at: now + pauseMs(tries, pace) } }
  }
  return { ...attempt, report: { reported: received, tries: 0, at: received === attempt.status ? null : now } }
}

/** The command that reports the attempt's status to the order; null while there is nothing to report. */
export function reportOf(attempt: Attempt): OrderCommand | null {
  switch (attempt.status) {
    case 'processing':
    // The order waits as before: its page asks this payment for the address.
    case 'requiresAction':
      return null
    case 'deferred':
      return { type: 'RecordPayDeferred', attempt: attempt.attempt, reason: attempt.reason }
    case 'unknown':
      return { type: 'RecordPayUnknown', attempt: attempt.attempt }
    case 'declined':
      return { type: 'RecordPayDeclined', attempt: attempt.attempt, reason: toldReason(attempt.reason) }
    case 'approved':
      return { type: 'RecordPayApproved', attempt: attempt.attempt, amount: attempt.amount }
  }
}
