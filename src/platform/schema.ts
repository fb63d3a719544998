// The tables of an object: as a new one gets them, and the numbered steps that bring an older one there.
import type { Storage } from './storage.ts'

/**
 * `steps` are only ever appended. `newest` is what all of them lead to, made at once for a new object, since every
 * change of a table is a row written: a test holds the two to be the same.
 */
export function schema(steps: readonly string[], newest: string) {
  return {
    /** Make the tables. Part of the caller's transaction. */
    create(storage: Storage): void {
      storage.sql(newest)
      storage.sql(`CREATE VIEW migration AS SELECT ${steps.length} AS step`)
    },

    /** Bring the tables to the newest step, and tell whether any was left to do. Part of the caller's transaction. */
    migrate(storage: Storage): boolean {
      const done = Number(storage.sql('SELECT MAX(step) AS step FROM migration')[0]?.['step'])
      if (done >= steps.length) return false
      for (const statement of steps.slice(done)) storage.sql(statement)
      if (isTable(storage)) {
        storage.sql('INSERT INTO migration (step) VALUES (?)', steps.length)
      } else {
        storage.sql('DROP VIEW migration')
        storage.sql(`CREATE VIEW migration AS SELECT ${steps.length} AS step`)
      }
      return true
    },
  }
}

/** A new object says its step in a view, which is a row less than the table that the first releases kept it in. */
function isTable(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'migration' AND type = 'table'`).length > 0
}

/** Whether anything was ever written here. What nobody made must not come to exist by being asked for. */
export function isUninitialized(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'migration'`).length === 0
}
