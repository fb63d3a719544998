// The storage port over a Durable Object's own SQLite and alarm.
import type { SqlRow, SqlValue, Storage } from './storage.ts'

/** The parts of the storage of a Durable Object that are used here. */
type ObjectStorage = {
  readonly sql: { exec<T extends SqlRow>(query: string, ...bindings: SqlValue[]): { toArray(): T[] } }
  transactionSync<T>(work: () => T): T
  setAlarm(at: number): Promise<void>
  deleteAlarm(): Promise<void>
}

export function durableStorage(storage: ObjectStorage): Storage {
  return {
    sql: (query, ...bindings) => storage.sql.exec<SqlRow>(query, ...bindings).toArray(),
    transaction: (work) => storage.transactionSync(work),
    // Not awaited: it joins the atomic write of the statements before it, and the output gate waits for them all.
    setAlarm: (at) => void (at === null ? storage.deleteAlarm() : storage.setAlarm(at)),
  }
}
