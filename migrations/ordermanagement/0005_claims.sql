-- The clerk who has the order in hand, by account and name, and since when: who claimed it, and then who packed it.
ALTER TABLE worklist ADD COLUMN clerk_id TEXT;
ALTER TABLE worklist ADD COLUMN clerk_name TEXT;
ALTER TABLE worklist ADD COLUMN clerk_since TEXT;
-- What the staff note about an order, for themselves, and each claim that one clerk took from another.
CREATE TABLE notes (
  order_id TEXT NOT NULL,
  at TEXT NOT NULL,
  note_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (order_id, note_id)
) WITHOUT ROWID;
