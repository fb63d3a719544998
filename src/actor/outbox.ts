// What each subscriber has been sent and has confirmed: cursors over the event log, kept in one row.
import type { RecordedEvent } from '../contract/events.ts'
import { hears, type Subscriber, subscribers } from '../contract/routing.ts'
import type { Storage } from '../platform/storage.ts'

/** Times are epoch milliseconds; numbers by subscriber are a `seq`, 0 for nothing. */
export type Outbox = {
  /** Handed to the subscriber's queue. */
  cursors: Record<Subscriber, number>
  /**
   * Of that, what the subscriber said has taken effect. Written with the next change that must be: it can be asked
   * again.
   */
  confirmed: Record<Subscriber, number>
  /** Failed sends in a row, and when to try again. */
  failures: number
  retryAt: number
  /** Since when every question has found something missing, 0 while none has; and when to ask next. */
  missingSince: number
  confirmAt: number
}

const none: Record<Subscriber, number> = { ordermanagement: 0, delivery: 0, payment: 0, message: 0, mypage: 0 }

export const fresh: Outbox = {
  cursors: none,
  confirmed: none,
  failures: 0,
  retryAt: 0,
  missingSince: 0,
  confirmAt: 0,
}

export function readOutbox(storage: Storage): Outbox {
  const row = storage.sql('SELECT * FROM outbox WHERE only = 1')[0]
  if (row === undefined) return fresh
  return {
    // A subscriber that joined after this row was written starts at the beginning of the order's history.
    cursors: { ...none, ...JSON.parse(String(row['cursors'])) },
    confirmed: { ...none, ...JSON.parse(String(row['confirmed'])) },
    failures: Number(row['failures']),
    retryAt: Number(row['retry_at']),
    missingSince: Number(row['missing_since']),
    confirmAt: Number(row['confirm_at']),
  }
}

export function writeOutbox(storage: Storage, outbox: Outbox): void {
  storage.sql(
    `INSERT INTO outbox (only, cursors, confirmed, failures, retry_at, missing_since, confirm_at)
     VALUES (1, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (only) DO UPDATE
     SET cursors = excluded.cursors, confirmed = excluded.confirmed, failures = excluded.failures,
         retry_at = excluded.retry_at, missing_since = excluded.missing_since, confirm_at = excluded.confirm_at`,
    JSON.stringify(outbox.cursors),
    JSON.stringify(outbox.confirmed),
    outbox.failures,
    outbox.retryAt,
    outbox.missingSince,
    outbox.confirmAt,
  )
}

/** The events that `subscriber` hears and has not been sent. */
export function owed(outbox: Outbox, events: readonly RecordedEvent[], subscriber: Subscriber): RecordedEvent[] {
  return events.filter((event) => event.seq > outbox.cursors[subscriber] && hears(subscriber, event.type))
}

export function owesAnything(outbox: Outbox, events: readonly RecordedEvent[]): boolean {
  return subscribers.some((subscriber) => owed(outbox, events, subscriber).length > 0)
}

/** The last event that `subscriber` hears; 0 when there is none. */
export function lastHeard(events: readonly RecordedEvent[], subscriber: Subscriber): number {
  return events.findLast((event) => hears(subscriber, event.type))?.seq ?? 0
}

export function allConfirmed(outbox: Outbox, events: readonly RecordedEvent[]): boolean {
  return subscribers.every((subscriber) => outbox.confirmed[subscriber] >= lastHeard(events, subscriber))
}

/** The outbox with every cursor at the beginning: everything is sent, and asked about, once more. */
export function rewound(outbox: Outbox, confirmAt: number): Outbox {
  return { ...outbox, cursors: none, confirmed: none, missingSince: 0, confirmAt }
}

const retrySecondsMax = 16

/** One second, two, four … up to `retrySecondsMax`, each shortened by up to a half so that many orders spread out. */
export function retryMilliseconds(failures: number, random: number): number {
  return Math.min(retrySecondsMax, 2 ** (failures - 1)) * 1000 * (1 - random / 2)
}
