// The sandbox's register: which references have had anything charged or given back, and between which times. Each is
// entered before its ledger is written, so that the whole books can be read without one object that sees every charge.
import { shardOf } from '../platform/shard.ts'
import type { SqlStore } from '../platform/storage.ts'

/** The register is kept in this many parts, by reference. */
export const partsCount = 8
/** References on a page. */
const pageMax = 10

const tables = `
  CREATE TABLE IF NOT EXISTS register (
    reference TEXT PRIMARY KEY,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) WITHOUT ROWID;`

export class Register {
  readonly #storage: SqlStore

  constructor(storage: SqlStore) {
    this.#storage = storage
    storage.transaction(() => storage.sql(tables))
  }

  /** Something may move under this reference at `now`, or as late as `until`. */
  enter(reference: string, now: number, until: number): void {
    this.#storage.sql(
      `INSERT INTO register (reference, first_at, last_at) VALUES (?, ?, ?)
       ON CONFLICT (reference) DO UPDATE SET last_at = MAX(last_at, excluded.last_at)`,
      reference,
      now,
      until,
    )
  }

  /** References after `after` of which something may lie in the time; `isLast` when there are no more. */
  page(from: number, to: number, after: string): { references: string[]; isLast: boolean } {
    const rows = this.#storage.sql(
      `SELECT reference FROM register WHERE reference > ? AND last_at >= ? AND first_at < ? ORDER BY reference LIMIT ?`,
      after,
      from,
      to,
      pageMax,
    )
    return { references: rows.map((row) => String(row['reference'])), isLast: rows.length < pageMax }
  }
}

export function partOf(reference: string): number {
  return shardOf(reference, partsCount)
}
