// GraphQL: the same calls as the REST API, with the same authorization and the same answers.
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callOf } from '../../../src/gateway/graphql/calls.ts'
import { refusal, visitors } from '../../support/every-call.ts'
import { askGraphql, type Body, codes, type Order } from '../../support/graphql.ts'
import { type Account, openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop({ breakable: ['mypage', 'payment'] })
  kang = storyOf(shop)
})
afterAll(() => shop.close())

const ask = (who: Account | null, query: string, variables: object = {}) => askGraphql(shop, who, query, variables)

const { itemId, qty, ...contact } = kangsForm
const order = { ...contact, lines: [{ itemId, qty }] }
const placed = '{ orderId orderStatus seq payment { status } }'
const placing = `placeOrder(order: $order, idempotencyKey: $key) ${placed}`
const placeOrder = `mutation ($order: PlaceOrder!, $key: String) { ${placing} }`

async function place(variables: object): Promise<Order> {
  const { body } = await ask('customer', placeOrder, variables)
  if (!body.data?.['placeOrder']) throw new Error(`not placed: ${JSON.stringify(body)}`)
  return body.data['placeOrder']
}

test('an order is placed, paid, taken and delivered, and is the one that the other calls show', async () => {
  const { orderId, orderStatus } = await place({ order })
  expect(orderStatus).toBe('orderStarted')
  const step = async (who: Account, field: string) => {
    const { body } = await ask(who, `mutation { ${field} { orderStatus } }`)
    expect(body.errors).toBeUndefined()
    return Object.values(body.data ?? {})[0]?.orderStatus
  }
  expect(await step('customer', `payOrder(orderId: "${orderId}", paymentToken: "tok_approved")`)).toBe('payApproved')
  expect(await step('staff', `takeOrder(orderId: "${orderId}")`)).toBe('orderTaken')
  await kang.reaches(orderId, 'deliveryStarted')
  expect(await step('courier', `completeDelivery(orderId: "${orderId}")`)).toBe('deliveryCompleted')
  await kang.agrees(orderId)

  const { body } = await ask(
    'customer',
    `{
      items { itemId price { amount currency } }
      order(orderId: "${orderId}") { orderId seq orderStatus customerName lines { qty } total { amount currency } }
      orders(limit: 1) { items { order { orderId } projectedAt } cursor }
      payment(orderId: "${orderId}") { attempts { status } refunds { status } }
    }`,
  )
  const { seq, total } = await kang.read(orderId)
  expect(body.errors).toBeUndefined()
  expect(body.data).toMatchObject({
    items: expect.arrayContaining([{ itemId: '2', price: { amount: 1500, currency: 'KRW' } }]),
    order: { orderId, seq, orderStatus: 'deliveryCompleted', customerName: 'Kang', lines: [{ qty: 3 }], total },
    orders: { items: [{ order: { orderId }, projectedAt: expect.any(String) }] },
    payment: { attempts: [{ status: 'approved' }], refunds: [] },
  })
})

test('an order that is paid at once and canceled gets its money back', async () => {
  const { orderId, orderStatus } = await place({ order: { ...order, paymentToken: 'tok_approved' } })
  expect(orderStatus).toBe('payApproved')
  const { body } = await ask('customer', `mutation { cancelOrder(orderId: "${orderId}") { orderStatus } }`)
  expect(body).toEqual({ data: { cancelOrder: { orderStatus: 'orderCanceled' } } })
  await kang.reaches(orderId, 'payCanceled')
})

test('under the same key it is the same order, by whichever way it is asked for first', async () => {
  const post = (key: string, form: object) =>
    shop.call<OrderAnswer>('customer', 'POST', '/orders', form, { 'idempotency-key': key })
  const first = await place({ order, key: 'graphql-first' })
  expect((await post('graphql-first', kangsForm)).body.orderId).toBe(first.orderId)
  const second = await post('rest-first', kangsForm)
  expect((await place({ order, key: 'rest-first' })).orderId).toBe(second.body.orderId)
  const other = await ask('customer', placeOrder, {
    order: { ...order, lines: [{ itemId, qty: 1 }] },
    key: 'rest-first',
  })
  expect(codes(other)).toEqual(['idempotency_key_reused'])
  expect(await kang.history(second.body.orderId)).toEqual(['OrderPlaced'])
})

describe('the Idempotency-Key header', () => {
  const placeUnder = (key: string, query: string, form = order) =>
    shop.call<Body>('customer', 'POST', '/graphql', { query, variables: { order: form } }, { 'idempotency-key': key })
  const once = 'mutation ($order: PlaceOrder! ) { placeOrder(order: $order) { orderId } }'
  const twice = `mutation ($order: PlaceOrder! ) {
    a: placeOrder(order: $order) { orderId } b: placeOrder(order: $order) { orderId }
  }`

  test('is the key of the one mutation it comes with', async () => {
    const first = await placeUnder('header-key', once)
    expect(first.body.errors).toBeUndefined()
    expect((await placeUnder('header-key', once)).body).toEqual(first.body)
    expect(codes(await placeUnder('header-key', once, { ...order, customerName: 'Yoon' }))).toEqual([
      'idempotency_key_reused',
    ])
  })

  test('is refused where it could be that of two, and where it is none, and nothing is placed', async () => {
    const forTwo = (await placeUnder('for-two', twice)).body
    expect([forTwo.data, forTwo.errors]).toMatchObject([undefined, [{ extensions: { code: 'invalid_request' } }]])
    const { data, errors } = (await placeUnder('x'.repeat(201), once)).body
    expect(data).toEqual({ placeOrder: null })
    expect(errors).toMatchObject([{ extensions: { code: 'invalid_request', field: 'idempotencyKey' } }])
  })
})

describe('whoever the table refuses is refused, with the same code, and nothing is written', () => {
  const fields = {
    order: (id: string) => `{ order(orderId: "${id}") { orderId } }`,
    orders: () => '{ orders { items { order { orderId } } } }',
    payment: (id: string) => `{ payment(orderId: "${id}") { orderId } }`,
    placeOrder: () => placeOrder,
    payOrder: (id: string) => `mutation { payOrder(orderId: "${id}") { orderId } }`,
    cancelOrder: (id: string) => `mutation { cancelOrder(orderId: "${id}") { orderId } }`,
    takeOrder: (id: string) => `mutation { takeOrder(orderId: "${id}") { orderId } }`,
    completeDelivery: (id: string) => `mutation { completeDelivery(orderId: "${id}") { orderId } }`,
  } satisfies Record<keyof typeof callOf, (orderId: string) => string>

  test.each(Object.keys(fields) as (keyof typeof fields)[])('%s', async (field) => {
    const { orderId } = await kang.place()
    let refusals = 0
    for (const visitor of visitors) {
      const refused = refusal(callOf[field], visitor)
      if (refused === null) continue
      refusals += 1
      const { body } = await ask(visitor, fields[field](orderId), { order })
      const [status, code] = refused
      expect([visitor, body.data]).toEqual([visitor, { [field]: null }])
      expect(body.errors).toMatchObject([{ path: [field], extensions: { code, status } }])
    }
    expect(refusals).toBeGreaterThan(0)
    expect((await kang.read(orderId)).seq).toBe(1)
  })

  test('an account whose sessions have ended orders nothing, though its token still looks good', async () => {
    await shop.token('customer2')
    expect((await shop.call('ops', 'PATCH', '/accounts/2', { isLocked: true })).status).toBe(200)
    expect(codes(await ask('customer2', placeOrder, { order }))).toEqual(['token_invalid'])
  })
})

describe('what is wrong is said as the other calls say it', () => {
  test.each<[string, object, string, string]>([
    ['a quantity of 0', { ...order, lines: [{ itemId, qty: 0 }] }, 'invalid_request', 'lines.0.qty'],
    ['an unknown item', { ...order, lines: [{ itemId: 'nope', qty }] }, 'item_unknown', 'lines.0.itemId'],
    ['no lines', { ...order, lines: [] }, 'invalid_request', 'lines'],
    ['a name of two lines', { ...order, customerName: 'Kang\nYoon' }, 'invalid_request', 'customerName'],
  ])('%s', async (_, wrong, code, field) => {
    const { body } = await ask('customer', placeOrder, { order: wrong })
    expect(body.errors).toMatchObject([{ extensions: { code, field } }])
  })

  test.each([
    ['{ order(orderId: $id) { orderId } }', 'x'.repeat(65), 'invalid_request'],
    ['{ order(orderId: $id) { orderId } }', '', 'order_not_found'],
    ['mutation { takeOrder(orderId: $id) { orderId } }', 'x'.repeat(65), 'invalid_request'],
    ['mutation { takeOrder(orderId: $id) { orderId } }', 'x', 'order_not_found'],
    ['mutation { completeDelivery(orderId: $id) { orderId } }', 'x'.repeat(65), 'invalid_request'],
    ['{ orders(limit: 0) { cursor } }', '', 'invalid_request'],
    ['{ orders(limit: 101) { cursor } }', '', 'invalid_request'],
    ['{ orders(cursor: $id) { cursor } }', 'x'.repeat(501), 'invalid_request'],
  ])('an argument as long or as large as no call takes it: %s', async (query, id, code) => {
    const account = query.includes('orders(') || query.includes('order(') ? 'customer' : 'staff'
    expect(codes(await ask(account, query.replace('$id', JSON.stringify(id))))).toEqual([code])
  })

  test.each([
    ['names the query twice', '{"query":"{nope}","query":"{items{itemId}}"}'],
    [
      'is too deep',
      `{"query":"{items{itemId}}","extensions":${'['.repeat(100_000)}${']'.repeat(100_000)}}`.slice(0, 65_000),
    ],
    ['is too deep and well formed', `{"query":"{items{itemId}}","extensions":${'['.repeat(9000)}${']'.repeat(9000)}}`],
  ])('a body that %s is refused before it is asked', async (_, body) => {
    const answer = await shop.call(null, 'POST', '/graphql', body)
    expect([answer.status, answer.body['data']]).toEqual([400, undefined])
  })

  test('the rules of an order: what is not paid is not taken', async () => {
    const { orderId } = await kang.place()
    const { body } = await ask('staff', `mutation { takeOrder(orderId: "${orderId}") { orderId } }`)
    expect(body.errors).toMatchObject([{ extensions: { code: 'order_not_paid', status: 409 } }])
  })

  test('one refusal leaves the other fields their answers', async () => {
    const { body } = await ask('customer', '{ items { itemId } order(orderId: "ord_none") { orderId } }')
    expect(body.data).toMatchObject({ items: expect.arrayContaining([{ itemId: '2' }]), order: null })
    expect(body.errors).toMatchObject([{ path: ['order'], extensions: { code: 'order_not_found', status: 404 } }])
  })
})

describe('a request is bounded', () => {
  const items = (count: number) => Array.from({ length: count }, (_, n) => `i${n}: items { itemId }`).join(' ')
  const bomb = [
    '{ ...f0 }',
    ...Array.from({ length: 12 }, (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`),
    'fragment f12 on Query { items { itemId } }',
  ].join(' ')
  const deep = `{ __schema { types { ${'ofType { '.repeat(15)} name ${'} '.repeat(15)} } } }`
  const wide = `{ ${Array.from({ length: 9 }, (_, n) => `i${n}: items { ${'itemId '.repeat(60)} }`).join(' ')} }`

  test.each([
    ['in calls', `{ ${items(11)} }`, 'at most 10 fields at the top; this has 11'],
    ['in calls that fragments hide', bomb, 'at most 10 fields at the top; this has 4096'],
    ['in fields', wide, 'at most 500 fields; this has 549'],
    ['in depth', deep, 'at most 16 fields deep; this is 18'],
    ['in tokens', `{ items { ${'itemId '.repeat(1000)} } }`, 'Document contains more than 1000 tokens'],
  ])('%s', async (_, query, message) => {
    const { body } = await ask(null, query)
    expect(body.errors?.map((error) => error.message).join('\n')).toContain(message)
    expect(body.data).toBeUndefined()
  })

  test('ten calls in one request are not too many', async () => {
    expect((await ask(null, `{ ${items(10)} }`)).body.errors).toBeUndefined()
  })
})

test('it describes itself, and shows no page to a browser', async () => {
  const { body } = await ask(null, getIntrospectionQuery())
  expect(body.errors).toBeUndefined()
  expect(body.data?.['__schema']).toMatchObject({ mutationType: { name: 'Mutation' } })
  const page = await shop.call(null, 'GET', '/graphql?query={items{itemId}}', undefined, { accept: 'text/html' })
  expect(page.status).toBe(405)
  const text = await shop.call(null, 'POST', '/graphql', '{"query":"{items{itemId}}"}', {
    'content-type': 'text/plain',
  })
  expect(text.status).toBe(415)
})

test('what is out of reach is said to be, and the order is put off, never lost', async () => {
  const { orderId } = await kang.place()
  await shop.outage(true)
  expect(codes(await ask('customer', '{ orders { cursor } }'))).toEqual(['unavailable'])
  const { body } = await ask('customer', `mutation { payOrder(orderId: "${orderId}") { orderId } }`)
  expect(body.errors).toMatchObject([{ extensions: { code: 'payment_overloaded', status: 503, retryAfterSeconds: 5 } }])
  await shop.outage(false)
  expect(await kang.read(orderId)).toMatchObject({ orderStatus: 'orderStarted', payment: { status: 'deferred' } })
})
