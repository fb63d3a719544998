// The chain of hashes over a history. An event that is changed, removed or inserted breaks the chain from there on.
import type { RecordedEvent } from '../contract/events.ts'
import type { Verification } from '../contract/rpc.ts'
import type { SqlRow, Storage } from '../platform/storage.ts'

export type StoredEvent = RecordedEvent & { hash: string }

type Hash = (text: string) => string

/** Add to each event its hash. `before`: the hash of the event before them, or the order's id before the first one. */
export function chain(events: readonly RecordedEvent[], before: string, hash: Hash): StoredEvent[] {
  let last = before
  return events.map((event) => {
    const { seq, type, version, at, by, causationId, data } = event
    last = hash(contentOf([last, seq, type, version, at, by.kind, by.id, causationId, JSON.stringify(data)]))
    return { ...event, hash: last }
  })
}

/**
 * Write the hashes that events of an older release lack. An event that has its hash keeps it, so that no later
 * migration hides a change. Part of the caller's transaction.
 */
export function backfillHashes(storage: Storage, orderId: string, hash: Hash): void {
  let last = orderId
  for (const row of rowsOf(storage)) {
    const hasHash = row['hash'] !== ''
    last = hasHash ? String(row['hash']) : hash(contentOfRow(last, row))
    if (!hasHash) storage.sql('UPDATE event SET hash = ? WHERE seq = ?', last, row['seq'] ?? null)
  }
}

/**
 * Read the stored history and compare each hash with a new computation. `knownSeq`: the last event that any subscriber
 * has applied. A history that ends before it has lost its end, which the hashes alone do not show.
 */
export function verify(storage: Pick<Storage, 'sql'>, orderId: string, knownSeq: number, hash: Hash): Verification {
  const rows = rowsOf(storage)
  let last = orderId
  for (const [index, row] of rows.entries()) {
    const expected = hash(contentOfRow(last, row))
    if (row['seq'] !== index + 1 || row['hash'] !== expected) return { whole: false, brokenAt: index + 1 }
    last = expected
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

/** The text that is hashed: a JSON list, in which the event's data is the text that is stored. */
function contentOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts)
}
