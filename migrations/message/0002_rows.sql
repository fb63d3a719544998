-- A row is one row: the key is the table itself, and follows from order and kind. A message is recorded when it has
-- been sent; `sent_at` is null only where an older release had recorded one before.
CREATE TABLE messages_by_id (
  message_id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('deliveryStarted', 'deliveryCanceled')),
  text TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  sent_at TEXT
) WITHOUT ROWID;
INSERT INTO messages_by_id (message_id, order_id, customer_id, kind, text, recorded_at, sent_at)
SELECT message_id, order_id, customer_id, kind, text, recorded_at, sent_at FROM messages;
DROP TABLE messages;
ALTER TABLE messages_by_id RENAME TO messages;
CREATE INDEX messages_newest ON messages (recorded_at, message_id);
CREATE INDEX messages_by_customer ON messages (customer_id, recorded_at, message_id);
