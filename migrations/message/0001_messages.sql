-- What customers are told: one message for each order and kind. `sent_at` is null until it has reached its channel.
CREATE TABLE messages (
  message_id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('deliveryStarted', 'deliveryCanceled')),
  text TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  sent_at TEXT,
  UNIQUE (order_id, kind)
);
CREATE INDEX messages_newest ON messages (recorded_at, message_id);
CREATE INDEX messages_by_customer ON messages (customer_id, recorded_at, message_id);
