// A write to several databases: one batch for each, and one that fails keeps none of the others from being written.
import { expect, test } from 'vitest'
import { Writes } from '../../../src/platform/writes.ts'
import { openDatabase } from '../../support/sqlite.ts'

function opened() {
  const databases = [openDatabase('archive'), openDatabase('archive')] as const
  for (const database of databases) database.rows('CREATE TABLE thing (id TEXT PRIMARY KEY)')
  const insert = (of: 0 | 1, id: string) => databases[of].prepare('INSERT INTO thing (id) VALUES (?)').bind(id)
  const ids = () => databases.map((database) => database.rows('SELECT id FROM thing').map(({ id }) => id))
  return { databases, insert, ids }
}

test('what a database gets is one transaction', async () => {
  const { databases, insert, ids } = opened()
  const writes = new Writes()
  writes.add(databases[0], insert(0, 'a'))
  writes.add(databases[1], insert(1, 'b'), insert(1, 'c'))
  writes.add(databases[0], insert(0, 'd'))
  expect(writes.databases).toEqual(databases)
  await writes.run()
  expect(ids()).toEqual([
    ['a', 'd'],
    ['b', 'c'],
  ])
  expect(databases.map(({ calls }) => calls.batches)).toEqual([[2], [2]])
})

test('a fault is thrown when the others are written', async () => {
  const { databases, insert, ids } = opened()
  const writes = new Writes()
  writes.add(databases[0], insert(0, 'a'), insert(0, 'a'))
  writes.add(databases[1], insert(1, 'b'))
  await expect(writes.run()).rejects.toThrow('UNIQUE')
  expect(ids()).toEqual([[], ['b']])
})

test('a database that gets nothing is not called', async () => {
  const { databases } = opened()
  const writes = new Writes()
  writes.add(databases[0])
  await writes.run()
  expect(writes.databases).toEqual([])
  expect(databases[0].calls.batches).toEqual([])
})
