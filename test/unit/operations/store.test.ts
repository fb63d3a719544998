// The dead letters' store: each message is one letter, and a page never parts two of one instant wrongly.
import { expect, test } from 'vitest'
import {
  type Death,
  listLetters,
  openLetters,
  readLetter,
  sentStatement,
  storeDeath,
} from '../../../src/operations/store.ts'
import { decodeCursor } from '../../../src/platform/cursor.ts'
import { openDatabase } from '../../support/sqlite.ts'

function deathOf(deathId: string, changes: Partial<Death> = {}): Death {
  const message = JSON.stringify(deathId)
  const told = { subject: null, type: null, message, cause: null, attempts: 1, diedAt: '2026-11-02T09:00:00.000Z' }
  return { deathId, subscriber: 'mypage', ...told, ...changes }
}

const idsOf = (letters: readonly { deadLetterId: string }[]) => letters.map(({ deadLetterId }) => deadLetterId)

test('letters of one instant are paged by their id, each once', async () => {
  const database = openDatabase('operations')
  for (const id of ['b', 'd', 'a', 'c']) await storeDeath(database, deathOf(id))
  const first = await listLetters(database, {}, { limit: 3, after: null })
  expect(idsOf(first.items)).toEqual(['d', 'c', 'b'])
  const [time, id] = decodeCursor(first.cursor ?? '', 2) ?? []
  const second = await listLetters(database, {}, { limit: 3, after: [String(time), String(id)] })
  expect([idsOf(second.items), second.cursor]).toEqual([['a'], null])
})

test('each field of the filter selects', async () => {
  const database = openDatabase('operations')
  await storeDeath(database, deathOf('a'))
  await storeDeath(database, deathOf('b', { subscriber: 'delivery', diedAt: '2026-11-02T10:00:00.000Z' }))
  await storeDeath(database, deathOf('c', { subject: 'ord_1', type: 'homeappliance.order.OrderPlaced' }))
  database.sqlite.exec(`UPDATE dead_letters SET state = 'discarded' WHERE dead_letter_id = 'b'`)
  const found = async (filter: object) => idsOf((await listLetters(database, filter, { limit: 9, after: null })).items)
  expect(await found({ subscriber: 'delivery' })).toEqual(['b'])
  expect(await found({ orderId: 'ord_1' })).toEqual(['c'])
  expect(await found({ type: 'OrderPlaced' })).toEqual(['c'])
  expect(await found({ state: 'open' })).toEqual(['c', 'a'])
  expect(await found({ since: '2026-11-02T10:00:00.000Z' })).toEqual(['b'])
  expect(await found({ until: '2026-11-02T10:00:00.000Z' })).toEqual(['c', 'a'])
})

test('the open ones are counted, and the oldest come first', async () => {
  const database = openDatabase('operations')
  for (const id of ['a', 'b', 'c']) await storeDeath(database, deathOf(id))
  await storeDeath(database, deathOf('x', { subscriber: 'a queue of nobody' }))
  const { letters, all } = await openLetters(database, {}, ['mypage', 'delivery'], 2)
  expect([idsOf(letters), all]).toEqual([['a', 'b'], 3])
})

test('one that has died since it was read is not marked as sent', async () => {
  const database = openDatabase('operations')
  await storeDeath(database, deathOf('a'))
  const read = await readLetter(database, 'a')
  if (read === null) throw new Error('it was not stored')
  await storeDeath(database, deathOf('b', { message: '"a"' }))
  await database.batch([sentStatement(database, read)])
  expect(await readLetter(database, 'a')).toMatchObject({ state: 'open', deaths: 2 })
})
