// The projection's store: the newest seq wins, and every reader names the customer.
import { describe, expect, test } from 'vitest'
import {
  afterTime,
  findByArticle,
  findByIdPrefix,
  findOrder,
  listChangedSince,
  listChanges,
  listOrders,
  projectOrder,
} from '../../../src/mypage/store.ts'
import { type OpenOrder, OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const noon = Date.parse('2026-11-02T12:00:00.000Z')
const at = (ms: number) => new Date(ms).toISOString()

function openProjection() {
  const clock = { now: noon }
  const database = openDatabase('mypage', { now: () => clock.now })
  const project = (order: OpenOrder) => projectOrder(database, order, at(clock.now)).run()
  return { clock, database, project }
}

/** An order as it stood after each of its events. */
async function orderOf(number: number, customerId = 'usr_1'): Promise<{ placed: OpenOrder; paid: OpenOrder }> {
  const book = new OrderBook()
  const id = orderIdOf(number)
  await tell(book, id, customerId, 'place', 'pay')
  return { placed: book.message(id, 'OrderPlaced').data.order, paid: book.message(id, 'PayApproved').data.order }
}

describe('the row of an order', () => {
  test('is not changed by an older order, nor by the same one again', async () => {
    const { clock, database, project } = openProjection()
    const { placed, paid } = await orderOf(1)
    await project(paid)
    const before = database.rows('SELECT * FROM orders')
    clock.now += 5000
    await project(placed)
    await project(paid)
    expect(database.rows('SELECT * FROM orders')).toEqual(before)
  })

  test('is found for its own customer only', async () => {
    const { database, project } = openProjection()
    const { paid } = await orderOf(1)
    await project(paid)
    expect(await findOrder(database, 'usr_1', paid.orderId)).toEqual({
      order: paid,
      projectedAt: at(noon),
      change: noon,
    })
    expect(await findOrder(database, 'usr_2', paid.orderId)).toBe(null)
    expect((await listOrders(database, 'usr_2', { limit: 10, after: null })).items).toEqual([])
    expect(await listChanges(database, 'usr_2', afterTime(0))).toEqual({ newest: 0, settled: 0, rows: [] })
  })

  test('has a change that grows with each write, even when the clock was set back', async () => {
    const { clock, database, project } = openProjection()
    const { placed, paid } = await orderOf(1)
    await project(placed)
    clock.now -= 60_000
    await project(paid)
    expect(database.rows('SELECT change FROM orders')).toEqual([{ change: noon + 1 }])
  })
})

describe('changes', () => {
  test('are shown when they have settled', async () => {
    const { clock, database, project } = openProjection()
    await project((await orderOf(1)).placed)
    clock.now = noon + 199
    expect(await listChanges(database, 'usr_1', afterTime(0))).toEqual({ newest: noon, settled: 0, rows: [] })
    clock.now = noon + 200
    expect(await listChanges(database, 'usr_1', afterTime(0))).toMatchObject({
      settled: noon,
      rows: [{ change: noon }],
    })
    expect(await listChanges(database, 'usr_1', afterTime(noon))).toEqual({ newest: noon, settled: noon, rows: [] })
  })

  test('since an instant are everybody’s, in the order of their ids, and lead on after the last', async () => {
    const { clock, database, project } = openProjection()
    await project((await orderOf(1, 'usr_1')).paid)
    clock.now += 1000
    await project((await orderOf(3, 'usr_2')).paid)
    await project((await orderOf(2, 'usr_1')).paid)
    const since = async (after: string, limit: number) => {
      const { orders, next } = await listChangedSince(database, at(noon + 1000), after, limit)
      return [orders.map((order) => order.orderId), next]
    }
    expect(await since('', 1)).toEqual([[orderIdOf(2)], orderIdOf(2)])
    expect(await since(orderIdOf(2), 1)).toEqual([[orderIdOf(3)], null])
    expect(await since('', 2)).toEqual([[orderIdOf(2), orderIdOf(3)], null])
  })

  test('since any instant include the orders that wait for their payment', async () => {
    const { database, project } = openProjection()
    await project((await orderOf(1)).placed)
    await project((await orderOf(2)).paid)
    const { orders } = await listChangedSince(database, at(noon + 3_600_000), '', 10)
    expect(orders.map((order) => order.orderId)).toEqual([orderIdOf(1)])
  })
})

describe('a search', () => {
  test('finds the orders of this customer by the beginning of their id, and of nobody else', async () => {
    const { database, project } = openProjection()
    await project((await orderOf(1)).placed)
    await project((await orderOf(2, 'usr_2')).placed)
    const found = async (prefix: string) =>
      (await findByIdPrefix(database, 'usr_1', prefix)).map(({ order }) => order.orderId)
    expect(await found(orderIdOf(1).slice(0, 12))).toEqual([orderIdOf(1)])
    expect(await found(orderIdOf(1))).toEqual([orderIdOf(1)])
    expect(await found(orderIdOf(2))).toEqual([])
  })

  test('finds them by a part of the name of an article, whatever signs it holds', async () => {
    const { database, project } = openProjection()
    const { placed } = await orderOf(1)
    await project(placed)
    const found = async (text: string, customer = 'usr_1') => (await findByArticle(database, customer, text)).length
    const [line] = placed.lines
    expect(await found(String(line?.itemName.slice(1, 6).toUpperCase()))).toBe(1)
    expect([await found('냉방'), await found('itemName')]).toEqual([1, 0])
    expect([await found('%'), await found("'"), await found('fridge of no one')]).toEqual([0, 0, 0])
    expect(await found(String(line?.itemName), 'usr_2')).toBe(0)
  })
})
