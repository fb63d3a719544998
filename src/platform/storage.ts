// A Durable Object's own storage in small: SQLite, transactions and the one alarm. What is written over this port runs
// in workerd and, over SQLite in Node, in tests and simulations.

export type SqlValue = string | number | null
export type SqlRow = Record<string, SqlValue>

export type Storage = {
  /** Run one statement and return its rows. Synchronous, as in a Durable Object. */
  sql(query: string, ...bindings: SqlValue[]): SqlRow[]
  /** All of `work` is committed, or none of it. */
  transaction<T>(work: () => T): T
  /**
   * Set the one alarm (epoch milliseconds), replacing any other, or clear it with null. Joins the atomic write of what
   * was written before.
   */
  setAlarm(at: number | null): void
}

/** For what has no alarm of its own. */
export type SqlStore = Omit<Storage, 'setAlarm'>
