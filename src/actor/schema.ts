// The tables of an order actor: all steps that led to them, and the newest shape.
import { schema } from '../platform/schema.ts'

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
  // Filled by backfillHashes, in the same transaction.
  `ALTER TABLE event ADD COLUMN hash TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE event ADD COLUMN idempotency_key TEXT;
   ALTER TABLE event ADD COLUMN fingerprint TEXT;`,
  `ALTER TABLE outbox RENAME COLUMN confirm_tries TO missing_since;
   UPDATE outbox SET missing_since = 0;`,
  // The first event has the order's key: see platform/vault.ts. Filled by sealStored, in the same transaction.
  'ALTER TABLE event ADD COLUMN personal_key TEXT',
  'ALTER TABLE event ADD COLUMN traceparent TEXT',
]

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
    hash TEXT NOT NULL DEFAULT '',
    idempotency_key TEXT,
    fingerprint TEXT,
    personal_key TEXT,
    traceparent TEXT
  );
  CREATE TABLE outbox (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    cursors TEXT NOT NULL,
    failures INTEGER NOT NULL,
    retry_at INTEGER NOT NULL,
    confirmed TEXT NOT NULL DEFAULT '{}',
    missing_since INTEGER NOT NULL DEFAULT 0,
    confirm_at INTEGER NOT NULL DEFAULT 0
  );`

export const { create, migrate } = schema(steps, newest)

/** From this step on an order has its key, and its personal data is encrypted. */
export const encryptedSince = 6
