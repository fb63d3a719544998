// The SQLite database of one object: the writes of one step are committed or lost together.
import type { SqlRow, SqlValue } from '../../src/platform/storage.ts'
import { Sqlite } from './sqlite.ts'

export class ObjectSqlite {
  readonly #sqlite = new Sqlite()
  #isWriting = false

  /** Whether the step has written anything. */
  get isWriting(): boolean {
    return this.#isWriting
  }

  run(query: string, values: readonly SqlValue[]): SqlRow[] {
    if (isRead(query)) return this.#sqlite.all(query, values)
    this.begin()
    if (values.length > 0) return this.#sqlite.all(query, values)
    this.#sqlite.script(query)
    return []
  }

  /** All writes of `work` stay, or none; earlier writes of the step stay in either case. */
  transaction<T>(work: () => T): T {
    return this.#isWriting ? this.#inSavepoint(work) : this.#asFirstWrite(work)
  }

  begin(): void {
    if (this.#isWriting) return
    this.#isWriting = true
    this.#sqlite.all('BEGIN')
  }

  commit(): void {
    if (this.#isWriting) this.#sqlite.all('COMMIT')
    this.#isWriting = false
  }

  rollback(): void {
    if (this.#isWriting) this.#sqlite.all('ROLLBACK')
    this.#isWriting = false
  }

  close(): void {
    this.#sqlite.close()
  }

  #asFirstWrite<T>(work: () => T): T {
    this.begin()
    try {
      return work()
    } catch (fault) {
      this.#sqlite.all('ROLLBACK')
      this.#sqlite.all('BEGIN')
      throw fault
    }
  }

  #inSavepoint<T>(work: () => T): T {
    this.#sqlite.all('SAVEPOINT work')
    try {
      const result = work()
      this.#sqlite.all('RELEASE work')
      return result
    } catch (fault) {
      this.#sqlite.all('ROLLBACK TO work')
      this.#sqlite.all('RELEASE work')
      throw fault
    }
  }
}

/** Statements already classified, since the same few run a million times. */
const reads = new Map<string, boolean>()

function isRead(query: string): boolean {
  const known = reads.get(query) ?? /^\s*(SELECT|PRAGMA)/i.test(query)
  reads.set(query, known)
  return known
}
