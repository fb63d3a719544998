// The attempts and refunds of a payment as SQL rows. Only this file knows the columns.

import type { SqlRow, Storage } from '../../platform/storage.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { PaymentState } from '../domain/payment-state.ts'
import { type Refund, refundPurposes } from '../domain/refund.ts'
import { refundTable } from './schema.ts'

/** All attempts and refunds, oldest first. `unnamed`: the provider of attempts that were stored without a name. */
export function readState(storage: Storage, unnamed: string): PaymentState {
  return {
    attempts: storage.sql('SELECT * FROM attempt ORDER BY attempt').map((row) => attemptOf(row, unnamed)),
    refunds: hasRefunds(storage) ? storage.sql('SELECT * FROM refund ORDER BY since, refund_id').map(refundOf) : [],
  }
}

/** Insert an attempt, or replace its old row. Part of the caller's transaction. */
export function writeAttempt(storage: Storage, attempt: Attempt): void {
  storage.sql(
    `INSERT OR REPLACE INTO attempt (attempt, status, amount, currency, token, reason, charge_id, started_at, ended_at,
       sent_at, resends, tries, due_at, reported, report_tries, report_at, asked_by, provider,
       return_url, payable_until, action_url, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    attempt.attempt,
    attempt.status,
    attempt.amount.amount,
    attempt.amount.currency,
    'token' in attempt ? attempt.token : null,
    'reason' in attempt ? attempt.reason : null,
    'chargeId' in attempt ? attempt.chargeId : null,
    attempt.startedAt,
    'endedAt' in attempt ? attempt.endedAt : null,
    attempt.sentAt,
    attempt.resends,
    attempt.tries,
    attempt.dueAt,
    attempt.report.reported,
    attempt.report.tries,
    attempt.report.at,
    JSON.stringify(attempt.requests),
    attempt.provider,
    attempt.returnUrl,
    attempt.payableUntil,
    attempt.status === 'requiresAction' ? attempt.url : null,
    attempt.status === 'requiresAction' ? attempt.expiresAt : null,
  )
}

/** Insert a refund, or replace its old row. Part of the caller's transaction. */
export function writeRefund(storage: Storage, refund: Refund): void {
  const report = refund.status === 'due' ? refund.failure : refund.report
  storage.sql(refundTable)
  storage.sql(
    `INSERT OR REPLACE INTO refund (refund_id, attempt, amount, currency, for_order, since, tries, due_at, done_at,
       report_tries, report_at, round, failure, refusal, unanswered_at, settlement)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    refund.refundId,
    refund.attempt,
    refund.amount.amount,
    refund.amount.currency,
    refundPurposes.indexOf(refund.purpose),
    refund.createdAt,
    refund.tries,
    refund.status === 'due' ? refund.dueAt : refund.checkAt,
    refund.status === 'done' ? refund.doneAt : null,
    report?.tries ?? 0,
    report?.at ?? null,
    refund.round,
    refund.status === 'due' ? (refund.failure?.reason ?? null) : null,
    refund.status === 'due' ? (refund.refusal ?? null) : null,
    refund.status === 'due' ? (refund.unansweredAt ?? null) : null,
    refund.status === 'done' && refund.settlement ? JSON.stringify(refund.settlement) : null,
  )
}

function hasRefunds(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'refund'`).length > 0
}

/** Only `writeAttempt` writes these rows, so their shape is known. */
function attemptOf(row: SqlRow, unnamed: string): Attempt {
  const attempt = {
    attempt: row['attempt'],
    provider: row['provider'] ?? unnamed,
    status: row['status'],
    amount: { amount: row['amount'], currency: row['currency'] },
    startedAt: row['started_at'],
    sentAt: row['sent_at'],
    resends: row['resends'],
    tries: row['tries'],
    dueAt: row['due_at'],
    report: { reported: row['reported'], tries: row['report_tries'], at: row['report_at'] },
    returnUrl: row['return_url'],
    payableUntil: row['payable_until'] ?? row['started_at'],
    requests: JSON.parse(String(row['asked_by'])),
    ...(row['token'] === null ? {} : { token: row['token'] }),
    ...(row['reason'] === null ? {} : { reason: row['reason'] }),
    ...(row['charge_id'] === null ? {} : { chargeId: row['charge_id'] }),
    ...(row['action_url'] === null ? {} : { url: row['action_url'], expiresAt: row['expires_at'] }),
    ...(row['ended_at'] === null ? {} : { endedAt: row['ended_at'] }),
  }
  return attempt as Attempt
}

/** Only `writeRefund` writes these rows, so their shape is known. */
function refundOf(row: SqlRow): Refund {
  const facts = {
    refundId: row['refund_id'],
    round: row['round'],
    attempt: row['attempt'],
    amount: { amount: row['amount'], currency: row['currency'] },
    purpose: refundPurposes[Number(row['for_order'])],
    createdAt: row['since'],
    tries: row['tries'],
  }
  const report = { tries: row['report_tries'], at: row['report_at'] }
  const failure = row['failure'] === null ? null : { reason: row['failure'], ...report }
  const due = {
    dueAt: row['due_at'],
    failure,
    ...(row['refusal'] !== null && { refusal: row['refusal'] }),
    ...(row['unanswered_at'] !== null && { unansweredAt: row['unanswered_at'] }),
  }
  const done = {
    doneAt: row['done_at'],
    checkAt: row['due_at'],
    report,
    ...(row['settlement'] !== null && { settlement: JSON.parse(String(row['settlement'])) }),
  }
  const status = row['done_at'] === null ? { status: 'due', ...due } : { status: 'done', ...done }
  return { ...facts, ...status } as Refund
}
