-- The customers' orders, each as it stood after its event number `seq`. `change` grows with every write to this
-- database.
CREATE TABLE orders (
  order_id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  placed_at TEXT NOT NULL,
  projected_at TEXT NOT NULL,
  change INTEGER NOT NULL,
  order_json TEXT NOT NULL
);
CREATE UNIQUE INDEX orders_change ON orders (change);
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at, order_id);
CREATE INDEX orders_changed ON orders (customer_id, change);
