// The smoke check of a deployment against the real shop: its order goes through, is canceled, and is no sale.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { smokeCheck } from '../../../scripts/deploy/smoke.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const check = (customer: { email: string; password: string }) =>
  smokeCheck({ origin: shop.origin, customer, pause: async () => {} }, null, 100)

test('its order is placed, canceled and never paid', async () => {
  expect(await check(demoAccounts.customer)).toBeNull()
  type Orders = { items: { orderId: string; orderStatus: string; deliveryAddress: string }[] }
  const orders = await until(
    () => shop.call<Orders>('customer', 'GET', '/myPages'),
    ({ body }) => body.items[0]?.orderStatus === 'orderCanceled',
  )
  const [order] = orders.body.items
  const payments = await shop.call('customer', 'GET', `/payments/${order?.orderId}`)
  expect(payments.body).toMatchObject({ attempts: [], refunds: [] })
})

test('a customer who cannot sign in fails it', async () => {
  const wrong = { ...demoAccounts.customer, password: 'not the password' }
  expect(await check(wrong)).toBe('no order goes through: The e-mail address or the password is not right.')
})
