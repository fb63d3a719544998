// Node's SQLite with cached prepared statements: a simulation runs the same few statements a million times.
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { SqlRow, SqlValue } from '../../src/platform/storage.ts'

type Limits = NonNullable<NonNullable<ConstructorParameters<typeof DatabaseSync>[1]>['limits']>

export class Sqlite {
  readonly #limits: Limits
  #opened: DatabaseSync | null = null
  readonly #statements = new Map<string, StatementSync>()

  constructor(limits: Limits = {}) {
    this.#limits = limits
  }

  all(query: string, values: readonly SqlValue[] = []): SqlRow[] {
    let statement = this.#statements.get(query)
    if (statement === undefined) {
      statement = this.#database().prepare(query)
      this.#statements.set(query, statement)
    }
    // By the tables' schemas, columns hold only text, numbers and null.
    return statement.all(...values) as SqlRow[]
  }

  /** A script of several statements. */
  script(statements: string): void {
    this.#database().exec(statements)
  }

  /** Empty every table, for the next run. */
  clear(): void {
    // The shadow tables of a search index are emptied with it.
    const tables = `SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`
    // A table that only grows has a trigger that refuses this.
    const growing = this.all(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'`,
    )
    for (const { name } of growing) this.all(`DROP TRIGGER ${name}`)
    for (const { name } of this.all(tables)) this.all(`DELETE FROM ${name}`)
    for (const { sql } of growing) this.all(String(sql))
  }

  close(): void {
    this.#statements.clear()
    this.#opened?.close()
  }

  /** Opened by the first statement: many objects never store anything. */
  #database(): DatabaseSync {
    if (this.#opened !== null) return this.#opened
    this.#opened = new DatabaseSync(':memory:', { limits: this.#limits })
    // SQL uses the virtual clock too.
    this.#opened.function('unixepoch', { varargs: true }, () => Date.now() / 1000)
    return this.#opened
  }
}
