// The ordermanagement Worker as it is deployed, with its D1 and its queue.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { callers, firstPage, request } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { customer, staff } = callers
let shop: SingleWorker

beforeAll(async () => {
  shop = await startSingleWorker({
    context: 'ordermanagement',
    entrypoint: 'OrderManagement',
  })
})
afterAll(() => shop?.close())

const patience = { timeout: 30_000, interval: 50 }

test('it is ready', async () => {
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
