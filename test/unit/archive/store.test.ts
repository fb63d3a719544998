// The staging store: tables that are renamed as a whole.
import { expect, test } from 'vitest'
import {
  BatchDropped,
  closeBatch,
  dropBatch,
  insertStaged,
  listBatches,
  readBatch,
} from '../../../src/archive/store.ts'
import { openDatabase } from '../../support/sqlite.ts'

const now = Date.parse('2026-11-21T09:15:00.123Z')
const staged = (orderId: string) => ({ orderId, events: 1, firstAt: 'a', lastAt: 'b', lines: '{}\n' })

test('a closed batch keeps its rows, and new ones go into the next', async () => {
  const database = openDatabase('archive')
  await insertStaged(database, staged('one')).run()
  await closeBatch(database, now, '1f0c2a9b')
  await insertStaged(database, staged('two')).run()
  const [batch] = await listBatches(database)
  if (batch === undefined) throw new Error('nothing was closed')
  expect(batch).toEqual({ name: 'batch_20261121T091500123_1f0c2a9b', date: '2026-11-21', hour: '09' })
  expect(await readBatch(database, batch, 0, 10)).toEqual([{ id: 1, ...staged('one') }])
  expect(await readBatch(database, batch, 1, 10)).toEqual([])
  await dropBatch(database, batch)
  await dropBatch(database, batch)
  await expect(readBatch(database, batch, 0, 10)).rejects.toThrow(BatchDropped)
  expect(database.rows('SELECT order_id FROM staged')).toEqual([{ order_id: 'two' }])
})

test('the new table is as the migration made it', async () => {
  const database = openDatabase('archive')
  const columns = () => database.rows(`SELECT name, type, "notnull", pk FROM pragma_table_info('staged')`)
  const before = columns()
  await insertStaged(database, staged('one')).run()
  await closeBatch(database, now, '1f0c2a9b')
  expect(columns()).toEqual(before)
})

test('nothing is closed while nothing is staged, and no other text becomes the name of a table', async () => {
  const database = openDatabase('archive')
  await closeBatch(database, now, '1f0c2a9b')
  expect(await listBatches(database)).toEqual([])
  await insertStaged(database, staged('one')).run()
  await expect(closeBatch(database, now, 'x; DROP TABLE staged')).rejects.toThrow('is no name of a batch')
  database.rows('CREATE TABLE batch_of_another (x)')
  expect(await listBatches(database)).toEqual([])
})
