-- What changed lately, for the pages that follow changes. Each row has the time of its last change, by this database's
-- clock, in milliseconds. For lists, one row of `following` has the newest change of all. It is written only while
-- somebody follows (`watched_until`), and once a second at most: `newest` is the end of the second that has begun with
-- a change, and `settled` that of the second before. Triggers write both, so that no change is left out.
ALTER TABLE deliveries ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
CREATE TABLE following (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  newest INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  watched_until INTEGER NOT NULL
);
INSERT INTO following (id, newest, settled, watched_until) VALUES (1, 0, 0, 0);
DROP TRIGGER deliveries_inserted;
DROP TRIGGER deliveries_updated;
CREATE TRIGGER deliveries_inserted AFTER INSERT ON deliveries
WHEN (
  SELECT newest <= ms AND ms <= watched_until
  FROM following, (SELECT CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER) AS ms)
) BEGIN
  UPDATE following SET settled = newest, newest = CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER) + 1000;
END;
CREATE TRIGGER deliveries_updated AFTER UPDATE ON deliveries
WHEN (
  SELECT newest <= ms AND ms <= watched_until
  FROM following, (SELECT CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER) AS ms)
) BEGIN
  UPDATE following SET settled = newest, newest = CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER) + 1000;
END;
-- A write that does not date its row costs one row more.
CREATE TRIGGER deliveries_inserted_undated AFTER INSERT ON deliveries WHEN NEW.changed_at = 0 BEGIN
  UPDATE deliveries SET changed_at = CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER) WHERE order_id = NEW.order_id;
END;
CREATE TRIGGER deliveries_updated_undated AFTER UPDATE ON deliveries WHEN NEW.changed_at = OLD.changed_at BEGIN
  UPDATE deliveries SET changed_at = MAX(OLD.changed_at + 1, CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER))
  WHERE order_id = NEW.order_id;
END;
-- For the release before, whose pages follow by this row: something changes every ten seconds, in any order.
DROP TABLE changes;
CREATE VIEW changes AS
WITH RECURSIVE
  clock (ms) AS (SELECT CAST(unixepoch() / 10 AS INTEGER) * 10000),
  numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 64)
SELECT 1 AS id, ms AS newest, (SELECT json_group_array(json_array('', ms + 0 * n)) FROM numbers) AS recent FROM clock;
