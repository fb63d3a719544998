// What a payment has to do next, and when. Pure: read from the rows as they stand, so that nothing is forgotten in
// memory.
import type { Attempt, OpenAttempt } from './attempt.ts'
import type { PaymentState } from './payment-state.ts'
import type { DoneRefund, DueRefund } from './refund.ts'

export type Step =
  | { do: 'charge'; attempt: OpenAttempt }
  | { do: 'retry'; attempt: OpenAttempt }
  | { do: 'find'; attempt: Attempt }
  | { do: 'report'; attempt: Attempt }
  | { do: 'refund'; refund: DueRefund }
  | { do: 'reportRefund'; refund: DoneRefund }

/**
 * The next thing due at `now`; null when nothing is. `unsent` is the attempt whose intent was written since the object
 * woke and that has not been sent: any other one found `processing` may have been sent already, and is asked about.
 */
export function nextStep(books: PaymentState, unsent: number | null, now: number): Step | null {
  for (const attempt of books.attempts) {
    if (attempt.status === 'processing' && attempt.attempt === unsent) return { do: 'charge', attempt }
  }
  for (const attempt of books.attempts) {
    if (isDue(attempt.report.at, now)) return { do: 'report', attempt }
    if (!isDue(attempt.dueAt, now)) continue
    return attempt.status === 'deferred' ? { do: 'retry', attempt } : { do: 'find', attempt }
  }
  for (const refund of books.refunds) {
    if (refund.status === 'due' && isDue(refund.dueAt, now)) return { do: 'refund', refund }
    if (refund.status === 'done' && isDue(refund.report.at, now)) return { do: 'reportRefund', refund }
  }
  return null
}

/** When the payment has to be woken next (epoch milliseconds); null when nothing is owed to anyone. */
export function nextDue(books: PaymentState): number | null {
  const due = [
    ...books.attempts.flatMap((attempt) => [attempt.dueAt, attempt.report.at]),
    ...books.refunds.map((refund) => (refund.status === 'due' ? refund.dueAt : refund.report.at)),
  ].filter((at) => at !== null)
  return due.length === 0 ? null : Math.min(...due)
}

function isDue(at: number | null, now: number): boolean {
  return at !== null && at <= now
}
