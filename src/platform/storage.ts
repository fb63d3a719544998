// The storage port: the part of a Durable Object's storage that actors use. SQLite, transactions and the one alarm.
// Tests and simulations implement it over SQLite in Node.

export type SqlValue = string | number | null
export type SqlRow = Record<string, SqlValue>

export type Storage = {
  /** Run one statement and return its rows. Synchronous, as in a Durable Object. */
  sql(query: string, ...bindings: SqlValue[]): SqlRow[]
  /** Commit all of `work`, or nothing. */
  transaction<T>(work: () => T): T
  /**
   * Set the one alarm (epoch milliseconds), replacing any other, or clear it with null. Part of the same atomic write
   * as the statements before it.
   */
  setAlarm(at: number | null): void
}

/** The storage of a component without an alarm. */
export type SqlStore = Omit<Storage, 'setAlarm'>
