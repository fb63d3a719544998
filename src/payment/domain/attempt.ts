// An attempt to pay an order: its next state when the provider answers, is silent, or does not know the charge. Pure.

import type { Idempotency } from '../../contract/idempotency.ts'
import type { Money } from '../../contract/money.ts'
import type { ChargeAtProvider, ChargeOutcome, FindOutcome, Rejected } from '../providers/provider.ts'
import { type Pace, patientPauseMs, pauseMs } from './pace.ts'

export type AttemptStatus = Attempt['status']

/**
 * Times are epoch milliseconds. `provider`: the one it is made with; its charge and its refunds are there. `dueAt`: the
 * next lookup, or the next retry; null for none.
 */
type Facts = {
  attempt: number
  provider: string
  amount: Money
  startedAt: number
  /** When the charge was last sent, or was about to be. */
  sentAt: number
  /** How often the charge was sent again without success because the provider did not know it. */
  resends: number
  /** Tries since the attempt got its status. The pauses grow with them. */
  tries: number
  dueAt: number | null
  report: Report
  /** Where the provider sends the customer back to; null when the customer cannot be sent to a page of the provider. */
  returnUrl: string | null
  /** When the order stops waiting for its payment. */
  payableUntil: number
  /** The requests that this attempt serves, newest last. */
  requests: readonly Idempotency[]
}

/** `reported`: the last status that the order received. `at`: the next report to it; null when none is due. */
export type Report = { reported: AttemptStatus | null; tries: number; at: number | null }

export type Attempt = Facts &
  (
    | { status: 'processing' | 'unknown'; token: string }
    | { status: 'deferred'; token: string; reason: string }
    /** Waits for its customer at `url` until `expiresAt`, and is then canceled at the provider for `reason`. */
    | { status: 'requiresAction'; token: string; url: string; expiresAt: number; reason: string }
    | { status: 'declined'; reason: string; endedAt: number }
    | { status: 'approved'; chargeId: string; endedAt: number }
  )

export type OpenAttempt = Extract<Attempt, { token: string }>
export type ActionAttempt = Extract<Attempt, { url: string }>

/** Without a `returnUrl` no customer is sent anywhere; without `payableUntil` there is no time for it. */
type Intent = Pick<OpenAttempt, 'attempt' | 'provider' | 'amount' | 'token'> &
  Partial<Pick<OpenAttempt, 'returnUrl' | 'payableUntil'>>

export type Timing = { recoverAfterMs: number; lateArrivalMs: number }

/** Most times that a charge is sent again which the provider does not know. */
export const resendsMax = 5
/** A customer's action ends this long before its order is canceled for want of payment. */
export const actionMarginMs = 30_000
/** Most requests that an attempt remembers. */
export const requestsMax = 20

/** The intent to charge. It is written before the provider is called. */
export function begin(intent: Intent, now: number, timing: Timing): OpenAttempt {
  return {
    status: 'processing',
    returnUrl: null,
    payableUntil: now,
    ...intent,
    startedAt: now,
    sentAt: now,
    resends: 0,
    tries: 0,
    dueAt: now + timing.recoverAfterMs,
    report: { reported: null, tries: 0, at: null },
    requests: [],
  }
}

/** An attempt for a charge at the provider that no attempt knows. The order gets a report of it when `isReportDue`. */
export function adoptCharge(
  attempt: number,
  { provider, id: chargeId, amount }: ChargeAtProvider,
  isReportDue: boolean,
  now: number,
): Attempt {
  const report: Report = isReportDue
    ? { reported: null, tries: 0, at: now }
    : { reported: 'approved', tries: 0, at: null }
  const times = { startedAt: now, sentAt: now, endedAt: now, payableUntil: now, resends: 0, tries: 0, dueAt: null }
  return { status: 'approved', attempt, provider, amount, chargeId, ...times, report, returnUrl: null, requests: [] }
}

/** The attempt with one more request; null when it has that request already, or the request came without a key. */
export function addRequest(attempt: Attempt, idempotency: Idempotency | null): Attempt | null {
  if (idempotency === null || attempt.requests.some(({ key }) => key === idempotency.key)) return null
  return { ...attempt, requests: [...attempt.requests, idempotency].slice(-requestsMax) }
}

/**
 * The intent to send a deferred charge again under its own key: nothing was charged under it. A report that is still
 * due is dropped, since the next outcome has a report of its own.
 */
export function tryAgain(attempt: OpenAttempt, now: number, timing: Timing): Attempt {
  const { token } = attempt
  const report = { ...attempt.report, tries: 0, at: null }
  return { ...facts(attempt), status: 'processing', token, sentAt: now, dueAt: now + timing.recoverAfterMs, report }
}

/** The intent to send a charge again when the outcome of the last send is not known: `unknown` until there is one. */
export function sendAgain(attempt: OpenAttempt, now: number, timing: Timing): Attempt {
  return { ...becomeUnknown(attempt, now), sentAt: now, dueAt: now + timing.recoverAfterMs }
}

/** The attempt after its charge was sent. What has ended stays as it is; `unknown` never becomes `deferred`. */
export function afterCharge(attempt: Attempt, outcome: ChargeOutcome | Rejected, now: number, pace: Pace): Attempt {
  switch (outcome.status) {
    case 'approved':
      return approve(attempt, outcome.chargeId, now)
    case 'declined':
      return decline(attempt, outcome.reason, now)
    case 'requiresAction':
      return requireAction(attempt, outcome.url)
    case 'notCharged':
      return attempt.status === 'processing'
        ? defer(attempt, outcome.reason, now, pace)
        : countResend(attempt, now, pace)
    case 'rejected':
      return attempt.status === 'processing' ? defer(attempt, 'overloaded', now, pace) : wait(attempt, now, pace)
    case 'unknown':
      return attempt.status === 'processing' ? wait(attempt, now, pace) : countResend(attempt, now, pace)
  }
}

/**
 * The attempt after its lookup at the provider. `absent` does not mean never: the charge request may still be on its
 * way. If the order still waits for its payment, the same charge is sent again under the same key, so that the provider
 * charges once whichever request arrives first (`resend`). If not, `absent` counts only when no request can arrive any
 * more. `orderIsOpen` null: the order did not answer, so nothing is decided yet.
 */
export function afterFind(
  attempt: Attempt,
  outcome: FindOutcome | Rejected,
  orderIsOpen: boolean | null,
  now: number,
  pace: Pace,
  timing: Timing,
): { attempt: Attempt; resend: boolean } {
  switch (outcome.status) {
    case 'approved':
      return { attempt: approve(attempt, outcome.chargeId, now), resend: false }
    case 'declined':
      return { attempt: decline(attempt, outcome.reason, now), resend: false }
    case 'requiresAction':
      return { attempt: requireAction(attempt, outcome.url), resend: false }
    case 'rejected':
    case 'unknown':
      return { attempt: wait(attempt, now, pace), resend: false }
    case 'absent': {
      if (!isOpen(attempt) || orderIsOpen === null) return { attempt: wait(attempt, now, pace), resend: false }
      if (orderIsOpen && attempt.resends < resendsMax) return { attempt, resend: true }
      const tooLate = now >= attempt.sentAt + timing.lateArrivalMs
      return { attempt: tooLate ? decline(attempt, 'notCharged', now) : wait(attempt, now, pace), resend: false }
    }
  }
}

/** The order did not answer whether it still waits for this deferred attempt: ask it again after a pause. */
export function postpone(attempt: Attempt, now: number, pace: Pace): Attempt {
  return { ...attempt, tries: attempt.tries + 1, dueAt: now + pauseMs(attempt.tries, pace) }
}

/** End a deferred attempt without charging: another token has replaced it, or the order has closed. */
export function giveUp(attempt: OpenAttempt, reason: 'replaced' | 'orderClosed', now: number): Attempt {
  return { ...decline(attempt, reason, now), report: { reported: 'declined', tries: 0, at: null } }
}

/** Look this attempt up at the provider now: its customer pays again, or a webhook has come. */
export function scheduleLookup(attempt: Attempt, now: number): Attempt {
  return attempt.status === 'approved' ? attempt : { ...attempt, dueAt: now }
}

export function isOpen(attempt: Attempt): attempt is OpenAttempt {
  return 'token' in attempt
}

/** The attempt once its charge is known to be made. */
export function approve(attempt: Attempt, chargeId: string, now: number): Attempt {
  if (attempt.status === 'approved') return attempt
  const report = reportNow(attempt.report, 'approved', now)
  return { ...facts(attempt), status: 'approved', chargeId, endedAt: now, tries: 0, dueAt: null, report }
}

/** The attempt once it is known that nothing is charged with it. */
export function decline(attempt: Attempt, reason: string, now: number): Attempt {
  if (!isOpen(attempt)) return { ...attempt, dueAt: null }
  const report = reportNow(attempt.report, 'declined', now)
  return { ...facts(attempt), status: 'declined', reason, endedAt: now, tries: 0, dueAt: null, report }
}

function defer(attempt: OpenAttempt, reason: string, now: number, pace: Pace): Attempt {
  const report = reportNow(attempt.report, 'deferred', now)
  const { token, tries } = attempt
  const dueAt = now + pauseMs(tries, pace)
  return { ...facts(attempt), status: 'deferred', token, reason, tries: tries + 1, dueAt, report }
}

/** No report is due: the order waits as before. */
function requireAction(attempt: Attempt, url: string): Attempt {
  if (!isOpen(attempt)) return { ...attempt, dueAt: null }
  if (attempt.status === 'requiresAction') return { ...attempt, url, dueAt: attempt.expiresAt }
  const expiresAt = attempt.payableUntil - actionMarginMs
  const { token } = attempt
  const report = { ...attempt.report, at: null }
  const action = { status: 'requiresAction', token, url, expiresAt, reason: 'authenticationRequired' } as const
  return { ...facts(attempt), ...action, tries: 0, dueAt: expiresAt, report }
}

/** It was sent again without an outcome. A send that crashed or that the gate rejected is not counted. */
function countResend(attempt: Attempt, now: number, pace: Pace): Attempt {
  return wait({ ...attempt, resends: attempt.resends + 1 }, now, pace)
}

/** Look it up again after a pause, if it is still open: soon while its order can be paid. */
function wait(attempt: Attempt, now: number, pace: Pace): Attempt {
  if (!isOpen(attempt)) return { ...attempt, dueAt: null }
  const unknown = becomeUnknown(attempt, now)
  const pause = now < attempt.payableUntil ? pauseMs : patientPauseMs
  return { ...unknown, tries: unknown.tries + 1, dueAt: now + pause(unknown.tries, pace) }
}

function becomeUnknown(attempt: OpenAttempt, now: number): Attempt {
  if (attempt.status === 'unknown') return attempt
  const report = reportNow(attempt.report, 'unknown', now)
  return { ...facts(attempt), status: 'unknown', token: attempt.token, tries: 0, report }
}

/** The report of a new status: due now, unless the order received this status already. */
function reportNow(report: Report, status: AttemptStatus, now: number): Report {
  return { reported: report.reported, tries: 0, at: report.reported === status ? null : now }
}

function facts(attempt: Attempt): Facts {
  const { attempt: number, provider, amount, startedAt, sentAt, resends, tries, dueAt, report } = attempt
  const { returnUrl, payableUntil, requests } = attempt
  const times = { startedAt, sentAt, dueAt, payableUntil }
  return { attempt: number, provider, amount, ...times, resends, tries, report, returnUrl, requests }
}
