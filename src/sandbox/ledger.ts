// The sandbox's books for one reference: charges, refunds and the answers given under each idempotency key. All times
// are epoch milliseconds. A slow charge is settled by the clock, not by a timer, so that it survives a restart.
import type { SqlRow, SqlStore, SqlValue } from '../platform/storage.ts'
import { Notices, noticeTables } from './notices.ts'

/** An HTTP answer, to be given at `at`, and not at all when it is `lost`. */
export type Answer = { status: number; body: unknown; at: number; lost: boolean }

export type NewCharge = {
  amount: number
  currency: string
  declineReason: string | null
  settlesAt: number
  loseAnswer: boolean
}

const tables = `
  CREATE TABLE IF NOT EXISTS charge (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    decline_reason TEXT,
    created_at INTEGER NOT NULL,
    settles_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS refund (
    id TEXT PRIMARY KEY,
    charge_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS request (
    idempotency_key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL
  );`

export class Ledger {
  readonly #reference: string
  readonly #storage: SqlStore
  /** What the shop is to be told. */
  readonly notices: Notices

  constructor(reference: string, storage: SqlStore) {
    this.#reference = reference
    this.#storage = storage
    this.notices = new Notices(storage)
    storage.transaction(() => storage.sql(tables + noticeTables))
  }

  /** Charge once for each key: the same key with the same body gives the same answer, with another body 422. */
  charge(key: string, fingerprint: string, charge: NewCharge, now: number): Answer {
    return this.#storage.transaction(() => {
      const known = this.#known(key, fingerprint)
      if (known === 'other') return keyReused(now)
      if (known === 'new') this.#insertCharge(key, fingerprint, charge, now)
      const row = this.#row('SELECT * FROM charge WHERE idempotency_key = ?', key)
      if (!row) return keyReused(now)
      const at = Number(row['settles_at'])
      const lost = known === 'new' && charge.loseAnswer
      const reason = row['decline_reason']
      if (reason === null) return { status: 201, body: this.#chargeBody(row, at), at, lost }
      const message = 'The charge was declined. Nothing was taken.'
      return { ...problem(402, 'declined', message, at, { reason, charged: false }), lost }
    })
  }

  /** Give back part or all of a charge, once for each key, and never more than was taken. */
  refund(
    chargeId: string,
    key: string,
    fingerprint: string,
    wanted: { amount: number; currency: string },
    now: number,
  ) {
    return this.#storage.transaction((): Answer => {
      const known = this.#known(key, fingerprint)
      if (known === 'other') return keyReused(now)
      if (known === 'new') {
        const refusal = this.#refuseRefund(chargeId, wanted, now)
        if (refusal) return refusal
        this.#insertRefund(chargeId, key, fingerprint, wanted, now)
      }
      const row = this.#row('SELECT * FROM refund WHERE idempotency_key = ?', key)
      return row ? { status: 201, body: refundBody(row), at: now, lost: false } : keyReused(now)
    })
  }

  /** Every charge that was asked for, the declined and the ones under way too. */
  charges(now: number): unknown[] {
    return this.#storage.sql('SELECT * FROM charge ORDER BY number').map((row) => this.#chargeBody(row, now))
  }

  /** The money that has moved: what was taken, and what was given back. */
  moved(now: number) {
    const taken = 'SELECT * FROM charge WHERE decline_reason IS NULL AND settles_at <= ? ORDER BY number'
    return {
      charges: this.#storage.sql(taken, now).map((row) => this.#chargeBody(row, now)),
      refunds: this.#storage.sql('SELECT * FROM refund ORDER BY created_at, id').map(refundBody),
    }
  }

  #known(key: string, fingerprint: string): 'new' | 'same' | 'other' {
    const row = this.#row('SELECT fingerprint FROM request WHERE idempotency_key = ?', key)
    if (!row) return 'new'
    return row['fingerprint'] === fingerprint ? 'same' : 'other'
  }

  #insertCharge(key: string, fingerprint: string, charge: NewCharge, now: number): void {
    const { sql } = this.#storage
    sql('INSERT INTO request (idempotency_key, fingerprint) VALUES (?, ?)', key, fingerprint)
    const number = Number(this.#row('SELECT COUNT(*) AS count FROM charge')?.['count']) + 1
    const id = `ch_${this.#reference}_${number}`
    sql(
      `INSERT INTO charge (id, number, idempotency_key, amount, currency, decline_reason, created_at, settles_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      number,
      key,
      charge.amount,
      charge.currency,
      charge.declineReason,
      now,
      charge.settlesAt,
    )
    this.notices.add(id, charge.declineReason === null ? 'charge.succeeded' : 'charge.failed', charge.settlesAt)
  }

  #refuseRefund(chargeId: string, wanted: { amount: number; currency: string }, now: number): Answer | null {
    const charge = this.#row('SELECT * FROM charge WHERE id = ?', chargeId)
    if (!charge) return problem(404, 'charge_not_found', 'There is no such charge.', now)
    if (charge['decline_reason'] !== null || Number(charge['settles_at']) > now) {
      return problem(409, 'charge_not_succeeded', 'Nothing was taken with this charge.', now)
    }
    const given = this.#row('SELECT COALESCE(SUM(amount), 0) AS sum FROM refund WHERE charge_id = ?', chargeId)?.['sum']
    const left = Number(charge['amount']) - Number(given)
    if (left === 0) return problem(409, 'charge_already_refunded', 'All of it has been given back already.', now)
    if (charge['currency'] !== wanted.currency) return problem(422, 'currency_mismatch', 'Another currency.', now)
    return wanted.amount > left ? problem(422, 'amount_too_large', `At most ${left} can be given back.`, now) : null
  }

  #insertRefund(
    chargeId: string,
    key: string,
    fingerprint: string,
    wanted: { amount: number; currency: string },
    now: number,
  ): void {
    const { sql } = this.#storage
    sql('INSERT INTO request (idempotency_key, fingerprint) VALUES (?, ?)', key, fingerprint)
    const number = Number(this.#row('SELECT COUNT(*) AS count FROM refund')?.['count']) + 1
    const id = `re_${this.#reference}_${number}`
    sql(
      `INSERT INTO refund (id, charge_id, idempotency_key, amount, currency, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
      id,
      chargeId,
      key,
      wanted.amount,
      wanted.currency,
      now,
    )
    this.notices.add(id, 'refund.succeeded', now)
  }

  #row(query: string, ...bindings: SqlValue[]): SqlRow | undefined {
    return this.#storage.sql(query, ...bindings)[0]
  }

  #chargeBody(row: SqlRow, now: number) {
    const settled = row['decline_reason'] === null ? 'succeeded' : 'failed'
    return {
      id: String(row['id']),
      reference: this.#reference,
      status: Number(row['settles_at']) > now ? 'processing' : settled,
      reason: row['decline_reason'] ?? null,
      amount: Number(row['amount']),
      currency: String(row['currency']),
      idempotencyKey: row['idempotency_key'] ?? null,
      createdAt: new Date(Number(row['created_at'])).toISOString(),
      at: Number(row['settles_at']),
    }
  }
}

/** The reference a charge id was made for; null when it is no charge id. */
export function referenceOfCharge(chargeId: string): string | null {
  return /^ch_([A-Za-z0-9_-]{1,64})_[0-9]{1,9}$/.exec(chargeId)?.[1] ?? null
}

export function problem(status: number, code: string, message: string, at: number, more: object = {}): Answer {
  return { status, body: { error: { code, message, ...more } }, at, lost: false }
}

function keyReused(now: number): Answer {
  return problem(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.', now)
}

function refundBody(row: SqlRow) {
  return {
    id: String(row['id']),
    chargeId: row['charge_id'] ?? null,
    status: 'succeeded',
    amount: Number(row['amount']),
    currency: String(row['currency']),
    idempotencyKey: row['idempotency_key'] ?? null,
    createdAt: new Date(Number(row['created_at'])).toISOString(),
    at: Number(row['created_at']),
  }
}
