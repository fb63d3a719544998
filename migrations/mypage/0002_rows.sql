-- A row is one row: the key is the table itself, and the one index beside it does not change with an event. `change`
-- is the time of the last write by this database's clock, in milliseconds, and a row's own never falls. What stands
-- here keeps its number, which is smaller than any time.
CREATE TABLE orders_by_id (
  order_id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  placed_at TEXT NOT NULL,
  projected_at TEXT NOT NULL,
  change INTEGER NOT NULL,
  order_json TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO orders_by_id (order_id, customer_id, seq, placed_at, projected_at, change, order_json)
SELECT order_id, customer_id, seq, placed_at, projected_at, change, order_json FROM orders;
DROP TABLE orders;
ALTER TABLE orders_by_id RENAME TO orders;
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at, order_id);
