// The schema of an object: a new one gets the newest at once, and an older one the steps that it lacks, each once.
import { expect, test } from 'vitest'
import { isUninitialized, schema } from '../../../src/platform/schema.ts'
import type { Storage } from '../../../src/platform/storage.ts'
import { openStorage } from '../../support/node-storage.ts'

const steps = ['CREATE TABLE a (x);', 'ALTER TABLE a ADD COLUMN y;', 'CREATE TABLE b (z);']
const newest = 'CREATE TABLE a (x, y); CREATE TABLE b (z);'

const tablesOf = (storage: Storage) =>
  storage
    .sql(`SELECT m.name, group_concat(c.name) AS columns FROM sqlite_master m, pragma_table_info(m.name) c
          WHERE m.type = 'table' AND m.name <> 'migration' GROUP BY m.name ORDER BY m.name`)
    .map(({ name, columns }) => `${name}(${columns})`)

/** An object of a release that knew `done` of the steps, as it has them today: in a view. */
function olderObject(done: number): Storage {
  const storage = openStorage()
  schema(steps.slice(0, done), steps.slice(0, done).join('\n')).create(storage)
  return storage
}

/** An object of the first releases, which kept the steps in a table. */
function firstObject(done: number): Storage {
  const storage = openStorage()
  storage.sql('CREATE TABLE migration (step INTEGER PRIMARY KEY); ')
  for (const [index, step] of steps.slice(0, done).entries()) {
    storage.sql(step)
    storage.sql('INSERT INTO migration (step) VALUES (?)', index + 1)
  }
  return storage
}

test('a new object has the newest tables, and nothing to migrate', () => {
  const storage = openStorage()
  schema(steps, newest).create(storage)
  expect(tablesOf(storage)).toEqual(['a(x,y)', 'b(z)'])
  expect(schema(steps, newest).migrate(storage)).toBeNull()
})

test.each([
  ['of any earlier release', olderObject],
  ['of the first releases', firstObject],
])('an object %s gets the steps that it lacks, once, and says from which', (_, objectOf) => {
  for (const done of [1, 2]) {
    const storage = objectOf(done)
    expect(schema(steps, newest).migrate(storage)).toBe(done)
    expect(tablesOf(storage)).toEqual(['a(x,y)', 'b(z)'])
    expect(schema(steps, newest).migrate(storage)).toBeNull()
  }
})

test('a release that was taken back leaves a newer object as it is', () => {
  const storage = olderObject(3)
  expect(schema(steps.slice(0, 1), 'CREATE TABLE a (x);').migrate(storage)).toBeNull()
  expect(tablesOf(storage)).toEqual(['a(x,y)', 'b(z)'])
})

test('an object is uninitialized until its tables are created', () => {
  const storage = openStorage()
  expect(isUninitialized(storage)).toBe(true)
  expect(storage.sql('SELECT name FROM sqlite_master')).toEqual([])
  schema(steps, newest).create(storage)
  expect(isUninitialized(storage)).toBe(false)
  expect(isUninitialized(firstObject(1))).toBe(false)
})
