// The chain of hashes over a history: nothing can be changed, left out or put in without breaking it from there on.
import type { RecordedEvent } from '../contract/events.ts'
import type { Verification } from '../contract/rpc.ts'
import type { SqlRow, Storage } from '../platform/storage.ts'

export type StoredEvent = RecordedEvent & { hash: string }

type Hash = (text: string) => string

/** Give each event its hash. `before` is the hash of the event before them; of the first, the order's id. */
export function chain(events: readonly RecordedEvent[], before: string, hash: Hash): StoredEvent[] {
  let last = before
  return events.map((event) => {
    const { seq, type, version, at, by, causationId, data } = event
    last = hash(contentOf([last, seq, type, version, at, by.kind, by.id, causationId, JSON.stringify(data)]))
    return { ...event, hash: last }
  })
}

/**
 * Give the events of an older release the hashes they were not written with; one that has its hash keeps it, so that no
 * later migration hides a change. Part of the caller's transaction.
 */
export function backfillHashes(storage: Storage, orderId: string, hash: Hash): void {
  let last = orderId
  for (const row of rowsOf(storage)) {
    const isSealed = row['hash'] !== ''
    last = isSealed ? String(row['hash']) : hash(contentOfRow(last, row))
    if (!isSealed) storage.sql('UPDATE event SET hash = ? WHERE seq = ?', last, row['seq'] ?? null)
  }
}

/**
 * Read the stored history again and compare. `knownSeq` is the last event that any subscriber is known to
 * have applied: a history that ends before it has lost its end, which the hashes alone could not tell.
 */
export function verify(storage: Pick<Storage, 'sql'>, orderId: string, knownSeq: number, hash: Hash): Verification {
  const rows = rowsOf(storage)
  let last = orderId
  for (const [index, row] of rows.entries()) {
    const due = hash(contentOfRow(last, row))
    if (row['seq'] !== index + 1 || row['hash'] !== due) return { whole: false, brokenAt: index + 1 }
    last = due
  }
  if (knownSeq > rows.length) return { whole: false, brokenAt: rows.length + 1 }
  return { whole: true, events: rows.length, hash: last }
}

function rowsOf(storage: Pick<Storage, 'sql'>): SqlRow[] {
  return storage.sql('SELECT * FROM event ORDER BY seq')
}

function contentOfRow(before: string, row: SqlRow): string {
  const { seq, type, version, at, by_kind, by_id, causation_id, data } = row
  return contentOf([before, seq, type, version, at, by_kind, by_id, causation_id, data])
}

/** One text for each content: a list in JSON, with the event's data as the text that is stored. */
function contentOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts)
}
