// Orders are placed and paid while the other contexts are down; these catch up automatically.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { storyOf } from '../../support/story.ts'

const down = ['ordermanagement', 'delivery', 'message', 'mypage', 'analytics', 'operations'] as const

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop({ breakable: down })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

test('with six contexts down, orders are placed and paid as usual, and all catch up', async () => {
  const before = await kang.upTo('deliveryStarted')
  await kang.tells(before, 4)
  await shop.outage(true)
  expect(await contexts()).toMatchObject({ order: 'ready', payment: 'ready', ordermanagement: 'unavailable' })

  const paid = await kang.upTo('payApproved')
  expect((await kang.read(paid)).orderStatus).toBe('payApproved')
  expect((await kang.cancel(before)).body.orderStatus).toBe('orderCanceled')
  const answer = await shop.call('staff', 'PATCH', `/ordermgmts/${paid}`, { orderStatus: 'orderTaken' })
  expect([answer.status, answer.body]).toMatchObject([503, { code: 'unavailable' }])
  expect(answer.headers.get('retry-after')).toBe('5')

  await shop.outage(false)
  await until(
    () => shop.call('staff', 'GET', `/ordermgmts/${paid}`),
    (row) => row.status === 200,
  )
  await kang.agrees(paid)
  await kang.reaches(before, 'payCanceled')
  await kang.tells(before, 7)
  await kang.agrees(before)
  await until(
    () => kang.sales(),
    (sums) => JSON.stringify(sums) === '[{"orders":2,"canceled":1}]',
  )
  expect((await kang.take(paid)).body.orderStatus).toBe('orderTaken')
  await kang.reaches(paid, 'deliveryStarted')
})

test('a context that says nothing is waited for, and not for ever: its caller is told, and may ask again', async () => {
  const orderId = await kang.upTo('payApproved')
  await until(
    () => shop.call('staff', 'GET', `/ordermgmts/${orderId}`),
    (row) => row.status === 200,
  )
  await shop.silent(true)
  const take = () =>
    shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, { orderStatus: 'orderTaken' }, { 'idempotency-key': 'take' })
  const [taken, shown] = await Promise.all([take(), shop.call('customer', 'GET', '/myPages')])
  expect([taken.status, taken.body]).toMatchObject([504, { code: 'no_answer_in_time' }])
  expect(taken.body['detail']).toContain('under the same Idempotency-Key')
  expect([shown.status, shown.body]).toMatchObject([504, { code: 'no_answer_in_time' }])
  await shop.silent(false)
  expect((await take()).body['orderStatus']).toBe('orderTaken')
})

async function contexts() {
  return (await shop.call<{ contexts: Record<string, string> }>(null, 'GET', '/readyz')).body.contexts
}
