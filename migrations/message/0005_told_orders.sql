-- The orders that their customers were told of: one row for each order, by which lists find its messages. So a message
-- is one row. A trigger writes it, whoever writes the message.
CREATE TABLE told_orders (
  customer_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  first_at TEXT NOT NULL,
  PRIMARY KEY (customer_id, order_id)
) WITHOUT ROWID;
INSERT INTO told_orders (customer_id, order_id, first_at)
SELECT customer_id, order_id, MIN(recorded_at) FROM messages GROUP BY customer_id, order_id;
CREATE INDEX told_orders_newest ON told_orders (first_at, order_id);
CREATE TRIGGER messages_inserted AFTER INSERT ON messages BEGIN
  INSERT INTO told_orders (customer_id, order_id, first_at)
  SELECT NEW.customer_id, NEW.order_id, NEW.recorded_at
  WHERE NOT EXISTS (SELECT 1 FROM told_orders WHERE customer_id = NEW.customer_id AND order_id = NEW.order_id);
END;
DROP INDEX messages_newest;
DROP INDEX messages_by_customer;
