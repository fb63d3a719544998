// The next step of a payment, and its time. Pure: it is read from the stored state, so a crash forgets no step.
import type { ActionAttempt, Attempt, OpenAttempt } from './attempt.ts'
import type { PaymentState } from './payment-state.ts'
import type { DoneRefund, DueRefund } from './refund.ts'

export type Step =
  | { do: 'charge'; attempt: OpenAttempt }
  | { do: 'retry'; attempt: OpenAttempt }
  | { do: 'find'; attempt: Attempt }
  | { do: 'cancel'; attempt: ActionAttempt }
  | { do: 'report'; attempt: Attempt }
  | { do: 'refund'; refund: DueRefund }
  | { do: 'reportRefund'; refund: DoneRefund }
  | { do: 'checkRefund'; refund: DoneRefund }
  | { do: 'reportFailure'; refund: DueRefund }

/**
 * The next step due at `now`; null when there is none. `unsent` is the attempt whose intent this instance has written
 * and whose charge it has not sent. Any other attempt in `processing` may have been sent, so it is looked up.
 */
export function nextStep(state: PaymentState, unsent: number | null, now: number): Step | null {
  for (const attempt of state.attempts) {
    if (attempt.status === 'processing' && attempt.attempt === unsent) return { do: 'charge', attempt }
  }
  for (const attempt of state.attempts) {
    if (isDue(attempt.report.at, now)) return { do: 'report', attempt }
    if (!isDue(attempt.dueAt, now)) continue
    if (attempt.status === 'requiresAction' && isDue(attempt.expiresAt, now)) return { do: 'cancel', attempt }
    return attempt.status === 'deferred' ? { do: 'retry', attempt } : { do: 'find', attempt }
  }
  for (const refund of state.refunds) {
    if (refund.status === 'due') {
      if (isDue(refund.failure?.at ?? null, now)) return { do: 'reportFailure', refund }
      if (refund.failure === null && isDue(refund.dueAt, now)) return { do: 'refund', refund }
      continue
    }
    if (isDue(refund.checkAt, now)) return { do: 'checkRefund', refund }
    if (isDue(refund.report.at, now)) return { do: 'reportRefund', refund }
  }
  return null
}

/** The time of the next step (epoch milliseconds); null when nothing is left to do. */
export function nextDue(state: PaymentState): number | null {
  const due = [
    ...state.attempts.flatMap((attempt) => [attempt.dueAt, attempt.report.at]),
    ...state.refunds.flatMap((refund) => {
      return refund.status === 'due' ? [refund.failure?.at ?? refund.dueAt] : [refund.checkAt, refund.report.at]
    }),
  ].filter((at) => at !== null)
  return due.length === 0 ? null : Math.min(...due)
}

function isDue(at: number | null, now: number): boolean {
  return at !== null && at <= now
}
