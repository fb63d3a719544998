-- Whether `paid_at` comes from the payment's own event; until that is heard, it is when the order was placed.
ALTER TABLE worklist ADD COLUMN paid_at_known INTEGER NOT NULL DEFAULT 1;
