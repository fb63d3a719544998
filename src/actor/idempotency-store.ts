// What was answered under an Idempotency-Key, so that a repeat is answered the same. The key of a command that recorded
// something stands with its events, and costs no row; other answers (a refusal, or so already) are kept beside them.
import type { Author } from '../contract/caller.ts'
import type { Idempotency } from '../contract/idempotency.ts'
import type { Rejection } from '../contract/rejections.ts'
import { isUninitialized } from '../platform/schema.ts'
import type { SqlRow, Storage } from '../platform/storage.ts'

/** The order was shown as after event `seq`, or the command was refused. */
export type StoredResponse = { fingerprint: string; seq: number; rejection: Rejection | null }

/** Answers without an event that one order keeps: beyond them the oldest is forgotten, and its repeat judged anew. */
export const answersMax = 50

/** What this author was answered under this key; null when the key is new. */
export function findResponse(storage: Storage, by: Author, key: string): StoredResponse | null {
  if (isUninitialized(storage)) return null
  const whose = [by.kind, by.id, key] as const
  const [recorded] = storage.sql(
    `SELECT seq, fingerprint, NULL AS rejection FROM event
     WHERE by_kind = ? AND by_id = ? AND idempotency_key = ? ORDER BY seq DESC LIMIT 1`,
    ...whose,
  )
  if (recorded !== undefined) return answeredOf(recorded)
  if (!hasTable(storage)) return null
  const [kept] = storage.sql(
    'SELECT seq, fingerprint, rejection FROM answer WHERE by_kind = ? AND by_id = ? AND idempotency_key = ?',
    ...whose,
  )
  return kept === undefined ? null : answeredOf(kept)
}

/**
 * Keep an answer that recorded no event. Part of the caller's transaction. The table is made when it is first needed,
 * for most orders never need it; where there is no order, nothing is kept.
 */
export function saveResponse(
  storage: Storage,
  by: Author,
  { key, fingerprint }: Idempotency,
  seq: number,
  rejection: Rejection | null,
): void {
  if (isUninitialized(storage)) return
  storage.sql(
    `CREATE TABLE IF NOT EXISTS answer (
       number INTEGER PRIMARY KEY,
       by_kind TEXT NOT NULL,
       by_id TEXT NOT NULL,
       idempotency_key TEXT NOT NULL,
       fingerprint TEXT NOT NULL,
       seq INTEGER NOT NULL,
       rejection TEXT
     )`,
  )
  storage.sql(
    'INSERT INTO answer (by_kind, by_id, idempotency_key, fingerprint, seq, rejection) VALUES (?, ?, ?, ?, ?, ?)',
    by.kind,
    by.id,
    key,
    fingerprint,
    seq,
    rejection && JSON.stringify(rejection),
  )
  storage.sql('DELETE FROM answer WHERE number <= (SELECT MAX(number) FROM answer) - ?', answersMax)
}

function hasTable(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'answer'`).length > 0
}

function answeredOf(row: SqlRow): StoredResponse {
  const rejection = row['rejection'] === null ? null : JSON.parse(String(row['rejection']))
  return { fingerprint: String(row['fingerprint']), seq: Number(row['seq']), rejection }
}
