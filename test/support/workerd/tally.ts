// Counts what a platform would bill: the rows and alarms of an object's storage, and the rows of a database.
import type { Database, SqlValue, Statement } from '../../../src/platform/database.ts'
import type { Storage } from '../../../src/platform/storage.ts'

/** `calls` and `alarms` are requests of an object; each alarm that is set or cleared is a row written, too. */
export type ObjectTally = { calls: number; alarms: number; alarmsSet: number; rowsWritten: number; rowsRead: number }
export type DatabaseTally = { calls: number; rowsWritten: number; rowsRead: number }

export const zero = (): ObjectTally => ({ calls: 0, alarms: 0, alarmsSet: 0, rowsWritten: 0, rowsRead: 0 })

/** An object's own storage, which is counted. Its alarm is only remembered: the test runs it. */
export function metered(storage: DurableObjectStorage, tally: ObjectTally, alarm: { at: number | null }) {
  return {
    sql: (query: string, ...bindings: SqlValue[]) => {
      const cursor = storage.sql.exec<Record<string, SqlValue>>(query, ...bindings)
      const rows = cursor.toArray()
      tally.rowsWritten += cursor.rowsWritten
      tally.rowsRead += cursor.rowsRead
      return rows
    },
    transaction: <T>(work: () => T) => storage.transactionSync(work),
    setAlarm: (at: number | null) => {
      tally.alarmsSet++
      alarm.at = at
    },
  } satisfies Storage
}

type Counted = Statement & { real: D1PreparedStatement }

/** A D1 database, with a count of the rows that it reports as written and read. */
export function meteredDatabase(real: D1Database) {
  const tally: DatabaseTally = { calls: 0, rowsWritten: 0, rowsRead: 0 }
  const count = (results: D1Result<Record<string, unknown>>[]) => {
    tally.calls++
    for (const { meta } of results) {
      tally.rowsWritten += meta.rows_written
      tally.rowsRead += meta.rows_read
    }
  }
  const counted = (statement: D1PreparedStatement): Counted => ({
    real: statement,
    bind: (...values) => counted(statement.bind(...values)),
    all: async () => {
      const result = await statement.all<Record<string, unknown>>()
      count([result])
      return result
    },
    run: async () => count([await statement.run<Record<string, unknown>>()]),
  })
  const database: Database = {
    prepare: (sql) => counted(real.prepare(sql)),
    batch: async (statements) => {
      const own = statements.flatMap((statement) => ('real' in statement ? [(statement as Counted).real] : []))
      count(await real.batch<Record<string, unknown>>(own))
    },
  }
  return { database, tally }
}
