-- The last rebuild of each projection: how far it is, and what it has found. `step` counts its pieces.
CREATE TABLE rebuilds (
  projection TEXT PRIMARY KEY,
  step INTEGER NOT NULL,
  cursor TEXT,
  state TEXT NOT NULL
) WITHOUT ROWID;
