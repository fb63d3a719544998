// The stores' database port over SQLite in Node, with a context's real migrations applied.
import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Database, SqlValue, Statement } from '../../src/platform/database.ts'

/** The limits of D1: a statement that runs here runs there. */
export const limitsOfD1 = { compoundSelect: 5, sqlLength: 100_000, variableNumber: 100 }

export type LocalDatabase = Database & {
  /** The database itself, for code that takes it as Node has it. */
  readonly sqlite: DatabaseSync
  /** Every row of a query, to look into a table. */
  rows(sql: string): Record<string, unknown>[]
  /** Make each statement fail until it is called with null: a store that is down. */
  failWith(fault: Error | null): void
  /** Apply the migrations that were left out. */
  migrate(): void
  /** Each call is a round trip and a transaction: the statements of each batch, and how many calls had just one. */
  readonly calls: { batches: number[]; single: number }
}

/**
 * A fresh in-memory database with the migrations of `migrations/<folder>`: all, or as many as an older release had.
 * `now` is its clock, in epoch milliseconds.
 */
export function openDatabase(folder: string, { now = Date.now, migrations = Number.POSITIVE_INFINITY } = {}) {
  const sqlite = new DatabaseSync(':memory:', { limits: limitsOfD1 })
  sqlite.function('unixepoch', { varargs: true }, () => now() / 1000)
  const directory = new URL(`../../migrations/${folder}/`, import.meta.url)
  const files = readdirSync(directory).sort()
  // As wrangler records what is applied.
  sqlite.exec('CREATE TABLE d1_migrations (name TEXT UNIQUE)')
  const migrate = (from: number, to: number) => {
    for (const file of files.slice(from, to)) {
      sqlite.exec(readFileSync(new URL(file, directory), 'utf8'))
      sqlite.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(file)
    }
  }
  migrate(0, migrations)
  let fault: Error | null = null
  const calls: LocalDatabase['calls'] = { batches: [], single: 0 }

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

  const database: LocalDatabase = {
    sqlite,
    migrate: () => migrate(migrations, files.length),
    prepare: (sql) => statement(sql, []),
    batch: async (statements) => {
      calls.batches.push(statements.length)
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
  return database
}
