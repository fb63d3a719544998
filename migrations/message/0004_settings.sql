-- What each customer does not want to be told. A customer without a row is told everything.
CREATE TABLE message_settings (
  customer_id TEXT PRIMARY KEY,
  kinds_off TEXT NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
-- Messages that are not sent: switched off at their time, or no longer news. They are never sent later.
CREATE TABLE withheld_messages (
  message_id TEXT PRIMARY KEY,
  withheld_at TEXT NOT NULL
) WITHOUT ROWID;
