-- The worklist: one row for each order that was ever paid, as it stood after its event number `seq`.
CREATE TABLE worklist (
  order_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  order_status TEXT NOT NULL,
  paid_at TEXT NOT NULL,
  order_json TEXT NOT NULL
);
CREATE INDEX worklist_newest ON worklist (paid_at, order_id);
CREATE INDEX worklist_by_status ON worklist (order_status, paid_at, order_id);
