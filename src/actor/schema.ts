// The actor's tables: as a new order gets them, and the numbered steps that bring an older one there. Steps are only
// ever appended.
import type { Storage } from '../platform/storage.ts'

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
  `ALTER TABLE outbox ADD COLUMN confirmed TEXT NOT NULL DEFAULT '{}';
   ALTER TABLE outbox ADD COLUMN confirm_tries INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE outbox ADD COLUMN confirm_at INTEGER NOT NULL DEFAULT 0;`,
  // Filled by seal, in the same transaction.
  `ALTER TABLE event ADD COLUMN hash TEXT NOT NULL DEFAULT ''`,
]

/** Whether anything was ever written here. An order that does not exist must not come to exist by being asked for. */
export function isBlank(storage: Storage): boolean {
  return storage.sql(`SELECT 1 FROM sqlite_master WHERE name = 'migration'`).length === 0
}

/**
 * What all steps lead to, for a new order: made at once, since every change of a table is a row written. A test holds
 * the two to be the same.
 */
const newest = `
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    by_kind TEXT NOT NULL,
    by_id TEXT NOT NULL,
    causation_id TEXT NOT NULL,
    data TEXT NOT NULL,
    hash TEXT NOT NULL DEFAULT ''
  );
  CREATE TABLE outbox (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    cursors TEXT NOT NULL,
    failures INTEGER NOT NULL,
    retry_at INTEGER NOT NULL,
    confirmed TEXT NOT NULL DEFAULT '{}',
    confirm_tries INTEGER NOT NULL DEFAULT 0,
    confirm_at INTEGER NOT NULL DEFAULT 0
  );`

/** Make the tables of a new order. Part of the caller's transaction. */
export function create(storage: Storage): void {
  storage.sql('CREATE TABLE migration (step INTEGER PRIMARY KEY)')
  storage.sql(newest)
  storage.sql('INSERT INTO migration (step) VALUES (?)', steps.length)
}

/**
 * Bring an order's tables to the newest step, and tell whether any was left to do. Part of the caller's transaction.
 */
export function migrate(storage: Storage): boolean {
  const done = Number(storage.sql('SELECT MAX(step) AS step FROM migration')[0]?.['step'])
  if (done >= steps.length) return false
  for (const statement of steps.slice(done)) storage.sql(statement)
  storage.sql('INSERT INTO migration (step) VALUES (?)', steps.length)
  return true
}
