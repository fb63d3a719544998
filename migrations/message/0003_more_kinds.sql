-- More kinds of messages, which the code knows alone: a constraint would need a new table for each.
CREATE TABLE messages_of_any_kind (
  message_id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  sent_at TEXT
) WITHOUT ROWID;
INSERT INTO messages_of_any_kind (message_id, order_id, customer_id, kind, text, recorded_at, sent_at)
SELECT message_id, order_id, customer_id, kind, text, recorded_at, sent_at FROM messages;
DROP TABLE messages;
ALTER TABLE messages_of_any_kind RENAME TO messages;
CREATE INDEX messages_newest ON messages (recorded_at, message_id);
CREATE INDEX messages_by_customer ON messages (customer_id, recorded_at, message_id);
-- An order has one message of each other kind, whose id follows from the order: see src/message/compose.ts.
CREATE INDEX messages_part_refunds ON messages (order_id) WHERE kind = 'partRefunded';
