-- How a message stands with the channel that carries it out of the shop. One that was sent at its first try is one row,
-- as before. `channel` is null where it stands in the shop alone, or an earlier release sent it.
ALTER TABLE messages ADD COLUMN channel TEXT;
-- Its id at the e-mail service, by which that tells of it.
ALTER TABLE messages ADD COLUMN channel_id TEXT;
CREATE INDEX messages_by_channel_id ON messages (channel_id) WHERE channel_id IS NOT NULL;
-- 'waiting' for its next try, 'failed' for good, or 'bounced'; null when all is well. `cause` is a code, and no text.
ALTER TABLE messages ADD COLUMN problem TEXT;
ALTER TABLE messages ADD COLUMN problem_at TEXT;
ALTER TABLE messages ADD COLUMN cause TEXT;
CREATE INDEX messages_by_problem ON messages (problem, recorded_at, message_id) WHERE problem IS NOT NULL;
-- The tries that failed, until one succeeds.
ALTER TABLE messages ADD COLUMN tries INTEGER;
ALTER TABLE messages ADD COLUMN first_tried_at TEXT;
ALTER TABLE messages ADD COLUMN next_try_at TEXT;
-- When the channel said that it was delivered, and the time of the newest that it said.
ALTER TABLE messages ADD COLUMN delivered_at TEXT;
ALTER TABLE messages ADD COLUMN reported_at TEXT;
-- What people did with messages. Each act is written together with what it does. Operations reads it by `seq`, and
-- keeps it in the audit. `seq` only grows, since no row is ever deleted.
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
