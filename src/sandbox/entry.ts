// An entry of the sandbox's ledger, as one row: a charge, a refund, a dispute or the end of one. Only this file knows
// the columns. All times are epoch milliseconds.
import { shardOf } from '../platform/shard.ts'
import type { SqlRow, SqlStore } from '../platform/storage.ts'

/**
 * The ledger is only ever added to: the end of a dispute is an entry too, under the dispute's number, and the failure
 * of a refund under the refund's. `refundToFail` and `refundsRefused`: under the number of
 * the charge whose refunds are to be so.
 */
export const entryKinds = [
  'charge',
  'refund',
  'refundFailed',
  'refundToFail',
  'refundsRefused',
  'dispute',
  'disputeWon',
  'disputeLost',
] as const
export type EntryKind = (typeof entryKinds)[number]

/**
 * `number` counts from 1 within the reference and the kind. `chargeNumber` is the charge of a refund or dispute. A
 * declined charge moves no money. Any other entry moves it at `settlesAt`: the clock decides and no timer, so it
 * survives a restart.
 */
export type Entry = {
  reference: string
  kind: EntryKind
  number: number
  chargeNumber: number | null
  idempotencyKey: string
  fingerprint: string
  amount: number
  currency: string
  declineReason: string | null
  createdAt: number
  settlesAt: number
}

/** The idempotency of a POST: the same key and fingerprint within a reference are the same request. */
export type Keyed = { key: string; fingerprint: string }

/** When the webhook of an entry is due, and how often it was sent without success. */
export type Pending = { at: number; tries: number }

/** The last entry of a page of movements. They are sorted by these fields. */
export type Position = Pick<Entry, 'settlesAt' | 'reference' | 'kind' | 'number'>

/** The number of shards of the ledger; a reference belongs to one. Never change this: see `shardOf`. */
export const shardCount = 8

export const entryTables = `
  CREATE TABLE IF NOT EXISTS entry (
    reference TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    charge_number INTEGER,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    decline_reason TEXT,
    created_at INTEGER NOT NULL,
    settles_at INTEGER NOT NULL,
    notice_at INTEGER,
    notice_tries INTEGER NOT NULL,
    PRIMARY KEY (reference, kind, number)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entry_by_time ON entry (settles_at);
  CREATE INDEX IF NOT EXISTS entry_to_tell ON entry (notice_at) WHERE notice_at IS NOT NULL;`

/** The shard of a reference. */
export function shardFor(reference: string): number {
  return shardOf(reference, shardCount)
}

/** The id of an entry, as the API shows it. */
export function idOf({ kind, reference, number }: Pick<Entry, 'kind' | 'reference' | 'number'>): string {
  return `${idPrefixes[kind]}_${reference}_${number}`
}

const idPrefixes: Record<EntryKind, string> = {
  charge: 'ch',
  refund: 're',
  refundFailed: 're',
  refundToFail: 'ch',
  refundsRefused: 'ch',
  dispute: 'dp',
  disputeWon: 'dp',
  disputeLost: 'dp',
}

/** The reference and number in a dispute's id; null when it is not one. */
export function parseDisputeId(id: string) {
  return parseId('dp', id)
}

/** The reference and number in a refund's id; null when it is not one. */
export function parseRefundId(id: string) {
  return parseId('re', id)
}

/** The reference and number in a charge's id; null when it is not one. */
export function parseChargeId(id: string) {
  return parseId('ch', id)
}

/** The reference and number in an id with this prefix; null when it is not one. */
export function parseId(prefix: string, id: string): { reference: string; number: number } | null {
  const [, found, reference, number] = /^([a-z]{2})_([A-Za-z0-9_-]{1,64})_([0-9]{1,9})$/.exec(id) ?? []
  return reference === undefined || found !== prefix ? null : { reference, number: Number(number) }
}

/** All entries of a reference, oldest first within their kind. */
export function readEntries(storage: SqlStore, reference: string): Entry[] {
  return storage.sql('SELECT * FROM entry WHERE reference = ? ORDER BY kind, number', reference).map(entryOf)
}

/**
 * The charges, refunds and new disputes at or after `from` and before `to`, after `after`; at most `limit`. None of the
 * refunds that have failed by `now`.
 */
export function readMovements(
  storage: SqlStore,
  from: number,
  to: number,
  after: Position | null,
  limit: number,
  now: number,
): Entry[] {
  const { settlesAt, reference, kind, number } = after ?? { settlesAt: from, reference: '', kind: '', number: 0 }
  const query = `
    SELECT * FROM entry
    WHERE settles_at >= ? AND settles_at < ? AND decline_reason IS NULL
      AND kind IN ('charge', 'refund', 'dispute')
      AND NOT (kind = 'refund' AND EXISTS (
        SELECT 1 FROM entry AS failure
        WHERE failure.reference = entry.reference AND failure.kind = 'refundFailed'
          AND failure.number = entry.number AND failure.settles_at <= ?))
      AND (settles_at, reference, kind, number) > (?, ?, ?, ?)
    ORDER BY settles_at, reference, kind, number LIMIT ?`
  return storage.sql(query, settlesAt, to, now, settlesAt, reference, kind, number, limit).map(entryOf)
}

/** Insert an entry; one that exists already stays as it is. Part of the caller's transaction. */
export function insertEntry(storage: SqlStore, entry: Entry, pending: Pending | null): void {
  storage.sql(
    `INSERT OR IGNORE INTO entry (reference, kind, number, charge_number, idempotency_key, fingerprint, amount,
       currency, decline_reason, created_at, settles_at, notice_at, notice_tries)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.reference,
    entry.kind,
    entry.number,
    entry.chargeNumber,
    entry.idempotencyKey,
    entry.fingerprint,
    entry.amount,
    entry.currency,
    entry.declineReason,
    entry.createdAt,
    entry.settlesAt,
    pending?.at ?? null,
    pending?.tries ?? 0,
  )
}

function entryOf(row: SqlRow): Entry {
  return {
    reference: String(row['reference']),
    kind: kindOf(row['kind']),
    number: Number(row['number']),
    chargeNumber: row['charge_number'] === null ? null : Number(row['charge_number']),
    idempotencyKey: String(row['idempotency_key']),
    fingerprint: String(row['fingerprint']),
    amount: Number(row['amount']),
    currency: String(row['currency']),
    declineReason: row['decline_reason'] === null ? null : String(row['decline_reason']),
    createdAt: Number(row['created_at']),
    settlesAt: Number(row['settles_at']),
  }
}

export function kindOf(column: unknown): EntryKind {
  const kind = entryKinds.find((known) => known === column)
  if (kind === undefined) throw new Error(`there is no entry of the kind "${column}"`)
  return kind
}

/** Whether the entry has moved money. */
export function hasMoved({ declineReason, settlesAt }: Entry, now: number): boolean {
  return declineReason === null && settlesAt <= now
}

/** A charge, as the API shows it. */
export function chargeBody(entry: Entry, now: number) {
  const settled = entry.declineReason === null ? 'succeeded' : 'failed'
  return {
    id: idOf(entry),
    reference: entry.reference,
    status: entry.settlesAt > now ? 'processing' : settled,
    reason: entry.declineReason,
    amount: entry.amount,
    currency: entry.currency,
    idempotencyKey: entry.idempotencyKey,
    createdAt: new Date(entry.createdAt).toISOString(),
    at: entry.settlesAt,
  }
}

export function movementBody(entry: Entry) {
  const { kind, reference, amount, currency } = entry
  return { kind, id: idOf(entry), reference, amount, currency, at: new Date(entry.settlesAt).toISOString() }
}

/** What every entry has that moves money at once. */
export function common(reference: string, chargeNumber: number | null, { key, fingerprint }: Keyed, now: number) {
  return {
    reference,
    chargeNumber,
    idempotencyKey: key,
    fingerprint,
    declineReason: null,
    createdAt: now,
    settlesAt: now,
  }
}
