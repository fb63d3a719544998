// The fields at the top: each does what the other calls do, for whom they do it, and says no as they say no.
import { graphql } from 'graphql'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { verifiers } from '../../../../src/gateway/auth/issuer.ts'
import type { Gateway } from '../../../../src/gateway/env.ts'
import { resolvers } from '../../../../src/gateway/graphql/resolvers.ts'
import { schema } from '../../../../src/gateway/graphql/schema.ts'
import { callers } from '../../../support/callers.ts'
import { down, httpShop, type Who } from '../../../support/http-shop.ts'

const shop = await httpShop()

/** One request, whose fields are resolved as behind the endpoint. */
const app = new Hono<Gateway>().post('/', async (c) => {
  c.set('requestId', `req_${crypto.randomUUID()}`)
  const { query, variables } = await c.req.json()
  const rootValue = resolvers(c, verifierOf)
  return c.json(await graphql({ schema, source: query, rootValue, variableValues: variables }))
})

const verifierOf = verifiers()

async function ask(who: Who, query: string, { variables = {}, headers = {}, env = {} } = {}) {
  const token = who === null ? {} : { authorization: `Bearer ${await shop.tokenOf(callers[who])}` }
  const body = JSON.stringify({ query, variables })
  const sent = { method: 'POST', headers: { ...token, ...headers }, body }
  const response = await app.request('/', sent, { ...shop.env, ...env })
  await shop.settle()
  const answer: { data?: unknown; errors?: { message: string; extensions: unknown }[] } = await response.json()
  const [error] = answer.errors ?? []
  return { data: answer.data, error: error?.extensions, message: error?.message, headers: response.headers }
}

const order = {
  customerName: 'Kang',
  deliveryAddress: 'Gangnam',
  deliveryPhoneNumber: '010-0123-4567',
  lines: [{ itemId: '7', qty: 2 }],
}
const place = `mutation ($order: PlaceOrder! $key: String) {
  placeOrder(order: $order, idempotencyKey: $key) { orderId orderStatus total { amount } }
}`

describe('placeOrder', () => {
  test('places, pays with a token, and takes null for left out', async () => {
    const unpaid = await ask('customer', place, { variables: { order: { ...order, paymentToken: null } } })
    expect(unpaid.data).toMatchObject({ placeOrder: { orderStatus: 'orderStarted', total: { amount: 118_000 } } })
    const paid = await ask('customer', place, { variables: { order: { ...order, paymentToken: 'tok_approved' } } })
    expect(paid.data).toMatchObject({ placeOrder: { orderStatus: 'payApproved' } })
  })

  test('is one order under one key, from the argument or the header, and by the other calls too', async () => {
    const key = crypto.randomUUID()
    const first = await ask('customer', place, { variables: { order, key } })
    const again = await ask('customer', place, { variables: { order }, headers: { 'idempotency-key': key } })
    expect(again.data).toEqual(first.data)
    const { customerName, deliveryAddress, deliveryPhoneNumber, lines } = order
    const body = { customerName, deliveryAddress, deliveryPhoneNumber, lines }
    const rest = await shop.call('customer', 'POST', '/orders', { body, headers: { 'idempotency-key': key } })
    expect(first.data).toMatchObject({ placeOrder: { orderId: rest.body['orderId'] } })
  })

  test.each([
    [
      { ...order, lines: [{ itemId: '8', qty: 1 }] },
      { code: 'item_unknown', status: 422, field: 'lines.0.itemId' },
    ],
    [
      { ...order, customerName: ' ' },
      { code: 'invalid_request', status: 422, field: 'customerName' },
    ],
  ])('%# is refused as POST /orders refuses it', async (wrong, error) => {
    expect(await ask('customer', place, { variables: { order: wrong } })).toMatchObject({ error })
  })
})

test('an order goes its way by takeOrder and completeDelivery, each for its role', async () => {
  const orderId = await shop.order()
  const take = `mutation { takeOrder(orderId: "${orderId}") { orderStatus } }`
  const complete = `mutation { completeDelivery(orderId: "${orderId}") { orderStatus } }`
  expect((await ask('customer', take)).error).toMatchObject({ code: 'role_not_allowed', status: 403 })
  expect((await ask('staff', take)).data).toEqual({ takeOrder: { orderStatus: 'orderTaken' } })
  expect((await ask('courier', complete)).data).toEqual({ completeDelivery: { orderStatus: 'deliveryCompleted' } })
  const cancel = `mutation { cancelOrder(orderId: "${orderId}", reason: "too late") { seq } }`
  expect((await ask('customer', cancel)).error).toMatchObject({ code: 'order_already_delivered', status: 409 })
})

test('an order shows what was given back of its money, and its disputes', async () => {
  const orderId = await shop.order()
  const refund = { amount: { amount: 1000, currency: 'KRW' }, reason: 'a scratch' }
  const asked = await shop.call('staff', 'POST', `/payments/${orderId}/refunds`, { body: refund })
  expect(asked.status).toBe(202)
  const payment = 'payment { partRefunds { reason amount { amount } } disputes { disputeId } }'
  expect((await ask('customer', `{ order(orderId: "${orderId}") { ${payment} } }`)).data).toMatchObject({
    order: { payment: { partRefunds: [{ reason: 'a scratch', amount: { amount: 1000 } }], disputes: [] } },
  })
})

test('takeOrder tells another clerk who has taken the order', async () => {
  const orderId = await shop.order('take')
  const take = `mutation { takeOrder(orderId: "${orderId}") { orderId } }`
  expect((await ask('staff', take)).data).toEqual({ takeOrder: { orderId } })
  expect((await ask('staff2', take)).error).toMatchObject({
    code: 'order_already_taken',
    status: 409,
    taken: { by: 'usr_staff', at: expect.any(String) },
  })
})

test('cancelOrder by the store needs its reason', async () => {
  const orderId = await shop.order()
  const cancel = (reason: string | null) =>
    ask('staff', `mutation { cancelOrder(orderId: "${orderId}", reason: ${JSON.stringify(reason)}) { orderStatus } }`)
  expect((await cancel(null)).error).toMatchObject({ code: 'invalid_request', status: 422, field: 'reason' })
  expect((await cancel('sold out')).data).toEqual({ cancelOrder: { orderStatus: 'orderCanceled' } })
})

test('payOrder pays, and says when to come back while payment is down', async () => {
  const orderId = await shop.order('unpaid')
  const pay = `mutation { payOrder(orderId: "${orderId}", paymentToken: "tok_approved") { payment { status } } }`
  const failed = await ask('customer', pay, { env: { PAYMENTS: down(shop.env.PAYMENTS) } })
  expect(failed.error).toMatchObject({ code: 'payment_overloaded', status: 503, retryAfterSeconds: 5 })
  expect(failed.headers.get('retry-after')).toBe('5')
  expect((await ask('customer', pay)).data).toEqual({ payOrder: { payment: { status: 'approved' } } })
  expect((await ask('customer', `{ payment(orderId: "${orderId}") { attempts { status } } }`)).data).toMatchObject({
    payment: { attempts: expect.arrayContaining([{ status: 'approved' }]) },
  })
})

test('order and orders show a customer their own, a page at a time', async () => {
  const orderId = await shop.order('unpaid')
  const one = `{ order(orderId: "${orderId}") { customerName } }`
  expect((await ask('customer', one)).data).toEqual({ order: { customerName: 'Kang' } })
  expect((await ask('stranger', one)).error).toMatchObject({ code: 'order_not_found', status: 404 })
  const list = (await ask('customer', '{ orders(limit: 1) { items { order { orderId } } cursor } }')).data
  expect(list).toEqual({ orders: { items: [{ order: { orderId } }], cursor: expect.any(String) } })
  expect((await ask('customer', '{ orders(limit: 0) { cursor } }')).error).toMatchObject({ field: 'limit' })
})

test('a field that is refused is null and leaves the others as they are', async () => {
  const { data, error } = await ask(null, '{ items { itemId } orders { cursor } }')
  expect([data, error]).toEqual([
    { items: [{ itemId: '7' }, { itemId: 'free' }], orders: null },
    expect.objectContaining({ code: 'token_missing', status: 401 }),
  ])
})

test('a context that is down is named, and a fault of ours is not told', async () => {
  const query = '{ order(orderId: "ord_0123456789abcdefghjkmnpqrs") { seq } }'
  const away = await ask('customer', query, { env: { ORDER_API: down(shop.env.ORDER_API) } })
  expect([away.error, away.message]).toEqual([
    expect.objectContaining({ code: 'unavailable', status: 503 }),
    expect.stringContaining('order'),
  ])
})
