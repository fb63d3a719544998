// The order's history: append-only, numbered 1, 2, 3… without a gap.
import type { CommandMeta } from '../contract/commands.ts'
import type { EventType, OrderEvent, RecordedEvent } from '../contract/events.ts'
import type { SqlRow, Storage } from '../platform/storage.ts'
import type { StoredEvent } from './chain.ts'
import { upcast, versionOf } from './upcast.ts'

/** Number decided events on from `lastSeq`, and date them: never before the event that they follow. */
export function record(
  events: readonly OrderEvent[],
  lastSeq: number,
  lastAt: string,
  now: number,
  meta: CommandMeta,
): RecordedEvent[] {
  const instant = new Date(now).toISOString()
  const at = instant > lastAt ? instant : lastAt
  return events.map((event, index) => ({
    ...event,
    seq: lastSeq + index + 1,
    version: versionOf(event.type),
    at,
    by: meta.by,
    causationId: meta.causationId,
    traceparent: meta.traceparent,
  }))
}

/**
 * Append events, with the Idempotency-Key of their command. `key`: the order's key, which is stored with its first
 * event. Part of the caller's transaction. Throws when the seq of one is taken.
 */
export function append(
  storage: Storage,
  events: readonly StoredEvent[],
  { idempotency }: CommandMeta,
  key: string | null,
): void {
  for (const event of events) {
    storage.sql(
      `INSERT INTO event
         (seq, type, version, at, by_kind, by_id, causation_id, data, hash, idempotency_key, fingerprint, personal_key,
          traceparent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      event.seq,
      event.type,
      event.version,
      event.at,
      event.by.kind,
      event.by.id,
      event.causationId,
      JSON.stringify(event.data),
      event.hash,
      idempotency?.key ?? null,
      idempotency?.fingerprint ?? null,
      event.seq === 1 ? key : null,
      event.traceparent ?? null,
    )
  }
}

/** The order's key; null once it is deleted. */
export function readKey(storage: Storage): string | null {
  const [row] = storage.sql('SELECT personal_key FROM event WHERE seq = 1')
  return row?.['personal_key'] == null ? null : String(row['personal_key'])
}

/** Part of the caller's transaction, as all that follow. */
export function setKey(storage: Storage, key: string | null): void {
  storage.sql('UPDATE event SET personal_key = ? WHERE seq = 1', key)
}

/** Store other data for an event: for the migration that encrypts it. */
export function rewriteData(storage: Storage, { seq, version, data }: RecordedEvent): void {
  storage.sql('UPDATE event SET data = ?, version = ? WHERE seq = ?', JSON.stringify(data), version, seq)
}

/** Before they are computed anew. */
export function forgetHashes(storage: Storage): void {
  storage.sql(`UPDATE event SET hash = ''`)
}

/** All events, oldest first. */
export function readAll(storage: Storage): StoredEvent[] {
  return storage.sql('SELECT * FROM event ORDER BY seq').map(parse)
}

/** Only `append` writes these rows, in this release or an older one, so their shape is known. */
function parse(row: SqlRow): StoredEvent {
  const type = row['type'] as EventType
  return {
    type,
    data: upcast(type, Number(row['version']), JSON.parse(String(row['data']))),
    seq: row['seq'],
    version: row['version'],
    at: row['at'],
    by: { kind: row['by_kind'], id: row['by_id'] },
    causationId: row['causation_id'],
    ...(row['traceparent'] === null ? {} : { traceparent: row['traceparent'] }),
    hash: row['hash'],
  } as StoredEvent
}
