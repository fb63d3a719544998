// The storage port over a Durable Object's own SQLite and alarm.
import type { SqlRow, Storage } from './storage.ts'

export function durableStorage(storage: DurableObjectStorage): Storage {
  return {
    sql: (query, ...bindings) => storage.sql.exec<SqlRow>(query, ...bindings).toArray(),
    transaction: (work) => storage.transactionSync(work),
    // Not awaited: it joins the atomic write of the statements before it, and the output gate waits for them all.
    setAlarm: (at) => void (at === null ? storage.deleteAlarm() : storage.setAlarm(at)),
  }
}
