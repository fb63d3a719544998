// Every call that changes something, sent twice under one Idempotency-Key: done once, and answered the same.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop()
  kang = storyOf(shop)
})
afterAll(() => shop.close())

type Ask = { account: Account; method: 'POST' | 'PATCH'; path: string; body: object }

const ask = ({ account, method, path, body }: Ask, key: string) =>
  shop.call<OrderAnswer & { code?: string; field?: string }>(account, method, path, body, { 'idempotency-key': key })

const cancelOf = (orderId: string): Ask => ({
  account: 'customer',
  method: 'PATCH',
  path: `/orders/${orderId}`,
  body: { orderStatus: 'orderCancel' },
})
const payOf = (orderId: string, paymentToken: string): Ask => ({
  account: 'customer',
  method: 'PATCH',
  path: `/payments/${orderId}`,
  body: { orderStatus: 'payApproved', paymentToken },
})
const takeOf = (orderId: string): Ask => ({
  account: 'staff',
  method: 'PATCH',
  path: `/ordermgmts/${orderId}`,
  body: { orderStatus: 'orderTaken' },
})
const completeOf = (orderId: string): Ask => ({
  account: 'courier',
  method: 'PATCH',
  path: `/deliveries/${orderId}`,
  body: { orderStatus: 'deliveryCompleted' },
})

describe('a repeat gets the first answer, though the order has gone on', () => {
  test('POST /orders', async () => {
    const place: Ask = { account: 'customer', method: 'POST', path: '/orders', body: kangsForm }
    const first = await ask(place, 'place-1')
    expect(first.status).toBe(201)
    await kang.pay(first.body.orderId)
    const retry = await ask(place, 'place-1')
    expect({ status: retry.status, body: retry.body }).toEqual({ status: first.status, body: first.body })
    const other = await ask({ ...place, body: { ...kangsForm, qty: 4 } }, 'place-1')
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  })

  test('POST /orders with a payment token', async () => {
    const body = { ...kangsForm, paymentToken: 'tok_declined' }
    const place: Ask = { account: 'customer', method: 'POST', path: '/orders', body }
    const first = await ask(place, 'place-2')
    expect(first).toMatchObject({ status: 201, body: { payment: { status: 'declined' } } })
    await kang.pay(first.body.orderId)
    const repeated = await ask(place, 'place-2')
    expect({ status: repeated.status, body: repeated.body }).toEqual({ status: first.status, body: first.body })
    const other = await ask({ ...place, body: { ...body, paymentToken: 'tok_approved' } }, 'place-2')
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  })

  test('pay, take, complete', async () => {
    const { orderId } = await kang.place()
    const asks = [payOf(orderId, 'tok_approved'), takeOf(orderId), completeOf(orderId)]
    const first = []
    for (const [index, each] of asks.entries()) {
      if (each === asks[2]) await kang.reaches(orderId, 'deliveryStarted')
      first.push(await ask(each, `step-${index}`))
    }
    expect(first.map(({ status, body }) => [status, body.orderStatus])).toEqual([
      [200, 'payApproved'],
      [200, 'orderTaken'],
      [200, 'deliveryCompleted'],
    ])
    for (const [index, each] of asks.entries()) {
      const retried = await ask(each, `step-${index}`)
      expect({ status: retried.status, body: retried.body }).toEqual({
        status: first[index]?.status,
        body: first[index]?.body,
      })
    }
    expect(await kang.history(orderId)).toEqual([
      'OrderPlaced',
      'PayApproved',
      'OrderTaken',
      'DeliveryStarted',
      'DeliveryCompleted',
    ])
  })

  test('cancel, and a refusal', async () => {
    const orderId = await kang.upTo('payApproved')
    const canceled = await ask(cancelOf(orderId), 'cancel-1')
    await kang.reaches(orderId, 'payCanceled')
    const retryValue = await ask(cancelOf(orderId), 'cancel-1')
    expect(retryValue.body).toEqual(canceled.body)
    const { orderId: unpaid } = await kang.place()
    const refused = await ask(takeOf(unpaid), 'take-1')
    expect(refused).toMatchObject({ status: 409, body: { code: 'order_not_paid' } })
    await kang.pay(unpaid)
    expect((await ask(takeOf(unpaid), 'take-1')).body).toEqual(refused.body)
    expect(await ask(takeOf(unpaid), 'take-2')).toMatchObject({ status: 200 })
  })
})

test('under a used key, another body is refused with 422 at every call, and changes nothing', async () => {
  const { orderId } = await kang.place()
  const declined = await ask(payOf(orderId, 'tok_declined'), 'other-1')
  expect(declined.status).toBe(402)
  const others: [Ask, Ask][] = [
    [payOf(orderId, 'tok_declined'), payOf(orderId, 'tok_approved')],
    [cancelOf(orderId), { ...cancelOf(orderId), body: { orderStatus: 'orderCancel', reason: 'another reason' } }],
    [takeOf(orderId), { ...takeOf(orderId), body: { orderStatus: 'orderCanceled', reason: 'sold out' } }],
  ]
  for (const [first, other] of others) {
    await ask(first, 'other-1')
    const history = await kang.history(orderId)
    expect(await ask(other, 'other-1')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused', field: 'Idempotency-Key' },
    })
    expect(await kang.history(orderId)).toEqual(history)
  }
})

test('a key that is none is refused by its name', async () => {
  const { orderId } = await kang.place()
  expect(await ask(cancelOf(orderId), 'x'.repeat(201))).toMatchObject({
    status: 422,
    body: { code: 'invalid_request', field: 'idempotency-key' },
  })
})

test('ten at once under one key are one order and one answer', async () => {
  const place: Ask = { account: 'customer', method: 'POST', path: '/orders', body: kangsForm }
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(place, 'at-once')))
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
})

test('each answer names its request, and the history says which request made each event', async () => {
  const placed = await shop.call<OrderAnswer>('customer', 'POST', '/orders', kangsForm, { 'x-request-id': 'mine' })
  const { orderId } = placed.body
  const canceled = await ask(cancelOf(orderId), 'named')
  const ids = [placed, canceled].map(({ headers }) => headers.get('x-request-id'))
  expect(ids).toEqual([expect.stringMatching(/^req_[0-9a-f-]{36}$/), expect.stringMatching(/^req_[0-9a-f-]{36}$/)])
  const { body } = await shop.call<{ events: { causationId: string }[] }>(
    'customer',
    'GET',
    `/orders/${orderId}/events`,
  )
  expect(body.events.map(({ causationId }) => causationId)).toEqual(ids)
  expect((await shop.call('customer', 'GET', '/orders/nothing')).headers.get('x-request-id')).toMatch(/^req_/)
})
