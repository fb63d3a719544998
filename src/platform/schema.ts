// The schema of a Durable Object: the tables of a new object, and the numbered steps that migrate an older one.
import type { Storage } from './storage.ts'

/**
 * `steps` are only ever appended. `newest` is the schema after all of them: a new object is created with it at once,
 * since every change of a table costs a row. A test checks that both lead to the same schema.
 */
export function schema(steps: readonly string[], newest: string) {
  return {
    /** Create the tables. Part of the caller's transaction. */
    create(storage: Storage): void {
      storage.sql(newest)
      storage.sql(`CREATE VIEW migration AS SELECT ${steps.length} AS step`)
    },

    /**
     * Run the steps that are missing. Returns the step before them; null when none was missing. Part of the caller's
     * transaction.
     */
    migrate(storage: Storage): number | null {
      const done = Number(storage.sql('SELECT MAX(step) AS step FROM migration')[0]?.['step'])
      if (done >= steps.length) return null
      for (const statement of steps.slice(done)) storage.sql(statement)
      if (isTable(storage)) {
        storage.sql('INSERT INTO migration (step) VALUES (?)', steps.length)
      } else {
        storage.sql('DROP VIEW migration')
        storage.sql(`CREATE VIEW migration AS SELECT ${steps.length} AS step`)
      }
      return done
    },
  }
}

/** The first releases stored the step in a table. An object has it in a view now, which costs a row less. */
function isTable(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'migration' AND type = 'table'`).length > 0
}

/** Whether nothing was ever written here. A read must not create an object's tables. */
export function isUninitialized(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'migration'`).length === 0
}
