// The storage port over SQLite in Node, with a virtual alarm.
import { DatabaseSync } from 'node:sqlite'
import type { SqlRow, SqlStore, Storage } from '../../src/platform/storage.ts'

export type NodeStorage = Storage & {
  /** When the alarm is set to go off (epoch milliseconds); null when it is not. */
  alarm: number | null
  /** Throw at the n-th statement from now (1 is the next): the process dies there. */
  dieAt(statement: number): void
}

export function openStorage(): NodeStorage {
  const { sql, transaction } = objectSql(new DatabaseSync(':memory:'))
  let left = Number.POSITIVE_INFINITY
  const storage: NodeStorage = {
    alarm: null,
    sql(query, ...bindings) {
      left -= 1
      if (left === 0) throw new Error('the process died')
      return sql(query, ...bindings)
    },
    transaction,
    setAlarm(at) {
      storage.alarm = at
    },
    dieAt(statement) {
      left = statement
    },
  }
  return storage
}

/** The SQL of an object over SQLite in Node. */
export function objectSql(database: DatabaseSync): SqlStore {
  return {
    sql(query, ...bindings) {
      // A script of several statements has no bindings, and only `exec` runs all of it.
      if (bindings.length === 0 && query.includes(';')) {
        database.exec(query)
        return []
      }
      return database.prepare(query).all(...bindings) as SqlRow[]
    },
    transaction(work) {
      database.exec('BEGIN')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (fault) {
        database.exec('ROLLBACK')
        throw fault
      }
    },
  }
}
