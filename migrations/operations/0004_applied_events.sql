-- The events of orders that operations has applied: a cancel by the store, and each request of a part refund. By them
-- an order knows that the audit has its acts.
CREATE TABLE applied_events (
  order_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (order_id, seq)
) WITHOUT ROWID;
