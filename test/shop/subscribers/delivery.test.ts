// The delivery Worker as it is deployed, with its queue, over three databases of D1: the first order stands in database
// 0, and those that are placed later in the two others.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers, firstPage, request } from '../../support/callers.ts'
import { migrate } from '../../support/migrate.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { customer, courier } = callers
const added = ['DELIVERY_DB_1', 'DELIVERY_DB_2'] as const
/** When the two databases were added. */
const from = new Date(Date.now() + 86_400_000).toISOString()
let shop: SingleWorker
let databases: Record<string, D1Database>

beforeAll(async () => {
  shop = await startSingleWorker({
    context: 'delivery',
    entrypoint: 'Delivery',
    vars: { DELIVERY_LAYOUTS: `0; 1-2 from ${from}` },
    databases: Object.fromEntries(added.map((name) => [name, name])),
  })
  databases = await shop.env()
})
afterAll(() => shop?.close())

const patience = { timeout: 30_000, interval: 50 }

test('it is ready when each database is migrated, and not before', async () => {
  await expect(shop.call('ready')).rejects.toThrow('500')
  for (const name of added) await migrate(databases[name], 'delivery')
  expect(await shop.call('ready')).toEqual({ ok: true })
})

test('a taken order is sent out once, handed over by the courier, and listed', async () => {
  const orderId = orderIdOf(1)
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'take')
  await shop.say(orderId, 'OrderTaken', 'OrderTaken')
  await vi.waitFor(async () => {
    expect(await shop.as(courier)('get', orderId)).toMatchObject({ value: { status: 'started' } })
  }, patience)
  expect(await shop.as(courier)('complete', orderId, request)).toMatchObject({
    value: { orderStatus: 'deliveryCompleted' },
  })
  for (const status of ['completed', null]) {
    expect(await shop.as(courier)('list', status, firstPage)).toMatchObject({ value: { items: [{ orderId }] } })
  }
  const { types } = await shop.read(orderId)
  expect(types).toEqual(['OrderPlaced', 'PayApproved', 'OrderTaken', 'DeliveryStarted', 'DeliveryCompleted'])
})

test('a delivery on the way is called back once, though the orders were down at first', async () => {
  await shop.setClock(from)
  const orderId = orderIdOf(2)
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery', 'cancel', 'takeCancel')
  await shop.break('the orders are down')
  await shop.say(orderId, 'CancelOrderTaken', 'OrderTaken', 'CancelOrderTaken')
  await vi.waitFor(async () => {
    expect(await shop.as(courier)('get', orderId)).toMatchObject({ value: { status: 'canceled' } })
  }, patience)
  await shop.break(null)
  await vi.waitFor(async () => {
    expect((await shop.read(orderId)).types.filter((type) => type === 'DeliveryCanceled')).toHaveLength(1)
  }, patience)
  expect(await shop.as(courier)('get', orderId)).toMatchObject({ value: { status: 'canceled' } })
})

test('an order canceled before it was sent out is never sent out', async () => {
  const orderId = orderIdOf(3)
  await shop.tell(orderId, customer.subject, 'place', 'pay', 'take', 'cancel', 'takeCancel')
  await shop.say(orderId, 'CancelOrderTaken')
  await shop.say(orderId, 'OrderTaken')
  await vi.waitFor(async () => {
    expect(await shop.as(courier)('get', orderId)).toMatchObject({ value: { status: 'canceled', startedAt: null } })
  }, patience)
  expect((await shop.read(orderId)).types).not.toContain('DeliveryStarted')
})

test('each order stands in the database of its time and id alone, and a courier sets out with any of them', async () => {
  for (const number of [4, 5, 6, 7, 8]) {
    const orderId = orderIdOf(number)
    await shop.tell(orderId, customer.subject, 'place', 'pay', 'take')
    await shop.say(orderId, 'OrderTaken')
    await vi.waitFor(async () => {
      expect(await shop.as(courier)('setOut', orderId, null)).toMatchObject({ value: { courier: { name: 'Choi' } } })
    }, patience)
  }
  const found: Record<string, unknown[]> = {}
  for (const name of ['DELIVERY_DB', ...added]) {
    const rows = await databases[name]?.prepare('SELECT order_id FROM deliveries ORDER BY order_id').raw()
    found[name] = rows?.flat() ?? []
  }
  const later = [2, 3, 4, 5, 6, 7, 8].map(orderIdOf)
  expect(found).toEqual({
    DELIVERY_DB: [orderIdOf(1)],
    DELIVERY_DB_1: later.filter((orderId) => shardOf(orderId, 2) === 0),
    DELIVERY_DB_2: later.filter((orderId) => shardOf(orderId, 2) === 1),
  })
  expect(await shop.as(courier)('list', null, { limit: 100, cursor: null })).toMatchObject({
    value: { items: [8, 7, 6, 5, 4, 3, 2, 1].map((number) => ({ orderId: orderIdOf(number) })) },
  })
  expect((await shop.page(courier, '/courier?list=mine')).html).toContain(orderIdOf(8))
})
