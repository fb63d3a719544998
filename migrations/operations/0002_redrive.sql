-- What became of a dead letter, and the list of what people did, which only grows.
ALTER TABLE dead_letters ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
-- Why the last try failed; null when nobody told.
ALTER TABLE dead_letters ADD COLUMN cause TEXT;
-- Why it was discarded, while it is.
ALTER TABLE dead_letters ADD COLUMN reason TEXT;
ALTER TABLE dead_letters ADD COLUMN deaths INTEGER NOT NULL DEFAULT 1;
-- The queue's id of the message at its last death; null in rows of the release before, where it is dead_letter_id.
ALTER TABLE dead_letters ADD COLUMN queue_message_id TEXT;
CREATE INDEX dead_letters_by_subject ON dead_letters (subject, subscriber);
CREATE INDEX dead_letters_by_state ON dead_letters (state, died_at, dead_letter_id);

-- `action`: the name of the call, as in the authorization table. `target`: the id of what it was about.
CREATE TABLE audit (
  audit_id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  actor_name TEXT,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  reason TEXT,
  before_json TEXT,
  after_json TEXT,
  request_id TEXT
) WITHOUT ROWID;
CREATE INDEX audit_newest ON audit (at, audit_id);
CREATE INDEX audit_by_actor ON audit (actor_id, at, audit_id);
CREATE INDEX audit_by_action ON audit (action, at, audit_id);
CREATE INDEX audit_by_target ON audit (target, at, audit_id);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit only grows');
END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit only grows');
END;
