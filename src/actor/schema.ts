// The actor's tables, in numbered steps that run once each. Steps are only ever appended.
import type { Storage } from './ports.ts'

const steps: readonly string[] = [
  `CREATE TABLE event (
     seq INTEGER PRIMARY KEY,
     type TEXT NOT NULL,
     version INTEGER NOT NULL,
     at TEXT NOT NULL,
     by_kind TEXT NOT NULL,
     by_id TEXT NOT NULL,
     causation_id TEXT NOT NULL,
     data TEXT NOT NULL
   );
   CREATE TABLE outbox (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     cursors TEXT NOT NULL,
     failures INTEGER NOT NULL,
     retry_at INTEGER NOT NULL
   );`,
]

/** Whether anything was ever written here. An order that does not exist must not come to exist by being asked for. */
export function isBlank(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'migration'`).length === 0
}

/** Bring the tables to the newest step. Part of the caller's transaction. */
export function migrate(storage: Storage): void {
  storage.sql('CREATE TABLE IF NOT EXISTS migration (step INTEGER PRIMARY KEY)')
  const done = Number(storage.sql('SELECT COALESCE(MAX(step), 0) AS step FROM migration')[0]?.['step'])
  for (const [index, statement] of steps.entries()) {
    if (index < done) continue
    storage.sql(statement)
    storage.sql('INSERT INTO migration (step) VALUES (?)', index + 1)
  }
}
