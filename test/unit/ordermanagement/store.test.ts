// The worklist's store: the newest seq wins, and the time of payment stays once it is known.
import { describe, expect, test } from 'vitest'
import type { OrderStatus } from '../../../src/contract/order.ts'
import { findOrder, listOrders, type Selection, saveOrder } from '../../../src/ordermanagement/store.ts'
import { type OpenOrder, OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const orderId = orderIdOf(1)
const paidAt = '2026-11-02T09:30:00.000Z'
const selectionOf = (orderStatus: OrderStatus | null, flaggedOnly: boolean): Selection => ({
  statuses: orderStatus && [orderStatus],
  flagged: flaggedOnly ? 'only' : 'any',
  order: 'newestFirst',
})
const firstRows = { limit: 10, after: null }

/** The order as it stood after its event number `seq`. */
async function orderAt(seq: number, id = orderId): Promise<OpenOrder> {
  const book = new OrderBook()
  await tell(book, id, '1', 'place', 'pay', 'take', 'startDelivery')
  const message = book.messages[seq - 1]
  if (message === undefined) throw new Error(`the order has no event ${seq}`)
  return message.data.order
}

describe('the row of an order', () => {
  test('stands at the time of placing until the time of payment is known', async () => {
    const database = openDatabase('ordermanagement')
    const order = await orderAt(3)
    await database.batch(saveOrder({ database, vault: testVault }, order, null))
    expect(await findOrder(inOne(database), orderId)).toEqual({
      order,
      paidAt: order.placedAt,
      paidAtKnown: false,
      clerk: null,
    })
  })

  test('takes the time of payment from an older order, and nothing else', async () => {
    const database = openDatabase('ordermanagement')
    await database.batch(saveOrder({ database, vault: testVault }, await orderAt(4), null))
    await database.batch(saveOrder({ database, vault: testVault }, await orderAt(2), paidAt))
    expect(await findOrder(inOne(database), orderId)).toEqual({
      order: await orderAt(4),
      paidAt,
      paidAtKnown: true,
      clerk: null,
    })
    expect(database.rows('SELECT seq, order_status FROM worklist')).toEqual([
      { seq: 4, order_status: 'deliveryStarted' },
    ])
  })

  test('keeps a known time of payment when a newer order does not know it', async () => {
    const database = openDatabase('ordermanagement')
    await database.batch(saveOrder({ database, vault: testVault }, await orderAt(2), paidAt))
    await database.batch(saveOrder({ database, vault: testVault }, await orderAt(3), null))
    expect(await findOrder(inOne(database), orderId)).toEqual({
      order: await orderAt(3),
      paidAt,
      paidAtKnown: true,
      clerk: null,
    })
  })

  test('is not changed by the same order again, nor by an older one', async () => {
    const database = openDatabase('ordermanagement')
    await database.batch(saveOrder({ database, vault: testVault }, await orderAt(3), paidAt))
    for (const [seq, at] of [
      [3, '2026-11-03T00:00:00.000Z'],
      [2, '2026-11-03T00:00:00.000Z'],
      [2, null],
    ] as const) {
      await database.batch(saveOrder({ database, vault: testVault }, await orderAt(seq), at))
    }
    expect(await findOrder(inOne(database), orderId)).toEqual({
      order: await orderAt(3),
      paidAt,
      paidAtKnown: true,
      clerk: null,
    })
  })
})

test('flagged orders are found in any status, or in one of them', async () => {
  const database = openDatabase('ordermanagement')
  const taken = await orderAt(3, orderIdOf(1))
  const started = await orderAt(4, orderIdOf(2))
  await database.batch(
    saveOrder({ database, vault: testVault }, { ...taken, needsAttention: 'deliveryNotStarted' }, paidAt),
  )
  await database.batch(
    saveOrder({ database, vault: testVault }, { ...started, needsAttention: 'deliveryNotCompleted' }, paidAt),
  )
  await database.batch(saveOrder({ database, vault: testVault }, await orderAt(3, orderIdOf(3)), paidAt))
  const found = async (orderStatus: OpenOrder['orderStatus'] | null, flaggedOnly: boolean) =>
    (await listOrders([database], selectionOf(orderStatus, flaggedOnly), firstRows)).items.map(
      ({ order }) => order.orderId,
    )
  expect(await found(null, true)).toEqual([orderIdOf(2), orderIdOf(1)])
  expect(await found('orderTaken', true)).toEqual([orderIdOf(1)])
  expect(await found('orderTaken', false)).toEqual([orderIdOf(3), orderIdOf(1)])
  expect(await found(null, false)).toEqual([3, 2, 1].map(orderIdOf))
})
