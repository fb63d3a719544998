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
