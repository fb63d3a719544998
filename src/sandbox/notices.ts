// The webhooks that a shard of the sandbox has to send, each until the shop has received it or its tries are used up.
// Times are epoch milliseconds.
import { backoff } from '../platform/backoff.ts'
import type { SqlStore } from '../platform/storage.ts'
import { type EntryKind, idOf, kindOf } from './entry.ts'

export type Notice = { reference: string; kind: EntryKind; number: number; type: string; tries: number }

/** A notice is sent this long after its entry, rounded up to a second: so one alarm sends many of them. */
const afterMs = 500
const roundMs = 1000
/** The most tries that the settings allow end before a pause is this long. */
const resendBackoff = { base: 1000, growth: 4, max: 5 * 60 * 60_000 }
/** Most notices sent by one alarm. They are sent all at once. */
export const noticesMax = 20

/** When the notice of an entry that settles at `settlesAt` is due: after its answer, at a whole second. */
export function noticeAfter(settlesAt: number): number {
  return Math.ceil((settlesAt + afterMs) / roundMs) * roundMs
}

/** The id of the entry that a notice is about. */
export function subjectOf(notice: Notice): string {
  return idOf(notice)
}

/** Milliseconds before a notice that was not received after `tries` earlier tries is sent again. */
export function resendPauseMs(tries: number): number {
  return backoff(tries, resendBackoff)
}

export class Notices {
  readonly #storage: SqlStore

  constructor(storage: SqlStore) {
    this.#storage = storage
  }

  /** The notices that are due, oldest first, at most `noticesMax`. */
  due(now: number): Notice[] {
    const query = `SELECT reference, kind, number, decline_reason, notice_tries FROM entry WHERE notice_at <= ?
      ORDER BY notice_at LIMIT ?`
    return this.#storage.sql(query, now, noticesMax).map((row) => {
      const kind = kindOf(row['kind'])
      return {
        reference: String(row['reference']),
        kind,
        number: Number(row['number']),
        type: typeOf(kind, row['decline_reason'] !== null),
        tries: Number(row['notice_tries']),
      }
    })
  }

  /** The time of the next notice; null when there is none. */
  nextAt(): number | null {
    const at = this.#storage.sql('SELECT MIN(notice_at) AS at FROM entry WHERE notice_at IS NOT NULL')[0]?.['at']
    return at === null || at === undefined ? null : Number(at)
  }

  /** Record the results: a received notice is done; another is due after a pause, and sent `triesMax` times at most. */
  sent(results: readonly { notice: Notice; isReceived: boolean }[], now: number, triesMax: number): void {
    this.#storage.transaction(() => {
      for (const { notice, isReceived } of results) {
        const { reference, kind, number, tries } = notice
        const isOver = isReceived || tries + 1 >= triesMax
        this.#storage.sql(
          'UPDATE entry SET notice_at = ?, notice_tries = ? WHERE reference = ? AND kind = ? AND number = ?',
          isOver ? null : now + resendPauseMs(tries),
          tries + 1,
          reference,
          kind,
          number,
        )
      }
    })
  }
}

function typeOf(kind: EntryKind, isDeclined: boolean): string {
  switch (kind) {
    case 'charge':
    case 'refund':
      return `${kind}.${isDeclined ? 'failed' : 'succeeded'}`
    case 'refundFailed':
      return 'refund.failed'
    // Never sent: it has no notice.
    case 'refundToFail':
    case 'refundsRefused':
      return 'charge.marked'
    case 'dispute':
      return 'dispute.created'
    case 'disputeWon':
    case 'disputeLost':
      return 'dispute.closed'
  }
}
