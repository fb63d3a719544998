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
  }))
}

/**
 * Append events, with the Idempotency-Key of their command. Part of the caller's transaction. Throws when the seq of
 * one is taken.
 */
export function append(storage: Storage, events: readonly StoredEvent[], { idempotency }: CommandMeta): void {
  for (const event of events) {
    storage.sql(
      `INSERT INTO event
         (seq, type, version, at, by_kind, by_id, causation_id, data, hash, idempotency_key, fingerprint)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    )
  }
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
    hash: row['hash'],
  } as StoredEvent
}
