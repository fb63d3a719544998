-- What Workers have counted and nobody has summed up yet. `counts` and `peaks`: JSON, the value of each series.
CREATE TABLE figure_samples (
  sample_id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  counts TEXT NOT NULL,
  peaks TEXT NOT NULL
);
-- The sums since the beginning, by series.
CREATE TABLE figure_counters (
  series TEXT PRIMARY KEY,
  value REAL NOT NULL
) WITHOUT ROWID;
-- The greatest value of each minute (epoch milliseconds), for the last minutes.
CREATE TABLE figure_peaks (
  minute INTEGER NOT NULL,
  series TEXT NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (minute, series)
) WITHOUT ROWID;
-- The sums as they were at each minute of the last days: what happened in a window is the difference of two of them.
CREATE TABLE figure_history (
  at INTEGER PRIMARY KEY,
  counters TEXT NOT NULL
);
-- How each rule was judged last, as JSON.
CREATE TABLE alerts (
  rule TEXT PRIMARY KEY,
  state TEXT NOT NULL
) WITHOUT ROWID;
-- The rules whose notices ops have silenced, until when, and why.
CREATE TABLE alert_silences (
  rule TEXT PRIMARY KEY,
  until TEXT NOT NULL,
  by_id TEXT NOT NULL,
  reason TEXT NOT NULL
) WITHOUT ROWID;
-- One run judges at a time: until when it has the turn (epoch milliseconds).
CREATE TABLE alert_turn (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  until INTEGER NOT NULL
);
INSERT INTO alert_turn (id, until) VALUES (1, 0);
