-- How far the acts of each context that records some were read: the newest `seq` that is in the audit.
CREATE TABLE audit_sources (
  source TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
);
