// The rebuild of a projection that stands in several databases: every row is walked over once, each in its own.
import { describe, expect, test } from 'vitest'
import type { OrderMessagesRpc } from '../../../src/contract/rebuild.ts'
import { myPageTables } from '../../../src/mypage/rebuild.ts'
import { readShards } from '../../../src/mypage/shards.ts'
import { compareAll, markAll, rowsOfAll } from '../../../src/platform/sharded-rebuild.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { messagesAmong } from '../../support/rebuilds.ts'
import { openDatabase } from '../../support/sqlite.ts'

const customers = Array.from({ length: 12 }, (_, number) => `usr_${number}`)
const later = Date.parse('2026-11-05T00:00:00.000Z')

async function world(configured = '2') {
  const book = new OrderBook()
  for (const [number, customer] of customers.entries()) await tell(book, orderIdOf(number), customer, 'place', 'pay')
  const bound = Array.from({ length: 4 }, () => openDatabase('mypage'))
  const { messages } = messagesAmong(() => book.messages)
  const asked: string[] = []
  const orders: OrderMessagesRpc = {
    messages: async (orderId, withContact) => {
      asked.push(orderId)
      return await messages(orderId, withContact)
    },
  }
  const ports = { orders, now: () => later }
  const told: string[] = []
  const live = async (customerId: string) => void told.push(customerId)
  const tablesFor = (shards: string) => myPageTables(bound, { ...readShards(shards, bound), now: () => later, live })
  const all = customers.map((_, number) => ({ orderId: orderIdOf(number), key: null }))
  await compareAll(tablesFor(configured), ports, all, true)
  const counts = () => bound.map((database) => database.rows('SELECT 1 FROM orders').length)
  return { bound, ports, all, tablesFor, counts, told, asked }
}

/** Every row, a few at a time. */
async function walked(tables: Parameters<typeof rowsOfAll>[0], limit = 5) {
  const rows: Awaited<ReturnType<typeof rowsOfAll>> = []
  for (let key: string[] | null = null; ; ) {
    const found = await rowsOfAll(tables, key, limit)
    rows.push(...found)
    const last = found.at(-1)
    if (found.length < limit || last === undefined) return rows
    key = last.key
  }
}

describe('over several databases', () => {
  test('each order is made in the one where its customer is at home, and nothing differs then', async () => {
    const { ports, all, tablesFor, counts, told } = await world()
    const [first = 0, second = 0, ...unused] = counts()
    expect([first + second, Math.min(first, second) > 0, unused]).toEqual([12, true, [0, 0]])
    expect(told.splice(0).sort()).toEqual([...customers].sort())
    expect(await compareAll(tablesFor('2'), ports, all, true)).toEqual([])
    expect(told).toEqual([])
  })

  test('each order is asked once for its row, and no more where only a missing row is looked for', async () => {
    const { bound, ports, all, tablesFor, asked } = await world()
    const tables = tablesFor('2')
    asked.length = 0
    expect(await compareAll(tables, ports, await walked(tables), false)).toEqual([])
    expect(asked.sort()).toEqual(all.map(({ orderId }) => orderId))
    asked.length = 0
    expect(await compareAll(tables, ports, all, false)).toEqual([])
    expect(asked).toEqual([])
    for (const database of bound) database.rows(`DELETE FROM orders WHERE order_id = '${orderIdOf(7)}'`)
    expect(await compareAll(tables, ports, all, true)).toMatchObject([{ orderId: orderIdOf(7), kind: 'missing' }])
    expect(new Set(asked)).toEqual(new Set([orderIdOf(7)]))
  })

  test('every row is walked over once, whatever the size of the pieces', async () => {
    const { tablesFor } = await world()
    for (const limit of [1, 5, 100]) {
      const rows = await walked(tablesFor('2'), limit)
      expect(rows.map(({ orderId }) => orderId).sort()).toEqual(customers.map((_, number) => orderIdOf(number)).sort())
    }
  })
})

describe('a move', () => {
  test('while it goes on, every order is made at its new home too', async () => {
    const { ports, all, tablesFor, counts } = await world()
    const [before] = [counts()]
    const found = await compareAll(tablesFor('2 to 4'), ports, all, true)
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['missing']))
    expect(counts().slice(0, 2)).toEqual(before.slice(0, 2))
    expect(await compareAll(tablesFor('2 to 4'), ports, all, false)).toEqual([])
  })

  test('a walk over the rows makes them at their new homes, without a list of all orders', async () => {
    const { ports, all, tablesFor } = await world()
    const tables = tablesFor('2 to 4')
    const found = await compareAll(tables, ports, await walked(tables), true)
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['missing']))
    expect(await compareAll(tables, ports, all, false)).toEqual([])
  })

  test('when it is over, what is left in the old homes is removed', async () => {
    const { ports, all, tablesFor, counts } = await world()
    await compareAll(tablesFor('2 to 4'), ports, all, true)
    const rows = await walked(tablesFor('4'))
    const found = await compareAll(tablesFor('4'), ports, rows, true)
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['foreign']))
    expect(counts().reduce((sum, count) => sum + count)).toBe(12)
    expect(await compareAll(tablesFor('4'), ports, await walked(tablesFor('4')), false)).toEqual([])
  })

  test('and back: databases that are bound and no longer used are emptied', async () => {
    const { ports, all, tablesFor, counts } = await world('4')
    await compareAll(tablesFor('4 to 2'), ports, all, true)
    await compareAll(tablesFor('2'), ports, await walked(tablesFor('2')), true)
    expect(counts().slice(2)).toEqual([0, 0])
    expect(await compareAll(tablesFor('2'), ports, all, false)).toEqual([])
  })
})

test('a mark is written into each database, never becomes smaller, and the least of before is told', async () => {
  const { tablesFor, bound } = await world()
  const tables = tablesFor('2')
  expect([await markAll(tables, 1), await markAll(tables, 2), await markAll(tables, 1)]).toEqual([0, 1, 2])
  expect(bound.map((database) => database.rows('SELECT mark FROM watermark'))).toEqual(Array(4).fill([{ mark: 2 }]))
  bound[2]?.rows('UPDATE watermark SET mark = 1')
  expect(await markAll(tables, 3)).toBe(1)
})
