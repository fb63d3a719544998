// Who follows: for as long as the last of their tokens, and in any number.
import { expect, test } from 'vitest'
import { handleOrderEvents } from '../../../src/mypage/event-handler.ts'
import { followedAmong, markFollowed } from '../../../src/mypage/followed.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const noon = Date.parse('2026-11-02T12:00:00.000Z')
const minute = 60_000

test('a customer follows until the last of their tokens ends', async () => {
  const database = openDatabase('mypage')
  for (const minutes of [5, 15, 10]) await markFollowed(database, 'usr_1', noon + minutes * minute).run()
  const at = (minutes: number) => followedAmong(database, new Set(['usr_1', 'usr_2']), noon + minutes * minute)
  expect([await at(0), await at(14), await at(15)]).toEqual([['usr_1'], ['usr_1'], []])
  expect(database.rows('SELECT * FROM followed')).toHaveLength(1)
})

test('of more customers than a statement takes', async () => {
  const database = openDatabase('mypage')
  const all = Array.from({ length: 205 }, (_, number) => `usr_${number}`)
  for (const customerId of all) await markFollowed(database, customerId, noon).run()
  expect((await followedAmong(database, new Set(all), noon - 1)).sort()).toEqual(all.toSorted())
  expect(await followedAmong(database, new Set(), noon - 1)).toEqual([])
})

test('whoever writes a row tells those who follow, and nobody else', async () => {
  const database = openDatabase('mypage')
  const told: string[] = []
  const ports = {
    vault: testVault,
    shards: [database],
    now: () => noon,
    live: async (id: string) => void told.push(id),
  }
  const book = new OrderBook()
  for (const number of [1, 2]) await tell(book, orderIdOf(number), `usr_${number}`, 'place')
  await handleOrderEvents(ports, book.messages)
  expect(told).toEqual([])
  await markFollowed(database, 'usr_2', noon + minute).run()
  await handleOrderEvents(ports, book.messages)
  expect(told).toEqual(['usr_2'])
})
