// Node's own SQLite with its statements kept, since a simulation runs the same few of them a million times.
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { SqlRow, SqlValue } from '../../src/platform/storage.ts'

type Limits = NonNullable<NonNullable<ConstructorParameters<typeof DatabaseSync>[1]>['limits']>

export class Sqlite {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(limits: Limits = {}) {
    this.#database = new DatabaseSync(':memory:', { limits })
    // Its clock is the virtual one, too.
    this.#database.function('unixepoch', { varargs: true }, () => Date.now() / 1000)
  }

  all(query: string, values: readonly SqlValue[] = []): SqlRow[] {
    let statement = this.#statements.get(query)
    if (statement === undefined) {
      statement = this.#database.prepare(query)
      this.#statements.set(query, statement)
    }
    // Columns hold text, numbers and null alone, as the tables say.
    return statement.all(...values) as SqlRow[]
  }

  /** A script of several statements. */
  script(statements: string): void {
    this.#database.exec(statements)
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }
}
