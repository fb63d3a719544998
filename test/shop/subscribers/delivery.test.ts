// The delivery Worker as it is deployed, with its D1 and its queue.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { callers, firstPage, request } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { customer, courier } = callers
let shop: SingleWorker

beforeAll(async () => {
  shop = await startSingleWorker({ context: 'delivery', entrypoint: 'Delivery' })
})
afterAll(() => shop?.close())

const patience = { timeout: 30_000, interval: 50 }

test('it is ready', async () => {
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
