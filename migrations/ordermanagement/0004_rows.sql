-- A row is one row: the key is the table itself, and the list of all orders is merged from those of each status.
CREATE TABLE worklist_by_id (
  order_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  order_status TEXT NOT NULL,
  flagged INTEGER NOT NULL DEFAULT 0,
  paid_at TEXT NOT NULL,
  paid_at_known INTEGER NOT NULL DEFAULT 1,
  order_json TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO worklist_by_id (order_id, seq, order_status, flagged, paid_at, paid_at_known, order_json)
SELECT order_id, seq, order_status, flagged, paid_at, paid_at_known, order_json FROM worklist;
DROP TABLE worklist;
ALTER TABLE worklist_by_id RENAME TO worklist;
CREATE INDEX worklist_by_status ON worklist (order_status, paid_at, order_id);
CREATE INDEX worklist_flagged ON worklist (paid_at, order_id) WHERE flagged = 1;
