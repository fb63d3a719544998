-- The erasures of customers: who asked for it, and how far it is. One that is not closed is swept again.
CREATE TABLE customer_erasures (
  customer_id TEXT PRIMARY KEY,
  requested_at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  reason TEXT,
  request_id TEXT NOT NULL,
  erased_orders INTEGER NOT NULL,
  left_orders INTEGER NOT NULL,
  swept_at TEXT NOT NULL,
  erased_at TEXT,
  closed_at TEXT
) WITHOUT ROWID;
CREATE INDEX customer_erasures_open ON customer_erasures (swept_at) WHERE closed_at IS NULL;
