-- The courier who set out with a delivery, and since when; all null while nobody has it.
ALTER TABLE deliveries ADD COLUMN courier_id TEXT;
ALTER TABLE deliveries ADD COLUMN courier_name TEXT;
ALTER TABLE deliveries ADD COLUMN courier_since TEXT;
-- Only what is on the road is listed by courier.
CREATE INDEX deliveries_on_the_road ON deliveries (courier_id, placed_at, order_id) WHERE status = 'started';
