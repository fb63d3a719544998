// The ordermanagement Worker as it is deployed, with its queue, over three databases of D1: the first order stands in
// database 0, and those that are placed later in the two others.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers, firstPage, request } from '../../support/callers.ts'
import { migrate } from '../../support/migrate.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { customer, staff } = callers
const added = ['ORDERMANAGEMENT_DB_1', 'ORDERMANAGEMENT_DB_2'] as const
/** When the two databases were added. */
const from = new Date(Date.now() + 86_400_000).toISOString()
let shop: SingleWorker
let databases: Record<string, D1Database>

beforeAll(async () => {
  shop = await startSingleWorker({
    context: 'ordermanagement',
    entrypoint: 'OrderManagement',
    vars: { ORDERMANAGEMENT_LAYOUTS: `0; 1-2 from ${from}` },
    databases: Object.fromEntries(added.map((name) => [name, name])),
  })
  databases = await shop.env()
})
afterAll(() => shop?.close())

const patience = { timeout: 30_000, interval: 50 }

test('it is ready when each database is migrated, and not before', async () => {
  await expect(shop.call('ready')).rejects.toThrow('500')
  for (const name of added) await migrate(databases[name], 'ordermanagement')
  expect(await shop.call('ready')).toEqual({ ok: true })
})

test('a paid order reaches the worklist once, though its message comes three times, and the staff take it', async () => {
  const orderId = orderIdOf(1)
  await shop.tell(orderId, customer.subject, 'place', 'pay')
  await shop.say(orderId, 'PayApproved', 'PayApproved', 'PayApproved')
  await vi.waitFor(async () => {
    expect(await shop.as(staff)('get', orderId)).toMatchObject({ ok: true, value: { orderStatus: 'payApproved' } })
  }, patience)
  expect(await shop.as(staff)('take', orderId, request)).toMatchObject({
    ok: true,
    value: { orderStatus: 'orderTaken' },
  })
  expect(await shop.as(staff)('list', { orderStatus: null }, firstPage)).toMatchObject({
    value: { items: [{ orderId, orderStatus: 'orderTaken' }], cursor: null },
  })
  expect(await shop.as(customer)('list', { orderStatus: null }, firstPage)).toMatchObject({
    rejection: { code: 'forbidden' },
  })
})

test('a canceled order is acknowledged with no hand involved, also when the orders were down at first', async () => {
  await shop.setClock(from)
  const orderId = orderIdOf(2)
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'cancel')
  await shop.break('the orders are down')
  await shop.say(orderId, 'OrderCanceled', 'PayApproved', 'OrderCanceled')
  await vi.waitFor(async () => {
    expect(await shop.as(staff)('get', orderId)).toMatchObject({ value: { orderStatus: 'orderCanceled' } })
  }, patience)
  await shop.break(null)
  await vi.waitFor(async () => {
    expect(await shop.as(staff)('get', orderId)).toMatchObject({ value: { orderStatus: 'cancelOrderTaken' } })
  }, patience)
  const { types } = await shop.read(orderId)
  expect(types.filter((type) => type === 'CancelOrderTaken')).toHaveLength(1)
})

test('the staff take an order on its page', async () => {
  const orderId = orderIdOf(3)
  await shop.tell(orderId, customer.subject, 'place', 'pay')
  await shop.say(orderId, 'PayApproved')
  await vi.waitFor(async () => expect((await shop.page(staff, '/admin')).html).toContain(orderId), patience)
  const taken = await shop.page(staff, `/admin/orders/${orderId}/take`, {})
  expect(taken).toMatchObject({ status: 303, location: `/admin/orders/${orderId}` })
  expect((await shop.page(staff, '/admin?orderStatus=orderTaken')).html).toContain(orderId)
  expect((await shop.page(customer, '/admin')).status).toBe(403)
})

test('each order stands in the database of its time and id alone, and the list pages through all of them', async () => {
  const orderIds = Array.from({ length: 8 }, (_, number) => orderIdOf(number + 1))
  for (const orderId of orderIds.slice(3)) {
    await shop.tell(orderId, customer.subject, 'place', 'pay')
    await shop.say(orderId, 'PayApproved')
    await vi.waitFor(async () => {
      expect(await shop.as(staff)('get', orderId)).toMatchObject({ value: { orderId } })
    }, patience)
  }
  const found: Record<string, unknown[]> = {}
  for (const name of ['ORDERMANAGEMENT_DB', ...added]) {
    const rows = await databases[name]?.prepare('SELECT order_id FROM worklist ORDER BY order_id').raw()
    found[name] = rows?.flat() ?? []
  }
  const inOneOf = (number: number) => orderIds.slice(1).filter((orderId) => shardOf(orderId, 2) === number)
  expect(found).toEqual({
    ORDERMANAGEMENT_DB: [orderIdOf(1)],
    ORDERMANAGEMENT_DB_1: inOneOf(0),
    ORDERMANAGEMENT_DB_2: inOneOf(1),
  })
  const listed: string[] = []
  for (let cursor: string | null = null; listed.length < 20; ) {
    const page = (await shop.as(staff)('list', { orderStatus: null }, { limit: 3, cursor })) as {
      value: { items: { orderId: string }[]; cursor: string | null }
    }
    listed.push(...page.value.items.map(({ orderId }) => orderId))
    cursor = page.value.cursor
    if (cursor === null) break
  }
  expect(listed).toEqual(orderIds.toReversed())
})
