-- What ops started here: reconciliations and inquiries. Each act is written together with what it does. Operations
-- reads it by `seq`, and keeps it in the audit. `seq` only grows, since no row is ever deleted.
CREATE TABLE acts (
  seq INTEGER PRIMARY KEY,
  act_id TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  before_json TEXT,
  after_json TEXT,
  request_id TEXT
);
CREATE TRIGGER acts_are_never_changed BEFORE UPDATE ON acts
BEGIN
  SELECT RAISE(ABORT, 'acts are only added');
END;
CREATE TRIGGER acts_are_never_deleted BEFORE DELETE ON acts
BEGIN
  SELECT RAISE(ABORT, 'acts are only added');
END;
