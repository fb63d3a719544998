// Node's own SQLite and a virtual alarm behind the actor's storage port, as a Durable Object has them.
import { DatabaseSync } from 'node:sqlite'
import type { SqlRow, Storage } from '../../src/actor/ports.ts'

export type NodeStorage = Storage & {
  /** When the alarm is set to go off (epoch milliseconds); null when it is not. */
  alarm: number | null
  /** Throw at the n-th statement from now (1 is the next): the process dies there. */
  dieAt(statement: number): void
}

export function openStorage(): NodeStorage {
  const database = new DatabaseSync(':memory:')
  let left = Number.POSITIVE_INFINITY
  const storage: NodeStorage = {
    alarm: null,
    sql(query, ...bindings) {
      left -= 1
      if (left === 0) throw new Error('the process died')
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
    setAlarm(at) {
      storage.alarm = at
    },
    dieAt(statement) {
      left = statement
    },
  }
  return storage
}
