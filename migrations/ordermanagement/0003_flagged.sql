-- Whether the order has been flagged, and still waits for what it was flagged for.
ALTER TABLE worklist ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0;
CREATE INDEX worklist_flagged ON worklist (paid_at, order_id) WHERE flagged = 1;
