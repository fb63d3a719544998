// D1: a database behind the network, with a context's real migrations; each statement or batch is one transaction.
import { readdirSync, readFileSync } from 'node:fs'
import type { Database, Statement } from '../../src/platform/database.ts'
import type { SqlRow, SqlValue } from '../../src/platform/storage.ts'
import { limitsOfD1 } from '../support/sqlite.ts'
import { Sqlite } from './sqlite.ts'

type Query = { sql: string; values: SqlValue[] }

/** Run the queries over there; the rows of the last come back. */
export type Send = (label: string, queries: readonly Query[]) => Promise<SqlRow[]>

export class D1 {
  readonly #sqlite = new Sqlite(limitsOfD1)

  constructor(folder: string) {
    const directory = new URL(`../../migrations/${folder}/`, import.meta.url)
    for (const file of readdirSync(directory).sort()) {
      this.#sqlite.script(readFileSync(new URL(file, directory), 'utf8'))
    }
  }

  execute(queries: readonly Query[]): SqlRow[] {
    if (queries.length === 1) return queries.map(({ sql, values }) => this.#sqlite.all(sql, values))[0] ?? []
    this.#sqlite.all('BEGIN')
    try {
      for (const { sql, values } of queries) this.#sqlite.all(sql, values)
      this.#sqlite.all('COMMIT')
      return []
    } catch (fault) {
      this.#sqlite.all('ROLLBACK')
      throw fault
    }
  }

  rows(sql: string, ...values: SqlValue[]): SqlRow[] {
    return this.#sqlite.all(sql, values)
  }

  /** Empty every table, for the next run, and drop those that the run has made. */
  clear(): void {
    const made = this.#sqlite.all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'batch_*'`)
    for (const { name } of made) this.#sqlite.script(`DROP TABLE ${name}`)
    this.#sqlite.clear()
  }
}

const labels = new Map<string, string>()

/** The verb and the table of a statement. */
function labelOf(sql: string): string {
  const label = labels.get(sql) ?? /^\s*(\w+\s+(?:INTO\s+|FROM\s+)?\w+)/.exec(sql)?.[1] ?? 'statement'
  labels.set(sql, label)
  return label
}

/** The database port of the stores, over `send`. */
export function databaseOver(send: Send): Database {
  const queries = new WeakMap<Statement, Query>()

  function statement(sql: string, values: SqlValue[]): Statement {
    const label = labelOf(sql)
    const self: Statement = {
      bind: (...more) => statement(sql, more),
      all: async () => ({ results: await send(label, [{ sql, values }]) }),
      run: () => send(label, [{ sql, values }]),
    }
    queries.set(self, { sql, values })
    return self
  }

  return {
    prepare: (sql) => statement(sql, []),
    batch: (statements) => {
      const batch = statements.map((each) => queries.get(each)).filter((query) => query !== undefined)
      if (batch.length !== statements.length) throw new Error('a batch takes statements of its own database')
      return send('batch', batch)
    },
  }
}
