-- The courier who set out with a delivery, and since when; all null while nobody has it.
ALTER TABLE deliveries ADD COLUMN courier_id TEXT;
ALTER TABLE deliveries ADD COLUMN courier_name TEXT;
ALTER TABLE deliveries ADD COLUMN courier_since TEXT;
