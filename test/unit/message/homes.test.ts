// The databases that messages stand in.
import { expect, test } from 'vitest'
import { databasesOf, homesOf, settingsIn } from '../../../src/message/homes.ts'
import { layoutsIn, orderShards } from '../../../src/platform/order-shards.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'

const orderOf = (number: number, placedAt: string) => ({ orderId: orderIdOf(number), customerId: 'usr_1', placedAt })

function opened() {
  const databases = [openDatabase('message'), openDatabase('message')] as const
  return { databases, shards: orderShards(layoutsIn('0; 1 from 2026-11-02T00:00:00Z'), databases) }
}

function tellOf(database: ReturnType<typeof openDatabase>, number: number): void {
  database.rows(`INSERT INTO messages (message_id, order_id, customer_id, kind, text, recorded_at, channel_id)
    VALUES ('msg_${number}', '${orderIdOf(number)}', 'usr_1', 'paid', '', '', 'channel_${number}')`)
}

test('an order of the first day of a layout stays where it was told of before; every other is where it belongs', async () => {
  const { databases, shards } = opened()
  for (const number of [1, 2, 3]) tellOf(databases[0], number)
  const orders = [
    orderOf(1, '2026-11-01T23:59:59.999Z'),
    orderOf(2, '2026-11-02T23:59:59.999Z'),
    orderOf(3, '2026-11-03T00:00:00.000Z'),
    orderOf(4, '2026-11-02T00:00:00.000Z'),
  ]
  const homes = await homesOf(shards, orders)
  expect(orders.map(({ orderId }) => homes.get(orderId) === databases[0])).toEqual([true, true, false, false])
})

test('messages are found by both of their ids in any database, and one that stands in none is absent', async () => {
  const { databases, shards } = opened()
  tellOf(databases[0], 1)
  tellOf(databases[1], 2)
  expect([...(await databasesOf(shards, 'message_id', ['msg_1', 'msg_2', 'msg_3']))]).toEqual([
    ['msg_1', databases[0]],
    ['msg_2', databases[1]],
  ])
  expect((await databasesOf(shards, 'channel_id', ['channel_2'])).get('channel_2')).toBe(databases[1])
})

test('one database is not asked where a message stands', async () => {
  const database = openDatabase('message')
  expect((await databasesOf(inOne(database), 'message_id', ['msg_1'])).get('msg_1')).toBe(database)
  expect(database.calls.single).toBe(0)
})

test('what belongs to no order stands in the first database', () => {
  const { databases, shards } = opened()
  expect(settingsIn(shards)).toBe(databases[0])
})
