// /syntheticOrders: an order that goes through every context, and leaves no trace where people work and count.
import { expect, test } from 'vitest'
import { syntheticItemId } from '../../../../src/contract/synthetic.ts'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const place = (env = {}) => shop.call('ops', 'POST', '/syntheticOrders', { env })

test('it goes through: placed, canceled, settled and shown', async () => {
  const today = new Date(shop.clock.now() + 9 * 3_600_000).toISOString().slice(0, 10)
  const sales = () => shop.call('staff', 'GET', `/analytics/sales?from=${today}&to=${today}`)
  const before = await sales()
  const run = await place()
  expect(run).toMatchObject({ status: 200, body: { failedStep: null, cause: null } })
  const { orderId } = run.body as { orderId: string }
  const order = await shop.call('ops', 'GET', `/orders/${orderId}`)
  expect(order.body).toMatchObject({ orderStatus: 'payCanceled', total: { amount: 0 } })
  // Nobody packs it, nobody is told of it, and it is no sale.
  expect((await shop.call('staff', 'GET', `/ordermgmts/${orderId}`)).status).toBe(404)
  expect((await shop.call('staff', 'GET', `/messages?orderId=${orderId}`)).body['items']).toEqual([])
  expect((await sales()).body).toEqual(before.body)
  const { body } = await shop.call('ops', 'GET', '/syntheticOrders?limit=1')
  expect(body['items']).toEqual([run.body])
})

test('it is for ops alone, and its item for nobody', async () => {
  expect((await shop.call('staff', 'POST', '/syntheticOrders')).status).toBe(403)
  expect((await shop.call('customer', 'GET', '/syntheticOrders')).status).toBe(403)
  const form = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567', qty: 1 }
  const ordered = await shop.call('customer', 'POST', '/orders', { body: { ...form, itemId: syntheticItemId } })
  expect(ordered).toMatchObject({ status: 422, body: { code: 'item_unknown' } })
  const items = await shop.call(null, 'GET', '/items')
  expect([items.status, JSON.stringify(items.body)]).toEqual([200, expect.not.stringContaining(syntheticItemId)])
})

test('a context that is down is a 503, and no run', async () => {
  expect((await place({ OPERATIONS: down(shop.env.OPERATIONS) })).status).toBe(503)
})
