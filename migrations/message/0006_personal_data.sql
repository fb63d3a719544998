-- The texts name people and places, so they are encrypted under the key of their order: `personal_key` has it, and is
-- null where an earlier release wrote a text in clear, and where the text is erased.
ALTER TABLE messages ADD COLUMN personal_key TEXT;
-- The orders whose personal data is erased: a message that comes late is not sent, and brings nothing back.
CREATE TABLE erased_orders (
  order_id TEXT PRIMARY KEY,
  erased_at TEXT NOT NULL
) WITHOUT ROWID;
