// The mypage Worker as it is deployed, with its D1 shards and its queue.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { type SingleWorker, startSingleWorker } from '../../support/single-worker.ts'

const { customer, stranger, staff } = callers
let shop: SingleWorker

beforeAll(async () => {
  shop = await startSingleWorker({
    context: 'mypage',
    entrypoint: 'MyPages',
  })
})
afterAll(() => shop?.close())

const patience = { timeout: 30_000, interval: 50 }

test('it is ready', async () => {
  expect(await shop.call('ready')).toEqual({ ok: true })
})

test('customers of both shards see their own orders as they stand, though every message comes twice and in reverse', async () => {
  expect([customer, stranger].map(({ subject }) => shardOf(subject, 2)).sort()).toEqual([0, 1])
  for (const [number, { subject }] of [customer, stranger].entries()) {
    const orderId = orderIdOf(number)
    await shop.tell(orderId, subject, 'place', 'pay', 'take')
    const types = ['OrderTaken', 'PayApproved', 'OrderPlaced'] as const
    for (const type of [...types, ...types]) await shop.say(orderId, type)
  }
  for (const [number, caller] of [customer, stranger].entries()) {
    const orderId = orderIdOf(number)
    const { order } = await shop.read(orderId)
    await vi.waitFor(async () => {
      expect(await shop.as(caller)('get', orderId)).toMatchObject({ value: { order } })
    }, patience)
    expect(await shop.as(caller)('list', firstPage)).toMatchObject({ value: { items: [{ order }], cursor: null } })
    // A change is told when it is a moment old.
    await vi.waitFor(async () => {
      expect(await shop.as(caller)('changes', 0)).toMatchObject({ value: [{ order }] })
    }, patience)
  }
  expect(await shop.as(customer)('get', orderIdOf(1))).toMatchObject({ rejection: { code: 'order_not_found' } })
  expect(await shop.as(staff)('list', firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
})

test('a customer pays and cancels an order on its page', async () => {
  const orderId = orderIdOf(3)
  await shop.tell(orderId, customer.subject, 'place')
  await shop.say(orderId, 'OrderPlaced')
  await vi.waitFor(async () => expect((await shop.page(customer, '/mypage')).html).toContain(orderId), patience)
  const path = `/mypage/orders/${orderId}`
  expect(await shop.page(customer, `${path}/pay`, { paymentToken: 'tok_declined' })).toMatchObject({ status: 402 })
  const paid = await shop.page(customer, `${path}/pay`, { paymentToken: 'tok_approved' })
  expect(paid).toMatchObject({ status: 303, location: path })
  expect((await shop.page(customer, `${path}?done=paid`)).html).not.toContain('Thank you')
  expect(await shop.page(customer, `${path}/cancel`, {})).toMatchObject({ status: 303 })
  expect((await shop.page(customer, path)).html).toContain('is being returned to you.')
  expect((await shop.page(stranger, path)).status).toBe(404)
})
