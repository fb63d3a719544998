-- Which order's money moved on which day (UTC), as the orders themselves tell it.
CREATE TABLE journal (
  order_id TEXT NOT NULL,
  day TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (order_id, day)
) WITHOUT ROWID;
CREATE INDEX journal_by_day ON journal (day, order_id);

-- The provider's own books, as read for the days that were reconciled.
CREATE TABLE entries (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  day TEXT NOT NULL,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX entries_by_day ON entries (day, order_id);
CREATE INDEX entries_by_order ON entries (order_id);

-- How far the reconciliation of a day has come. `cursor`: the provider's while reading, then the last order compared.
CREATE TABLE reconciliations (
  day TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  cursor TEXT,
  steps INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  orders INTEGER NOT NULL,
  under_way INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT
);

CREATE TABLE differences (
  day TEXT NOT NULL,
  difference_id TEXT NOT NULL,
  difference_json TEXT NOT NULL,
  PRIMARY KEY (day, difference_id)
) WITHOUT ROWID;
