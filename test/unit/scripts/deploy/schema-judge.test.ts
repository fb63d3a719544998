// Which changes of a schema the code before could miss: found by running them on SQLite.
import { expect, it } from 'vitest'
import { judgeMigrations } from '../../../../scripts/deploy/schema-judge.ts'

const before = `
CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL, -- CHECK (nothing)
  note TEXT DEFAULT 'CHECK (none)',
  qty INTEGER CHECK (qty > 0),
  city TEXT
);
CREATE TABLE lines (order_id TEXT NOT NULL, item TEXT);
CREATE UNIQUE INDEX orders_by_customer ON orders (customer);
CREATE INDEX orders_by_city ON orders (city);
CREATE VIEW cities AS SELECT city FROM orders;
CREATE TRIGGER orders_inserted AFTER INSERT ON orders BEGIN UPDATE orders SET note = '' WHERE id = NEW.id; END;`

const breaksOf = (sql: string) =>
  judgeMigrations([
    { name: '0001.sql', sql: before },
    { name: '0002.sql', sql },
  ])[1]?.breaks

const rebuilt = (columns: string) => `
CREATE TABLE new_lines (${columns});
INSERT INTO new_lines (order_id, item) SELECT order_id, item FROM lines;
DROP TABLE lines;
ALTER TABLE new_lines RENAME TO lines;`

it.each<[string, string]>([
  ['a new table', 'CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL CHECK (length(text) > 0));'],
  ['a new column that may be null', 'ALTER TABLE orders ADD COLUMN street TEXT;'],
  [
    'a new column with a default',
    "ALTER TABLE orders ADD COLUMN street TEXT NOT NULL DEFAULT '' CHECK (street <> 'x');",
  ],
  ['a new generated column', 'ALTER TABLE orders ADD COLUMN double INTEGER NOT NULL AS (qty * 2);'],
  ['an index that is new or gone', 'CREATE INDEX a ON orders (note); DROP INDEX orders_by_city;'],
  ['a new trigger', 'CREATE TRIGGER more AFTER INSERT ON lines BEGIN UPDATE orders SET note = NULL; END;'],
  [
    'a trigger that does something else',
    'DROP TRIGGER orders_inserted; CREATE TRIGGER orders_inserted AFTER INSERT ON orders BEGIN DELETE FROM lines; END;',
  ],
  ['a table that is written anew', rebuilt('order_id TEXT NOT NULL, item TEXT, more TEXT')],
  ['a table of words', 'CREATE VIRTUAL TABLE words USING fts5 (text);'],
])('%s breaks nothing', (_what, sql) => {
  expect(breaksOf(sql)).toEqual([])
})

it.each<[string, string[]]>([
  ['DROP TABLE lines; DROP TRIGGER orders_inserted;', ['lines is gone', 'the trigger orders_inserted is gone']],
  ['ALTER TABLE lines RENAME TO rows;', ['lines is gone']],
  ['ALTER TABLE orders DROP COLUMN note;', ['orders.note is gone']],
  ['ALTER TABLE lines RENAME COLUMN item TO thing;', ['lines.item is gone']],
  ['DROP VIEW cities;', ['cities is gone']],
  ['DROP VIEW cities; CREATE VIEW cities AS SELECT id FROM orders;', ['cities.city is gone']],
  [
    'DROP TABLE lines; CREATE VIEW lines AS SELECT id AS order_id, id AS item FROM orders;',
    ['lines was a table and is a view'],
  ],
  [rebuilt('order_id TEXT NOT NULL, item TEXT NOT NULL'), ['lines.item must no longer be null']],
  [rebuilt('order_id INTEGER NOT NULL, item TEXT'), ['lines.order_id was TEXT and is INTEGER']],
  [
    rebuilt('order_id TEXT NOT NULL, item TEXT, more TEXT NOT NULL').replace(
      'item) SELECT order_id, item',
      'item, more) SELECT order_id, item, 1',
    ),
    ['lines.more is new, must not be null, and has no default'],
  ],
  [
    rebuilt("order_id TEXT NOT NULL, item TEXT CHECK (item <> '')"),
    ["lines has a new constraint: CHECK ( item <> '' )"],
  ],
  [
    rebuilt('order_id TEXT NOT NULL REFERENCES orders (id), item TEXT'),
    ['lines has a new constraint: order_id TEXT NOT NULL REFERENCES orders ( id )'],
  ],
  ['CREATE UNIQUE INDEX one ON lines (order_id, item);', ['lines must now be unique by item, order_id']],
  ['DROP INDEX orders_by_customer;', ['orders is no longer unique by customer']],
  [
    "CREATE TRIGGER refuse BEFORE INSERT ON lines BEGIN SELECT RAISE(ABORT, 'no'); END;",
    ['the trigger refuse may refuse what is written to lines'],
  ],
])('found: %s', (sql, breaks) => {
  expect(breaksOf(sql)).toEqual(breaks)
})

it('SQL that cannot be run names its file', () => {
  expect(() => breaksOf('CREATE TABEL x (a);')).toThrow('The migration 0002.sql is refused by SQLite: near "TABEL"')
})
