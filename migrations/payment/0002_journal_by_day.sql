-- A note is one row: the journal is read by the day, and an order's notes are found by the days of the order.
CREATE TABLE journal_of_day (
  order_id TEXT NOT NULL,
  day TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (day, order_id)
) WITHOUT ROWID;
INSERT INTO journal_of_day (order_id, day, seq) SELECT order_id, day, seq FROM journal;
DROP TABLE journal;
ALTER TABLE journal_of_day RENAME TO journal;
