// The idempotency store: the response that a command got under its Idempotency-Key, so that a repeat gets the same one.
// A command that recorded events has its key in their rows, at no further cost; other responses have a table of their
// own.
import type { Author } from '../contract/caller.ts'
import type { Idempotency } from '../contract/idempotency.ts'
import { told } from '../contract/language.ts'
import type { Rejection } from '../contract/rejections.ts'
import { refused } from '../contract/result.ts'
import { isUninitialized } from '../platform/schema.ts'
import type { SqlRow, Storage } from '../platform/storage.ts'

/** The response was the order as it stood after event `seq`, or a refusal. */
export type StoredResponse = { fingerprint: string; seq: number; rejection: Rejection | null }

/** Most responses without an event that one order keeps. The oldest is deleted then; its repeat is judged again. */
export const responsesMax = 50

/** The answer to another command under the same key. */
export const keyReused = refused({
  code: 'idempotency_key_reused',
  ...told({
    en: 'This Idempotency-Key was used for something else.',
    ko: '이 Idempotency-Key는 다른 요청에 이미 사용되었습니다.',
  }),
  field: 'Idempotency-Key',
})

/** The response that this author got under this key; null when the key is new. */
export function findResponse(storage: Storage, by: Author, key: string): StoredResponse | null {
  if (isUninitialized(storage)) return null
  const lookup = [by.kind, by.id, key] as const
  const [recorded] = storage.sql(
    `SELECT seq, fingerprint, NULL AS rejection FROM event
     WHERE by_kind = ? AND by_id = ? AND idempotency_key = ? ORDER BY seq DESC LIMIT 1`,
    ...lookup,
  )
  if (recorded !== undefined) return responseOf(recorded)
  if (!hasTable(storage)) return null
  const [saved] = storage.sql(
    'SELECT seq, fingerprint, rejection FROM answer WHERE by_kind = ? AND by_id = ? AND idempotency_key = ?',
    ...lookup,
  )
  return saved === undefined ? null : responseOf(saved)
}

/**
 * Save the response to a command that recorded no event. Part of the caller's transaction. Most orders never need the
 * table, so it is created with its first row. Saves nothing for an order that does not exist.
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
  storage.sql('DELETE FROM answer WHERE number <= (SELECT MAX(number) FROM answer) - ?', responsesMax)
}

function hasTable(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'answer'`).length > 0
}

function responseOf(row: SqlRow): StoredResponse {
  const rejection = row['rejection'] === null ? null : JSON.parse(String(row['rejection']))
  return { fingerprint: String(row['fingerprint']), seq: Number(row['seq']), rejection }
}
