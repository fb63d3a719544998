-- The mark that operations wrote last. One that is behind what operations knows tells that the database was set back to
-- a backup: see src/operations/watermarks.ts.
CREATE TABLE watermark (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  mark INTEGER NOT NULL
);
