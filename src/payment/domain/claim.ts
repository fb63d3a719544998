// The attempt that serves a request to pay: the newest one, or a new one. Pure.
import type { Idempotency } from '../../contract/idempotency.ts'
import type { Money } from '../../contract/money.ts'
import type { CustomerAction } from '../../contract/payment.ts'
import { attemptsMax } from '../providers/charge-key.ts'
import { type Attempt, addRequest, begin, giveUp, isOpen, scheduleLookup, type Timing, tryAgain } from './attempt.ts'
import { actionOf, replaceAction } from './customer-action.ts'
import { refusals } from './pay-response.ts'

/** `token` null: the token given earlier, or the provider's test token. */
export type PayRequest = {
  amount: Money
  token: string | null
  idempotency: Idempotency | null
  returnUrl: string | null
  payableUntil: number
  /** The span of the call. */
  traceparent?: string | undefined
}

export type ClaimSettings = Timing & { providerName: string; testToken: string | null }

/** `attempts`: the rows to write. `unsent`: the attempt whose charge is to be sent now. */
export type Claim = { attempt: number; hasOtherToken: boolean; attempts: Attempt[]; unsent?: number }

/** `isRunning`: effects run just now, so that a lookup is under way or has been made. */
export function claim(
  newest: Attempt | undefined,
  request: PayRequest,
  settings: ClaimSettings,
  isRunning: boolean,
  now: number,
): Claim | typeof refusals.tokenRequired | typeof refusals.tooManyAttempts {
  if (newest === undefined || newest.status === 'declined') return beginNext(newest, request, settings, [], now)
  const { attempt } = newest
  const hasOtherToken = isOpen(newest) && request.token !== null && request.token !== newest.token
  if (newest.status === 'deferred') {
    if (hasOtherToken) return beginNext(newest, request, settings, [giveUp(newest, 'replaced', now)], now)
    return { attempt, hasOtherToken, attempts: [tryAgain(newest, now, settings)], unsent: attempt }
  }
  if (newest.status === 'requiresAction' && hasOtherToken) {
    return { attempt, hasOtherToken, attempts: [replaceAction(newest, now)] }
  }
  if (isRunning) return { attempt, hasOtherToken, attempts: [] }
  const report = newest.report.at === null ? newest.report : { ...newest.report, at: now }
  return { attempt, hasOtherToken, attempts: [{ ...scheduleLookup(newest, now), report }] }
}

function beginNext(
  last: Attempt | undefined,
  { amount, token, idempotency, returnUrl, payableUntil }: PayRequest,
  settings: ClaimSettings,
  ended: Attempt[],
  now: number,
): Claim | typeof refusals.tokenRequired | typeof refusals.tooManyAttempts {
  const attempt = (last?.attempt ?? 0) + 1
  const usedToken = token ?? settings.testToken
  if (usedToken === null) return refusals.tokenRequired
  if (attempt > attemptsMax) return refusals.tooManyAttempts
  const intent = { attempt, provider: settings.providerName, amount, token: usedToken, returnUrl, payableUntil }
  const begun = begin(intent, now, settings)
  const attempts = [...ended, addRequest(begun, idempotency) ?? begun]
  return { attempt, hasOtherToken: false, attempts, unsent: attempt }
}

/** Whether another token can take the place of this attempt. */
export function isReplaceable({ status }: Attempt): boolean {
  return status === 'declined' || status === 'deferred' || status === 'requiresAction'
}

/** What a page needs to take a card: the number of the next attempt, null for none; and what its customer has to do. */
export type NextAttempt = { attempt: number | null; action: CustomerAction | null }

export function nextAttempt(newest: Attempt | undefined, now: number): NextAttempt {
  const isPending = newest?.status === 'processing' || newest?.status === 'unknown' || newest?.status === 'approved'
  const attempt = (newest?.attempt ?? 0) + 1
  const action = newest === undefined ? null : actionOf(newest, now)
  return { attempt: isPending || attempt > attemptsMax ? null : attempt, action }
}
