-- Events of orders on their way to the archive: a row for each time that an order brings some. `lines`: the events as
-- JSON lines. The archiver renames the table, makes a new one, and drops the old one when its rows are in the archive.
CREATE TABLE staged (
  id INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  lines TEXT NOT NULL
);
