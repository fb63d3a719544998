-- The mark that each projection was given last, and since when it is being brought up to date after it was set back.
CREATE TABLE watermarks (
  projection TEXT PRIMARY KEY,
  mark INTEGER NOT NULL,
  set_back_at TEXT
) WITHOUT ROWID;
