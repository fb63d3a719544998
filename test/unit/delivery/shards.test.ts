// Deliveries over several databases: the couriers see and do what they see and do over one.
import { describe, expect, test } from 'vitest'
import { setOut } from '../../../src/delivery/assignment.ts'
import { complete, getFor, listFor, listOnTheRoadFor } from '../../../src/delivery/deliveries.ts'
import { appliedSeq, type DeliveryPorts, handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { deliveriesTables } from '../../../src/delivery/rebuild.ts'
import { changedAt } from '../../../src/delivery/store.ts'
import { layoutsIn, orderShards } from '../../../src/platform/order-shards.ts'
import { compareAll, rowsOfAll } from '../../../src/platform/sharded-rebuild.ts'
import { callers, request } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { messagesAmong } from '../../support/rebuilds.ts'
import { inOne, pagesOf } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { courier, staff } = callers
const later = Date.parse('2026-11-05T00:00:00.000Z')
const numbers = Array.from({ length: 18 }, (_, number) => number)
/** The first orders stand in database 0, and those from then on in the two others. */
const layouts = '0; 1-2 from 2026-11-02T09:00:20.000Z'

/** The same orders on the road in one database and in three. */
async function world() {
  const book = new OrderBook()
  for (const number of numbers) await tell(book, orderIdOf(number), 'usr_1', 'place', 'pay', 'take')
  const databases = [0, 1, 2].map(() => openDatabase('delivery'))
  const shared = { vault: testVault, orders: book, now: () => later, log: () => {} }
  const several: DeliveryPorts = { ...shared, shards: orderShards(layoutsIn(layouts), databases) }
  const one: DeliveryPorts = { ...shared, shards: inOne(openDatabase('delivery')) }
  for (const ports of [one, several]) await handleOrderEvents(ports, book.messages)
  return { book, databases, one, several }
}

type List = (ports: DeliveryPorts, page: { limit: number; cursor: string | null }) => ReturnType<typeof listFor>

describe('over several databases', () => {
  const lists: [string, List][] = [
    ['all', (ports, page) => listFor(ports, courier, null, page)],
    ['started', (ports, page) => listFor(ports, courier, 'started', page)],
    ['completed', (ports, page) => listFor(ports, courier, 'completed', page)],
    ['mine', (ports, page) => listOnTheRoadFor(ports, courier, 'mine', page)],
    ['free', (ports, page) => listOnTheRoadFor(ports, courier, 'free', page)],
  ]
  test.each(lists)('the pages of the list "%s" are those of one database', async (_, list) => {
    const { one, several, databases } = await world()
    expect(Math.min(...databases.map((database) => database.rows('SELECT 1 FROM deliveries').length))).toBeGreaterThan(
      0,
    )
    for (const ports of [one, several]) {
      for (const number of [1, 5, 9, 13, 17]) await setOut(ports, courier, orderIdOf(number), null)
      for (const number of [9, 17]) await complete(ports, courier, orderIdOf(number), request)
    }
    for (const limit of [1, 4, 100]) {
      const found = await pagesOf((page) => list(several, page), limit)
      expect(found).toEqual(await pagesOf((page) => list(one, page), limit))
      expect(found.flat().length).toBeGreaterThan(0)
    }
  })

  test('a courier sets out with an order of either layout, another does not get it, and it is delivered', async () => {
    const { several, book } = await world()
    for (const number of numbers) {
      const orderId = orderIdOf(number)
      const other = { ...courier, subject: 'usr_other', name: 'Oh' }
      expect(await setOut(several, courier, orderId, null)).toMatchObject({ ok: true })
      expect(await setOut(several, other, orderId, null)).toMatchObject({ ok: false })
      expect(await changedAt(several.shards, orderId)).toBeGreaterThan(0)
      expect(await complete(several, other, orderId, request)).toMatchObject({ ok: false })
      expect(await complete(several, courier, orderId, request)).toMatchObject({ ok: true })
      expect(await getFor(several, staff, orderId)).toMatchObject({
        value: { status: 'completed', courier: { name: 'Choi' } },
      })
      const order = await book.read(orderId)
      expect(order && (await appliedSeq(several, order))).toBe(order?.seq)
    }
  })

  test('while one database is down the deliveries of the others are written', async () => {
    const { book, databases, several } = await world()
    for (const database of databases) database.rows('DELETE FROM deliveries')
    databases[2]?.failWith(new Error('the database is down'))
    await expect(handleOrderEvents(several, book.messages)).rejects.toThrow('is down')
    databases[2]?.failWith(null)
    const [first, second, third] = databases.map((database) => database.rows('SELECT 1 FROM deliveries').length)
    expect([Number(first) > 0, Number(second) > 0, third]).toEqual([true, true, 0])
  })

  test('a rebuild keeps the couriers, and makes a row that is missing where its order stands', async () => {
    const { book, databases, several } = await world()
    for (const number of numbers) await setOut(several, courier, orderIdOf(number), null)
    const ports = { orders: messagesAmong(() => book.messages), now: () => later }
    const tables = deliveriesTables(several.shards)
    for (const database of databases) database.rows(`UPDATE deliveries SET started_at = 'x'`)
    expect(await compareAll(tables, ports, await rowsOfAll(tables, null, 100), true)).toHaveLength(18)
    const mine = await listOnTheRoadFor(several, courier, 'mine', { limit: 100, cursor: null })
    expect(mine.ok && mine.value.items).toHaveLength(18)
    const before = databases.map((database) => database.rows('SELECT order_id FROM deliveries'))
    for (const database of databases) database.rows('DELETE FROM deliveries')
    const all = numbers.map((number) => ({ orderId: orderIdOf(number), key: null }))
    expect(await compareAll(tables, ports, all, true)).toHaveLength(18)
    expect(databases.map((database) => database.rows('SELECT order_id FROM deliveries'))).toEqual(before)
  })
})
