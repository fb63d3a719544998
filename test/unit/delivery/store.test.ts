// The deliveries' store: the newest seq wins, and a time that is known stays.
import { expect, test } from 'vitest'
import { findDelivery, listDeliveries, updateDelivery, upsertDelivery } from '../../../src/delivery/store.ts'
import { type OpenOrder, OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault, unreadableRow } from '../../support/vault.ts'

const orderId = orderIdOf(1)
const started = { status: 'started', startedAt: '2026-11-02T09:00:00.000Z', endedAt: null } as const
const completed = { status: 'completed', startedAt: null, endedAt: '2026-11-02T10:00:00.000Z' } as const

/** The order as it stood after its event number `seq`. */
async function orderAt(seq: number, id = orderId): Promise<OpenOrder> {
  const book = new OrderBook()
  await tell(book, id, '1', 'place', 'pay', 'take', 'startDelivery', 'completeDelivery')
  const message = book.messages[seq - 1]
  if (message === undefined) throw new Error(`the order has no event ${seq}`)
  return message.data.order
}

test.each([
  ['kept', upsertDelivery],
  ['updated', updateDelivery],
])('a newer order replaces the row, and a start that is known stays: %s', async (_, write) => {
  for (const startedAt of [null, '2026-11-02T09:59:00.000Z']) {
    const database = openDatabase('delivery')
    await upsertDelivery(database, await orderAt(4), started).run()
    await write(database, await orderAt(5), { ...completed, startedAt }).run()
    expect(await findDelivery({ shards: inOne(database), vault: testVault }, orderId)).toMatchObject({
      ...completed,
      startedAt: started.startedAt,
    })
  }
})

test.each([
  ['kept', upsertDelivery],
  ['updated', updateDelivery],
])('an order of the same seq or an older one changes nothing: %s', async (_, write) => {
  const database = openDatabase('delivery')
  await upsertDelivery(database, await orderAt(5), completed).run()
  const before = database.rows('SELECT * FROM deliveries')
  await write(database, await orderAt(4), started).run()
  await write(database, await orderAt(5), { ...started, endedAt: '2026-11-03T00:00:00.000Z' }).run()
  expect(database.rows('SELECT * FROM deliveries')).toEqual(before)
})

test('an update makes no row', async () => {
  const database = openDatabase('delivery')
  await updateDelivery(database, await orderAt(5), completed).run()
  expect(await findDelivery({ shards: inOne(database), vault: testVault }, orderId)).toBe(null)
})

test('a list of all statuses is in the order in which the orders were placed, the newest first', async () => {
  const database = openDatabase('delivery')
  const statuses = ['started', 'completed', 'assigned', 'canceled'] as const
  for (const [index, status] of statuses.entries()) {
    const order = await orderAt(4, orderIdOf(index))
    const placedAt = `2026-11-0${index + 1}T09:00:00.000Z`
    await upsertDelivery(database, { ...order, placedAt }, { status, startedAt: null, endedAt: null }).run()
  }
  const all = await listDeliveries({ shards: inOne(database), vault: testVault }, null, { limit: 10, after: null })
  expect(all.items.map(({ status }) => status)).toEqual(statuses.toReversed())
  const some = await listDeliveries({ shards: inOne(database), vault: testVault }, 'completed', {
    limit: 10,
    after: null,
  })
  expect(some.items.map((delivery) => delivery.orderId)).toEqual([orderIdOf(1)])
})

test('a row that was changed by hand lacks its personal data, and takes no other row away', async () => {
  const database = openDatabase('delivery')
  for (const number of [1, 2]) await upsertDelivery(database, await orderAt(4, orderIdOf(number)), started).run()
  database.rows(unreadableRow('deliveries', orderIdOf(1)))
  const { items } = await listDeliveries({ shards: inOne(database), vault: testVault }, null, {
    limit: 10,
    after: null,
  })
  expect(new Map(items.map((row) => [row.orderId, row.customerName === '']))).toEqual(
    new Map([
      [orderIdOf(1), true],
      [orderIdOf(2), false],
    ]),
  )
})
