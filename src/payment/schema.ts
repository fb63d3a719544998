// The payment's tables, in numbered steps that run once each. Steps are only ever appended. No personal data: a
// means-of-payment token stands in `attempt` only while the attempt is undecided.
import type { Storage } from '../platform/storage.ts'

const steps: readonly string[] = [
  `CREATE TABLE attempt (
     attempt INTEGER PRIMARY KEY,
     status TEXT NOT NULL,
     amount INTEGER NOT NULL,
     currency TEXT NOT NULL,
     token TEXT,
     reason TEXT,
     charge_id TEXT,
     started_at INTEGER NOT NULL,
     ended_at INTEGER,
     sent_at INTEGER NOT NULL,
     resends INTEGER NOT NULL,
     tries INTEGER NOT NULL,
     due_at INTEGER,
     reported TEXT,
     report_tries INTEGER NOT NULL,
     report_at INTEGER
   );
   CREATE TABLE refund (
     refund_id TEXT PRIMARY KEY,
     attempt INTEGER NOT NULL,
     amount INTEGER NOT NULL,
     currency TEXT NOT NULL,
     for_order INTEGER NOT NULL,
     since INTEGER NOT NULL,
     tries INTEGER NOT NULL,
     due_at INTEGER,
     done_at INTEGER,
     report_tries INTEGER NOT NULL,
     report_at INTEGER
   );`,
]

/** Whether anything was ever written here. A payment that nobody made must not come to exist by being asked for. */
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
