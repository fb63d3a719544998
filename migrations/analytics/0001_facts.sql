-- One row for each order that was paid or canceled, under the shop's day on which it was placed. No personal data.
CREATE TABLE order_facts (
  day TEXT NOT NULL,
  order_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  currency TEXT NOT NULL,
  paid INTEGER NOT NULL,
  captured INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  cancel_reason TEXT,
  delivered_seconds INTEGER,
  lines TEXT NOT NULL,
  PRIMARY KEY (day, order_id)
) WITHOUT ROWID;
-- The sums of a day, made when somebody asks for them. A change of one of its orders removes them.
CREATE TABLE day_sums (
  day TEXT PRIMARY KEY,
  sums TEXT NOT NULL
) WITHOUT ROWID;
