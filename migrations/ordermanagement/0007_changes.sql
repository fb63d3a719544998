-- What changed lately, in one row, for the pages that follow changes. `newest` is the time of the newest change by this
-- database's clock, in milliseconds; `recent` has the newest 64 changes as [order, time]. Triggers write it, so that no
-- change of an order is left out, whoever writes it. A table that the pages show of an order needs its own triggers.
CREATE TABLE changes (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  newest INTEGER NOT NULL,
  recent TEXT NOT NULL
);
INSERT INTO changes (id, newest, recent) VALUES (1, 0, '[]');
CREATE TRIGGER worklist_inserted AFTER INSERT ON worklist BEGIN
  UPDATE changes
  SET newest = at,
      recent = json_insert(
        IIF(json_array_length(recent) < 64, recent, json_remove(recent, '$[0]')), '$[#]', json_array(NEW.order_id, at))
  FROM (SELECT MAX(newest + 1, CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)) AS at FROM changes);
END;
CREATE TRIGGER worklist_updated AFTER UPDATE ON worklist BEGIN
  UPDATE changes
  SET newest = at,
      recent = json_insert(
        IIF(json_array_length(recent) < 64, recent, json_remove(recent, '$[0]')), '$[#]', json_array(NEW.order_id, at))
  FROM (SELECT MAX(newest + 1, CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)) AS at FROM changes);
END;
CREATE TRIGGER notes_inserted AFTER INSERT ON notes BEGIN
  UPDATE changes
  SET newest = at,
      recent = json_insert(
        IIF(json_array_length(recent) < 64, recent, json_remove(recent, '$[0]')), '$[#]', json_array(NEW.order_id, at))
  FROM (SELECT MAX(newest + 1, CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)) AS at FROM changes);
END;
