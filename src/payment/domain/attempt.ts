// An attempt to pay an order: what it may become when the provider answers, stays silent, or has not heard of it. Pure.

import type { OrderCommand } from '../../contract/commands.ts'
import type { Idempotency } from '../../contract/idempotency.ts'
import type { Money } from '../../contract/money.ts'
import type { ChargeOutcome, FindOutcome, Rejected } from '../providers/provider.ts'
import { type Pace, pauseMs } from './pace.ts'

export type AttemptStatus = Attempt['status']

/** Times are epoch milliseconds. `dueAt`: when the provider is to be asked next; null when there is nothing to ask. */
type Facts = {
  attempt: number
  amount: Money
  startedAt: number
  /** When the charge was last sent, or was about to be. */
  sentAt: number
  /** How often the charge was sent again in vain because the provider had not heard of it. */
  resends: number
  /** Tries since the attempt came to its status: what the pauses grow with. */
  tries: number
  dueAt: number | null
  report: Report
  /** The requests it was asked for by, newest last. */
  askedBy: readonly Idempotency[]
}

/** `said`: the status the order has heard of. `at`: when to tell it next; null while it knows all there is to know. */
export type Report = { reported: AttemptStatus | null; tries: number; at: number | null }

export type Attempt = Facts &
  (
    | { status: 'processing' | 'unknown'; token: string }
    | { status: 'deferred'; token: string; reason: string }
    | { status: 'declined'; reason: string; endedAt: number }
    | { status: 'approved'; chargeId: string; endedAt: number }
  )

export type OpenAttempt = Extract<Attempt, { token: string }>

export type Timing = { recoverAfterMs: number; lateArrivalMs: number }

/** Most times that a charge is sent again which the provider does not know. */
export const resendsMax = 5
/** Most requests that an attempt remembers. */
export const askedByMax = 20

/** The intent, to be written before the provider is called. */
export function begin(attempt: number, amount: Money, token: string, now: number, timing: Timing): OpenAttempt {
  return {
    status: 'processing',
    attempt,
    amount,
    token,
    startedAt: now,
    sentAt: now,
    resends: 0,
    tries: 0,
    dueAt: now + timing.recoverAfterMs,
    report: { reported: null, tries: 0, at: null },
    askedBy: [],
  }
}

/** A charge that was made without the attempt it is now put down to. The order is told of it when `isToTell`. */
export function adoptCharge(attempt: number, amount: Money, chargeId: string, isToTell: boolean, now: number): Attempt {
  const report: Report = isToTell ? { reported: null, tries: 0, at: now } : { reported: 'approved', tries: 0, at: null }
  const times = { startedAt: now, sentAt: now, endedAt: now, resends: 0, tries: 0, dueAt: null }
  return { status: 'approved', attempt, amount, chargeId, ...times, report, askedBy: [] }
}

/** The attempt, and that this request asked for it; null when it is known already or came without a key. */
export function alsoAskedBy(attempt: Attempt, idempotency: Idempotency | null): Attempt | null {
  if (idempotency === null || attempt.askedBy.some(({ key }) => key === idempotency.key)) return null
  return { ...attempt, askedBy: [...attempt.askedBy, idempotency].slice(-askedByMax) }
}

/**
 * The intent to send a deferred charge once more, under its own key: nothing was charged under it. A report that is
 * still owed is dropped, for there is better news soon.
 */
export function tryAgain(attempt: OpenAttempt, now: number, timing: Timing): Attempt {
  const { token } = attempt
  const report = { ...attempt.report, tries: 0, at: null }
  return { ...facts(attempt), status: 'processing', token, sentAt: now, dueAt: now + timing.recoverAfterMs, report }
}

/** The intent to send a charge again whose first sending is in the dark: unknown until the provider answers. */
export function sendAgain(attempt: OpenAttempt, now: number, timing: Timing): Attempt {
  return { ...becomeUnknown(attempt, now), sentAt: now, dueAt: now + timing.recoverAfterMs }
}

/**
 * The attempt after a charge was sent for it. Knowledge only grows: what ended stays, `unknown` is never `deferred`.
 */
export function afterCharge(attempt: Attempt, outcome: ChargeOutcome | Rejected, now: number, pace: Pace): Attempt {
  switch (outcome.status) {
    case 'approved':
      return approve(attempt, outcome.chargeId, now)
    case 'declined':
      return decline(attempt, outcome.reason, now)
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
 * The attempt after the provider was asked about it. That the provider has not heard of a charge does not mean that it
 * never will: the request may still be on its way. So either the same charge is sent again under the same key, which
 * decides the matter whichever arrives first (`resend`), or, when the order no longer wants to be paid, the answer
 * counts only once nothing can arrive any more. `orderIsOpen` null: the order did not answer, so nothing follows yet.
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

/** The order could not be asked whether it still waits for this deferred attempt: later, then. */
export function postpone(attempt: Attempt, now: number, pace: Pace): Attempt {
  return { ...attempt, tries: attempt.tries + 1, dueAt: now + pauseMs(attempt.tries, pace) }
}

/** A deferred attempt that will not be made after all: another means took its place, or the order has closed. */
export function giveUp(attempt: OpenAttempt, reason: 'replaced' | 'orderClosed', now: number): Attempt {
  return { ...decline(attempt, reason, now), report: { reported: 'declined', tries: 0, at: null } }
}

/** Ask the provider about this attempt now: a customer came back, or a webhook said there is news. */
export function scheduleLookup(attempt: Attempt, now: number): Attempt {
  return attempt.status === 'approved' ? attempt : { ...attempt, dueAt: now }
}

/** The order has heard of a status, or (null) could not be told and will be later. */
export function afterReport(attempt: Attempt, received: AttemptStatus | null, now: number, pace: Pace): Attempt {
  // While the charge is being sent there is nothing to tell: what becomes of it is news of its own.
  if (attempt.status === 'processing') {
    return { ...attempt, report: { reported: received ?? attempt.report.reported, tries: 0, at: null } }
  }
  if (received === null) {
    const tries = attempt.report.tries + 1
    return { ...attempt, report: { ...attempt.report, tries, at: now + pauseMs(tries, pace) } }
  }
  return { ...attempt, report: { reported: received, tries: 0, at: received === attempt.status ? null : now } }
}

/** How the order is told where the attempt stands; null while there is nothing to tell. */
export function reportOf(attempt: Attempt): OrderCommand | null {
  switch (attempt.status) {
    case 'processing':
      return null
    case 'deferred':
      return { type: 'RecordPayDeferred', attempt: attempt.attempt, reason: attempt.reason }
    case 'unknown':
      return { type: 'RecordPayUnknown', attempt: attempt.attempt }
    case 'declined':
      return { type: 'RecordPayDeclined', attempt: attempt.attempt, reason: attempt.reason }
    case 'approved':
      return { type: 'RecordPayApproved', attempt: attempt.attempt, amount: attempt.amount }
  }
}

export function isOpen(attempt: Attempt): attempt is OpenAttempt {
  return attempt.status === 'processing' || attempt.status === 'deferred' || attempt.status === 'unknown'
}

function approve(attempt: Attempt, chargeId: string, now: number): Attempt {
  if (attempt.status === 'approved') return attempt
  const report = news(attempt.report, 'approved', now)
  return { ...facts(attempt), status: 'approved', chargeId, endedAt: now, tries: 0, dueAt: null, report }
}

function decline(attempt: Attempt, reason: string, now: number): Attempt {
  if (!isOpen(attempt)) return { ...attempt, dueAt: null }
  const report = news(attempt.report, 'declined', now)
  return { ...facts(attempt), status: 'declined', reason, endedAt: now, tries: 0, dueAt: null, report }
}

function defer(attempt: OpenAttempt, reason: string, now: number, pace: Pace): Attempt {
  const report = news(attempt.report, 'deferred', now)
  const { token, tries } = attempt
  const dueAt = now + pauseMs(tries, pace)
  return { ...facts(attempt), status: 'deferred', token, reason, tries: tries + 1, dueAt, report }
}

/** It was sent again and nothing came of it. Sendings that were cut off or turned away are not counted. */
function countResend(attempt: Attempt, now: number, pace: Pace): Attempt {
  return wait({ ...attempt, resends: attempt.resends + 1 }, now, pace)
}

/** Ask again after a pause, if there is still something to learn. */
function wait(attempt: Attempt, now: number, pace: Pace): Attempt {
  if (!isOpen(attempt)) return { ...attempt, dueAt: null }
  const unknown = becomeUnknown(attempt, now)
  return { ...unknown, tries: unknown.tries + 1, dueAt: now + pauseMs(unknown.tries, pace) }
}

function becomeUnknown(attempt: OpenAttempt, now: number): Attempt {
  if (attempt.status === 'unknown') return attempt
  const report = news(attempt.report, 'unknown', now)
  return { ...facts(attempt), status: 'unknown', token: attempt.token, tries: 0, report }
}

function news(report: Report, status: AttemptStatus, now: number): Report {
  return { reported: report.reported, tries: 0, at: report.reported === status ? null : now }
}

function facts(attempt: Attempt): Facts {
  const { amount, startedAt, sentAt, resends, tries, dueAt, report, askedBy } = attempt
  return { attempt: attempt.attempt, amount, startedAt, sentAt, resends, tries, dueAt, report, askedBy }
}
