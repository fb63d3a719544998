// A partial refund by the staff, from the form to the provider's ledger.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop()
  kang = storyOf(shop)
})
afterAll(() => shop.close())

const won = (amount: number) => ({ amount, currency: 'KRW' })

const refund = (orderId: string, amount: object, key: string, account: Parameters<Shop['call']>[0] = 'staff') =>
  shop.call<OrderAnswer & { code: string; field: string }>(
    account,
    'POST',
    `/payments/${orderId}/refunds`,
    { amount, reason: 'a scratch on the door' },
    { 'idempotency-key': key },
  )

const isBack = (orderId: string, amount: number) =>
  until(
    () => kang.read(orderId),
    (order) => order.payment.refunded.amount === amount,
  )

test('is made once, and a cancel afterwards refunds the rest', async () => {
  const orderId = await kang.upTo('payApproved')
  const first = await refund(orderId, won(500), 'scratch')
  expect(first.status).toBe(202)
  expect((await refund(orderId, won(500), 'scratch')).body).toEqual(first.body)
  await isBack(orderId, 500)
  await kang.agrees(orderId)
  expect(await kang.ledger(orderId)).toMatchObject({ refunds: [{ amount: { amount: 500 } }] })
  await kang.cancel(orderId)
  await kang.reaches(orderId, 'payCanceled')
  const { charges, refunds } = await kang.ledger(orderId)
  expect(charges.map(({ amount }) => amount.amount)).toEqual([4500])
  expect(refunds.map(({ amount }) => amount.amount).sort()).toEqual([4000, 500])
  expect(await kang.history(orderId)).toEqual([
    'OrderPlaced',
    'PayApproved',
    'PartRefundRequested',
    'PartRefunded',
    'OrderCanceled',
    'CancelOrderTaken',
    'PayCanceled',
  ])
})

test('that the provider refuses is settled by hand: once, for the customer to see, and in the audit', async () => {
  const { orderId } = await kang.place()
  await kang.pay(orderId, 'tok_refund_refused')
  await refund(orderId, won(500), 'refused')
  type View = { refunds: { refundId: string; reason: string | null; settlement?: object }[] }
  const payment = async (account: 'staff' | 'customer' = 'staff') =>
    (await shop.call<View>(account, 'GET', `/payments/${orderId}`)).body.refunds[0]
  const refused = await until(payment, (row) => row?.reason === 'refund_not_allowed')
  const path = `/payments/${orderId}/refunds/${refused?.refundId}/settlement`
  const input = { way: 'bankTransfer', reference: 'transfer 7' }
  const settle = () => shop.call<View>('staff', 'POST', path, input)
  const settled = await until(settle, ({ status }) => status === 200)
  expect(settled.body.refunds).toMatchObject([{ status: 'done', settlement: input }])
  expect((await settle()).body).toEqual(settled.body)
  await isBack(orderId, 500)
  await kang.agrees(orderId)
  expect((await payment('customer'))?.settlement).toMatchObject({ way: 'bankTransfer', reference: null, by: null })
  expect(await kang.ledger(orderId)).toMatchObject({ refunds: [] })
  const audit = () => shop.call<{ items: object[] }>('ops', 'GET', `/audit?target=${orderId}&action=settleRefund`)
  const { body } = await until(audit, (answer) => answer.body.items.length > 0)
  expect(body.items).toMatchObject([{ actor: { role: 'staff' }, after: { amount: 500, ...input } }])
})

test('is told to the customer with its reason, as is the cancel by the store that follows', async () => {
  const orderId = await kang.upTo('payApproved')
  await refund(orderId, won(500), 'told')
  await kang.tells(orderId, 3)
  const cancel = { orderStatus: 'orderCanceled', reason: 'sold out' }
  expect(await shop.call('staff', 'PATCH', `/ordermgmts/${orderId}`, cancel)).toMatchObject({ status: 200 })
  const messages = await kang.tells(orderId, 5)
  const decided = messages.filter(({ kind }) => kind === 'orderCanceled' || kind === 'partRefunded')
  expect(decided.map(({ text }) => text)).toEqual([
    expect.stringMatching(/“sold out”\. ₩4,000 is returned to you\.$/),
    expect.stringMatching(/₩500 of your order \S+ was returned to you: .* “a scratch on the door”\.$/),
  ])
})

test('of a delivered order may be all of it, and not a unit more', async () => {
  const orderId = await kang.upTo('deliveryCompleted')
  expect(await refund(orderId, won(4501), 'more')).toMatchObject({
    status: 409,
    body: { code: 'refund_too_high', field: 'amount' },
  })
  expect(await refund(orderId, won(4500), 'all')).toMatchObject({ status: 202 })
  await isBack(orderId, 4500)
  expect(await refund(orderId, won(1), 'one-more')).toMatchObject({ status: 409, body: { code: 'refund_too_high' } })
})

test('is made by the staff alone, and needs an amount and a reason', async () => {
  const orderId = await kang.upTo('payApproved')
  for (const account of ['customer', 'courier', 'ops'] as const) {
    expect(await refund(orderId, won(500), 'mine', account)).toMatchObject({ status: 403 })
  }
  for (const amount of [won(0), won(-1), won(0.5), { amount: 500 }, { amount: 500, currency: 'won' }]) {
    expect((await refund(orderId, amount, 'odd')).status).toBe(422)
  }
  const { seq } = await kang.read(orderId)
  expect(seq).toBe(2)
})
