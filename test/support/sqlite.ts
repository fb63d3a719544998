// Node's own SQLite behind the stores' database port, with a context's real migrations applied.
import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Database, SqlValue, Statement } from '../../src/platform/database.ts'

export type LocalDatabase = Database & {
  /** Every row of a query, for looking at what stands in a table. */
  rows(sql: string): Record<string, unknown>[]
  /** Make each statement fail until it is called with null: a store that is down. */
  failWith(fault: Error | null): void
  /** How many statements each call so far has brought: each is one round trip and one transaction. */
  readonly calls: { batch: number[]; single: number }
}

/** A fresh in-memory database with the migrations of `migrations/<folder>`. */
export function openDatabase(folder: string): LocalDatabase {
  const sqlite = new DatabaseSync(':memory:')
  const directory = new URL(`../../migrations/${folder}/`, import.meta.url)
  for (const file of readdirSync(directory).sort()) sqlite.exec(readFileSync(new URL(file, directory), 'utf8'))
  let fault: Error | null = null
  const calls = { batch: [] as number[], single: 0 }

  function run(sql: string, values: SqlValue[]) {
    calls.single += 1
    return execute(sql, values)
  }

  function execute(sql: string, values: SqlValue[]) {
    if (fault !== null) throw fault
    return sqlite.prepare(sql).all(...values)
  }

  const bound = new WeakMap<Statement, () => void>()

  function statement(sql: string, values: SqlValue[]): Statement {
    const self: Statement = {
      bind: (...more) => statement(sql, more),
      all: async () => ({ results: run(sql, values) }),
      run: async () => void run(sql, values),
    }
    bound.set(self, () => void execute(sql, values))
    return self
  }

  return {
    prepare: (sql) => statement(sql, []),
    batch: async (statements) => {
      calls.batch.push(statements.length)
      sqlite.exec('BEGIN')
      try {
        for (const each of statements) {
          const go = bound.get(each)
          if (go === undefined) throw new Error('a batch takes statements of its own database')
          go()
        }
        sqlite.exec('COMMIT')
      } catch (broken) {
        sqlite.exec('ROLLBACK')
        throw broken
      }
    },
    calls,
    rows: (sql) => sqlite.prepare(sql).all(),
    failWith: (next) => {
      fault = next
    },
  }
}
