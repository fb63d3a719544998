// A delivery's row is made again from its order's messages, and its courier stays.
import { expect, test } from 'vitest'
import { deliveriesTables } from '../../../src/delivery/rebuild.ts'
import { compareRows } from '../../../src/platform/rebuild.ts'
import type { Step } from '../../support/order-book.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { messagesAmong } from '../../support/rebuilds.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'

async function world(...steps: Step[]) {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', ...steps)
  const database = openDatabase('delivery')
  const ports = { orders: messagesAmong(() => book.messages), now: () => Date.parse('2026-11-03T00:00:00.000Z') }
  const orders = [{ orderId: orderIdOf(1), key: null }]
  const [table] = deliveriesTables(inOne(database))
  if (table === undefined) throw new Error('it has a database')
  return { database, compare: () => compareRows(table, ports, orders, true) }
}

test('a missing delivery is made as it stands, with its times', async () => {
  const { database, compare } = await world('place', 'pay', 'take', 'startDelivery', 'completeDelivery')
  expect(await compare()).toMatchObject([{ kind: 'missing' }])
  expect(database.rows('SELECT status, started_at, ended_at FROM deliveries')).toEqual([
    { status: 'completed', started_at: '2026-11-02T09:00:03.000Z', ended_at: '2026-11-02T09:00:04.000Z' },
  ])
  expect(await compare()).toEqual([])
})

test('an order that was canceled before it was packed has none', async () => {
  const { database, compare } = await world('place', 'pay', 'cancel', 'takeCancel')
  expect(await compare()).toEqual([])
  expect(database.rows('SELECT * FROM deliveries')).toEqual([])
})

test('a repaired row keeps its courier', async () => {
  const { database, compare } = await world('place', 'pay', 'take', 'startDelivery')
  await compare()
  database.rows(`UPDATE deliveries SET courier_id = 'usr_jo', started_at = 'x'`)
  expect(await compare()).toMatchObject([{ kind: 'differs', columns: ['started_at'] }])
  expect(database.rows('SELECT courier_id, started_at FROM deliveries')).toEqual([
    { courier_id: 'usr_jo', started_at: '2026-11-02T09:00:03.000Z' },
  ])
})
