-- One delivery for each order that was taken, as the order stood after its event number `seq`.
CREATE TABLE deliveries (
  order_id TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('assigned', 'started', 'completed', 'canceled')),
  placed_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  order_json TEXT NOT NULL
);
CREATE INDEX deliveries_newest ON deliveries (placed_at, order_id);
CREATE INDEX deliveries_by_status ON deliveries (status, placed_at, order_id);
