// The part of D1 that the stores use, so that the same SQL also runs over Node's own SQLite in tests and simulations.

export type SqlValue = string | number | null
export type SqlRow = Record<string, unknown>

export interface Statement {
  bind(...values: SqlValue[]): Statement
  all(): Promise<{ results: SqlRow[] }>
  run(): Promise<unknown>
}

/** A D1 database or session satisfies this as it is. `batch` is one round trip and one transaction. */
export interface Database {
  prepare(sql: string): Statement
  batch(statements: Statement[]): Promise<unknown>
}

/** Throws when the database does not answer. */
export async function answers(database: Database): Promise<{ ok: true }> {
  await database.prepare('SELECT 1').all()
  return { ok: true }
}
