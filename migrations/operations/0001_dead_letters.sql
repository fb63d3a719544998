-- Messages that a subscriber could not handle, kept until someone decides about them.
CREATE TABLE dead_letters (
  dead_letter_id TEXT PRIMARY KEY,
  subscriber TEXT NOT NULL,
  subject TEXT,
  type TEXT,
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  died_at TEXT NOT NULL
);
CREATE INDEX dead_letters_newest ON dead_letters (died_at, dead_letter_id);
CREATE INDEX dead_letters_by_subscriber ON dead_letters (subscriber, died_at, dead_letter_id);
