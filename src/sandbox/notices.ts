// What the sandbox has to tell the shop about one reference, until the shop has heard it or it has been said often
// enough. Times are epoch milliseconds.
import type { SqlStore } from '../platform/storage.ts'

export type Notice = { subject: string; type: string; tries: number }

/** The first pause before a notice that was not heard is said again; each is four times the one before. */
const pauseMs = 1000
const pauseGrowth = 4
/** Notices said in one go. */
const batchMax = 50

export const noticeTables = `
  CREATE TABLE IF NOT EXISTS notice (
    subject TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL
  );`

export class Notices {
  readonly #storage: SqlStore

  constructor(storage: SqlStore) {
    this.#storage = storage
  }

  /** Something has come to pass, or will at `dueAt`. Part of the caller's transaction. */
  add(subject: string, type: string, dueAt: number): void {
    this.#storage.sql('INSERT INTO notice (subject, type, due_at, tries) VALUES (?, ?, ?, 0)', subject, type, dueAt)
  }

  due(now: number): Notice[] {
    const query = 'SELECT * FROM notice WHERE due_at <= ? ORDER BY due_at, subject LIMIT ?'
    return this.#storage.sql(query, now, batchMax).map((row) => {
      return { subject: String(row['subject']), type: String(row['type']), tries: Number(row['tries']) }
    })
  }

  /** When the next one is due; null when there is none. */
  nextAt(): number | null {
    const at = this.#storage.sql('SELECT MIN(due_at) AS at FROM notice')[0]?.['at']
    return at === null || at === undefined ? null : Number(at)
  }

  /** It was heard, or not and is said again after a pause, but for the last of `triesMax` times. */
  said({ subject, tries }: Notice, heard: boolean, now: number, triesMax: number): void {
    if (heard || tries + 1 >= triesMax) {
      this.#storage.sql('DELETE FROM notice WHERE subject = ?', subject)
      return
    }
    const dueAt = now + pauseMs * pauseGrowth ** tries
    this.#storage.sql('UPDATE notice SET tries = ?, due_at = ? WHERE subject = ?', tries + 1, dueAt, subject)
  }
}
