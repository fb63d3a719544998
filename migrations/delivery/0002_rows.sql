-- A row is one row: the key is the table itself, from which `delivery_id` follows. The list of all
-- deliveries is merged from those of each status.
CREATE TABLE deliveries_by_id (
  order_id TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('assigned', 'started', 'completed', 'canceled')),
  placed_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  order_json TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO deliveries_by_id (order_id, delivery_id, seq, status, placed_at, started_at, ended_at, order_json)
SELECT order_id, delivery_id, seq, status, placed_at, started_at, ended_at, order_json FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE deliveries_by_id RENAME TO deliveries;
CREATE INDEX deliveries_by_status ON deliveries (status, placed_at, order_id);
