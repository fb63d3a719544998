// A write that goes to several databases: what each of them gets is one batch.
import { throwFirst } from './concurrency.ts'
import type { Database, Statement } from './database.ts'

export class Writes {
  readonly #statements = new Map<Database, Statement[]>()

  get databases(): Database[] {
    return [...this.#statements.keys()]
  }

  add(database: Database, ...statements: readonly Statement[]): void {
    if (statements.length > 0)
      this.#statements.set(database, [...(this.#statements.get(database) ?? []), ...statements])
  }

  /** Throws the first fault, when each database has answered. */
  async run(): Promise<void> {
    const batches = [...this.#statements].map(([database, statements]) => database.batch(statements))
    throwFirst(await Promise.allSettled(batches))
  }
}
