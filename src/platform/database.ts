// The database port: the part of D1 that the stores use. Tests and simulations run the same SQL on SQLite in Node.

export type SqlValue = string | number | null
export type SqlRow = Record<string, unknown>

export interface Statement {
  bind(...values: SqlValue[]): Statement
  all(): Promise<{ results: SqlRow[] }>
  run(): Promise<unknown>
}

/** A D1 database or session satisfies this type. `batch` is one round trip and one transaction. */
export interface Database {
  prepare(sql: string): Statement
  batch(statements: Statement[]): Promise<unknown>
}

/** `getBookmark`: how new what was read is, for the next session; null before the first query. */
export type Session = Database & { getBookmark(): string | null }

/**
 * A database that may have replicas. A session from a bookmark reads nothing older than that; one from
 * `first-unconstrained` begins at any replica. Outside of a session the database itself is read, as always for writes.
 */
export type ReplicatedDatabase = Database & { withSession?(from: string): Session }
