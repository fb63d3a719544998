-- The words by which an order is found: see src/ordermanagement/search-index.ts. They never change, so each order is
-- indexed once, and the newest has the highest rowid.
CREATE VIRTUAL TABLE worklist_search USING fts5(
  order_id UNINDEXED,
  words,
  content = '',
  contentless_delete = 1,
  contentless_unindexed = 1
);
-- Whether the words of the order stand in the index.
ALTER TABLE worklist ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
-- The orders so far, the oldest first.
WITH RECURSIVE
  numbers (n) AS (VALUES (2) UNION ALL SELECT n + 1 FROM numbers WHERE n < 300),
  texts (order_id, paid_at, text, typed, display, e164) AS (
    SELECT
      order_id,
      paid_at,
      order_json ->> '$.contact.customerName'
        || (SELECT group_concat(' ' || (value ->> '$.itemName'), '') FROM json_each(order_json, '$.lines')),
      order_json ->> '$.contact.deliveryPhoneNumber',
      order_json ->> '$.contact.deliveryPhone.display',
      order_json ->> '$.contact.deliveryPhone.e164'
    FROM worklist
  )
INSERT INTO worklist_search (order_id, words)
SELECT
  order_id,
  concat_ws(
    ' ',
    text,
    typed,
    replace(coalesce(display, typed), '-', ''),
    substr(replace(coalesce(display, typed), '-', ''), -8),
    e164,
    (
      SELECT group_concat(substr(text, n, instr(substr(text, n) || ' ', ' ') - 1), ' ')
      FROM numbers
      WHERE n < length(text) AND substr(text, n, 1) BETWEEN '가' AND '힣' AND substr(text, n + 1, 1) BETWEEN '가' AND '힣'
    )
  )
FROM texts
ORDER BY paid_at, order_id;
UPDATE worklist SET indexed = 1;
