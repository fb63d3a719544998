-- The synthetic orders of the last days, and what became of each.
CREATE TABLE synthetic_runs (
  started_at TEXT NOT NULL,
  run_id TEXT NOT NULL,
  order_id TEXT,
  failed_step TEXT,
  cause TEXT,
  milliseconds INTEGER NOT NULL,
  PRIMARY KEY (started_at, run_id)
) WITHOUT ROWID;
