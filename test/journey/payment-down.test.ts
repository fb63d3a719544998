// Payment is down: the order is accepted and says honestly that it is not paid, and it can be paid a little later.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from '../support/shop.ts'
import { kangsForm, storyOf } from '../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop({ breakable: ['payment'] })
  kang = storyOf(shop)
  await shop.outage(true)
})
afterAll(() => shop.close())

test('an order placed while payment is down is never good before it is paid', async () => {
  const order = await kang.place({ ...kangsForm, paymentToken: 'tok_approved' })
  expect(order).toMatchObject({ orderStatus: 'orderStarted', payment: { status: 'deferred' } })
  const refused = await kang.pay(order.orderId)
  expect([refused.status, refused.body]).toMatchObject([503, { code: 'payment_overloaded' }])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(
    (await shop.call('staff', 'PATCH', `/ordermgmts/${order.orderId}`, { orderStatus: 'orderTaken' })).body,
  ).toMatchObject({ code: 'order_not_paid' })

  await shop.outage(false)
  const paid = await kang.pay(order.orderId)
  expect([paid.status, paid.body.orderStatus]).toEqual([200, 'payApproved'])
  expect(await kang.ledger(order.orderId)).toMatchObject({ charges: [{ amount: { amount: 4500 } }], refunds: [] })
})
