// The dead letters' store: each is kept once, and a page never parts two of one instant wrongly.
import { expect, test } from 'vitest'
import type { DeadLetter } from '../../../src/contract/dead-letter.ts'
import { listDeadLetters, storeDeadLetter } from '../../../src/operations/store.ts'
import { decodeCursor } from '../../../src/platform/cursor.ts'
import { openDatabase } from '../../support/sqlite.ts'

function letterOf(deadLetterId: string, changes: Partial<DeadLetter> = {}): DeadLetter {
  const diedAt = '2026-11-02T09:00:00.000Z'
  return { deadLetterId, subscriber: 'mypage', subject: null, type: null, body: '"x"', attempts: 1, diedAt, ...changes }
}

test('a letter is kept as it was first', async () => {
  const database = openDatabase('operations')
  await storeDeadLetter(database, letterOf('a'))
  await storeDeadLetter(database, letterOf('a', { body: '"other"', attempts: 9 }))
  expect(await listDeadLetters(database, null, { limit: 10, after: null })).toEqual({
    items: [letterOf('a')],
    cursor: null,
  })
})

test('letters of one instant are paged by their id, each once', async () => {
  const database = openDatabase('operations')
  for (const id of ['b', 'd', 'a', 'c']) await storeDeadLetter(database, letterOf(id))
  const first = await listDeadLetters(database, null, { limit: 3, after: null })
  expect(first.items.map(({ deadLetterId }) => deadLetterId)).toEqual(['d', 'c', 'b'])
  const [time, id] = decodeCursor(first.cursor ?? '', 2) ?? []
  const second = await listDeadLetters(database, null, { limit: 3, after: [String(time), String(id)] })
  expect(second).toEqual({ items: [letterOf('a')], cursor: null })
})

test('a subscriber is given its own letters only', async () => {
  const database = openDatabase('operations')
  await storeDeadLetter(database, letterOf('a'))
  await storeDeadLetter(database, letterOf('b', { subscriber: 'delivery' }))
  const found = await listDeadLetters(database, 'delivery', { limit: 10, after: null })
  expect(found.items).toEqual([letterOf('b', { subscriber: 'delivery' })])
})
