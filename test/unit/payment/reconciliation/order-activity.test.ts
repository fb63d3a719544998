// The notes of the days on which an order's money moved.
import { expect, test } from 'vitest'
import { activityNote, notedSeq } from '../../../../src/payment/reconciliation/order-activity.ts'
import { OrderBook, orderIdOf, tell } from '../../../support/order-book.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const orderId = orderIdOf(1)

async function placed(placedAt: string, updatedAt: string) {
  const orders = new OrderBook()
  orders.now = placedAt
  await tell(orders, orderId, 'usr_1', 'place')
  const order = await orders.read(orderId)
  if (order === null) throw new Error('the order is placed')
  return { ...order, updatedAt }
}

test('the newest seq of a day stays, in whatever order the notes come', async () => {
  const database = openDatabase('payment')
  for (const seq of [2, 5, 3]) await activityNote(database, orderId, '2026-11-02', seq).run()
  expect(database.rows('SELECT order_id, day, seq FROM journal')).toEqual([
    { order_id: orderId, day: '2026-11-02', seq: 5 },
  ])
})

test('the noted seq is the newest of all days of the order, its first and last included', async () => {
  const database = openDatabase('payment')
  const order = await placed('2026-11-01T23:59:59.999Z', '2026-11-03T00:00:00.000Z')
  expect(await notedSeq(database, order)).toBe(0)
  await activityNote(database, orderId, '2026-11-01', 1).run()
  expect(await notedSeq(database, order)).toBe(1)
  await activityNote(database, orderId, '2026-11-03', 4).run()
  await activityNote(database, orderId, '2026-11-02', 3).run()
  expect(await notedSeq(database, order)).toBe(4)
})

test('another order’s notes, and notes of days that are not its own, do not count', async () => {
  const database = openDatabase('payment')
  const order = await placed('2026-11-02T09:00:00.000Z', '2026-11-02T10:00:00.000Z')
  await activityNote(database, orderIdOf(2), '2026-11-02', 9).run()
  await activityNote(database, orderId, '2026-11-04', 0).run()
  expect(await notedSeq(database, order)).toBe(0)
})
