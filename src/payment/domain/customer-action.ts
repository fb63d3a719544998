// An attempt that waits for its customer at a page of the provider: its address, and its cancel. Pure.
import type { CustomerAction } from '../../contract/payment.ts'
import type { FindOutcome, Rejected } from '../providers/provider.ts'
import { type ActionAttempt, type Attempt, approve, decline, postpone } from './attempt.ts'
import type { Pace } from './pace.ts'

/** Cancel the attempt at the provider now, since another token takes its place. */
export function replaceAction(attempt: ActionAttempt, now: number): Attempt {
  return { ...attempt, reason: 'replaced', expiresAt: now, dueAt: now }
}

/** The attempt after its cancel at the provider: ended, unless the provider did not answer or had charged before. */
export function afterCancel(attempt: Attempt, outcome: FindOutcome | Rejected, now: number, pace: Pace): Attempt {
  if (outcome.status === 'approved') return approve(attempt, outcome.chargeId, now)
  if (attempt.status !== 'requiresAction') return attempt
  if (outcome.status === 'declined' || outcome.status === 'absent') return decline(attempt, attempt.reason, now)
  return postpone(attempt, now, pace)
}

/** What the customer has to do for this attempt now; null for nothing. */
export function actionOf(attempt: Attempt, now: number): CustomerAction | null {
  if (attempt.status !== 'requiresAction' || now >= attempt.expiresAt) return null
  return { url: attempt.url, until: new Date(attempt.expiresAt).toISOString() }
}
