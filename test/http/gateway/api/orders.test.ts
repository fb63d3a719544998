// /orders: what each call is answered with, and which of its inputs reach the order.
import { describe, expect, test } from 'vitest'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const form = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
const flat = { ...form, itemId: '7', qty: 2 }
const unknown = 'ord_0123456789abcdefghjkmnpqrs'

describe('POST /orders', () => {
  test('answers 201 with the order and where it stands', async () => {
    const { status, headers, body } = await shop.call('customer', 'POST', '/orders', { body: flat })
    expect([status, headers.get('location')]).toEqual([201, `/orders/${body['orderId']}`])
    expect(body).toMatchObject({ ...form, orderStatus: 'orderStarted', total: { amount: 118_000, currency: 'KRW' } })
  })

  test('with a payment token it answers 201 whatever becomes of the payment', async () => {
    for (const [paymentToken, orderStatus, paid] of [
      ['tok_approved', 'payApproved', 'approved'],
      ['tok_declined', 'orderStarted', 'declined'],
    ]) {
      const { status, body } = await shop.call('customer', 'POST', '/orders', { body: { ...flat, paymentToken } })
      expect([status, body]).toEqual([201, expect.objectContaining({ orderStatus })])
      expect(body['payment']).toMatchObject({ status: paid })
    }
  })

  test('of what costs nothing is approved at once, also with a payment token, and is paid by no provider', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const gift = { ...form, itemId: 'free', qty: 1, paymentToken: 'tok_declined' }
    const placed = await shop.call('customer', 'POST', '/orders', { body: gift, headers })
    expect([placed.status, placed.body]).toEqual([201, expect.objectContaining({ orderStatus: 'payApproved' })])
    expect((await shop.call('customer', 'POST', '/orders', { body: gift, headers })).body).toEqual(placed.body)
    const { orderId } = placed.body
    const pay = { body: { orderStatus: 'payApproved' } }
    expect((await shop.call('customer', 'PATCH', `/payments/${orderId}`, pay)).status).toBe(200)
    await shop.call('customer', 'PATCH', `/orders/${orderId}`, { body: { orderStatus: 'orderCancel' } })
    expect((await shop.call('customer', 'GET', `/orders/${orderId}`)).body['orderStatus']).toBe('payCanceled')
    const inquired = await shop.call('ops', 'POST', `/payments/${orderId}/inquiries`)
    expect(inquired.body).toMatchObject({ attempts: [], refunds: [] })
  })

  test('said twice under one key it is one order; another body under that key is a 422', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const [first, again] = [
      await shop.call('customer', 'POST', '/orders', { body: flat, headers }),
      await shop.call('customer', 'POST', '/orders', { body: flat, headers }),
    ]
    expect(again.body).toEqual(first.body)
    const other = await shop.call('customer', 'POST', '/orders', { body: { ...flat, qty: 3 }, headers })
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused'])
  })

  test('a refusal of the order names its field as the body does', async () => {
    const wrong = { itemPrice: 1 }
    const answerFlat = await shop.call('customer', 'POST', '/orders', { body: { ...flat, ...wrong } })
    expect(answerFlat).toMatchObject({ status: 409, body: { code: 'price_changed', field: 'itemPrice' } })
    const body = { ...form, lines: [{ itemId: '7', qty: 1, ...wrong }] }
    const answerLines = await shop.call('customer', 'POST', '/orders', { body })
    expect(answerLines).toMatchObject({ status: 409, body: { code: 'price_changed', field: 'lines.0.itemPrice' } })
  })

  test('nobody places an order for another, and nobody but customers place any', async () => {
    const mine = await shop.call('customer', 'POST', '/orders', { body: { ...flat, customerId: 'usr_other' } })
    expect(mine).toMatchObject({ status: 403, body: { code: 'customer_mismatch' } })
    expect((await shop.call('staff', 'POST', '/orders', { body: flat })).body['code']).toBe('role_not_allowed')
  })

  test('while the order context is down it answers 503, and says to send it again', async () => {
    const env = { ORDER_API: down(shop.env.ORDER_API) }
    const { status, headers, body } = await shop.call('customer', 'POST', '/orders', { body: flat, env })
    expect([status, headers.get('retry-after'), body['code']]).toEqual([503, '5', 'unavailable'])
    expect(body['detail']).toContain('under the same Idempotency-Key')
  })
})

describe('GET /orders/{orderId}', () => {
  test('is for its customer, staff and ops: to anybody else there is no such order', async () => {
    const orderId = await shop.order()
    for (const who of ['customer', 'staff', 'ops'] as const) {
      expect((await shop.call(who, 'GET', `/orders/${orderId}`)).body).toMatchObject({ orderId, ...form })
    }
    expect(await shop.call('stranger', 'GET', `/orders/${orderId}`)).toMatchObject({ status: 404 })
    expect((await shop.call('customer', 'GET', `/orders/${unknown}`)).body['code']).toBe('order_not_found')
  })
})

describe('PATCH /orders/{orderId}', () => {
  test('cancels, with the reason that was given', async () => {
    const orderId = await shop.order()
    const body = { orderStatus: 'orderCancel', reason: 'too loud' }
    const canceled = await shop.call('customer', 'PATCH', `/orders/${orderId}`, { body })
    expect(canceled).toMatchObject({
      status: 200,
      body: { orderStatus: 'orderCanceled', cancel: { note: 'too loud' } },
    })
  })

  test('by the store needs its reason, as on the worklist; by the customer it does not', async () => {
    const orderId = await shop.order()
    const cancel = (who: 'customer' | 'staff', body: object = {}) =>
      shop.call(who, 'PATCH', `/orders/${orderId}`, { body: { orderStatus: 'orderCancel', ...body } })
    expect(await cancel('staff')).toMatchObject({ status: 422, body: { code: 'invalid_request', field: 'reason' } })
    expect(await cancel('staff', { reason: 'sold out' })).toMatchObject({ status: 200 })
    expect(await cancel('customer')).toMatchObject({ status: 200, body: { cancel: { note: 'sold out' } } })
  })

  test('a delivered order is not canceled', async () => {
    const orderId = await shop.order('take', 'deliver')
    const { status, body } = await shop.call('customer', 'PATCH', `/orders/${orderId}`, {
      body: { orderStatus: 'orderCancel' },
    })
    expect([status, body['code']]).toEqual([409, 'order_already_delivered'])
  })
})

describe('GET /orders/{orderId}/events', () => {
  const typesOf = (body: Record<string, unknown>) =>
    (Array.isArray(body['events']) ? body['events'] : []).map(({ type }: { type: string }) => type)

  test('gives the history, and by seq or instant the order as it was then', async () => {
    const orderId = await shop.order()
    const all = await shop.call('customer', 'GET', `/orders/${orderId}/events`)
    expect(typesOf(all.body)).toEqual(['OrderPlaced', 'PayApproved'])
    const bySeq = await shop.call('customer', 'GET', `/orders/${orderId}/events?asOf=1`)
    expect([typesOf(bySeq.body), bySeq.body['order']]).toEqual([
      ['OrderPlaced'],
      expect.objectContaining({ orderStatus: 'orderStarted', seq: 1 }),
    ])
    const byInstant = await shop.call('customer', 'GET', `/orders/${orderId}/events?asOf=2100-01-01T00:00:00.000Z`)
    expect(typesOf(byInstant.body)).toEqual(['OrderPlaced', 'PayApproved'])
  })

  test('of another customer are not there', async () => {
    const orderId = await shop.order('unpaid')
    expect((await shop.call('stranger', 'GET', `/orders/${orderId}/events`)).status).toBe(404)
  })

  test('are verified by their hashes', async () => {
    const orderId = await shop.order()
    const verified = await shop.call('staff', 'GET', `/orders/${orderId}/events/verification`)
    expect(verified).toMatchObject({ status: 200, body: { whole: true, events: 2 } })
    expect((await shop.call('staff', 'GET', `/orders/${unknown}/events/verification`)).status).toBe(404)
  })
})

describe('for ops', () => {
  test('GET /orders finds the orders that changed since, page by page', async () => {
    const made = [await shop.order('unpaid'), await shop.order(), await shop.order()]
    const found: unknown[] = []
    let cursor: unknown = ''
    for (let pages = 0; pages < 50 && cursor !== null; pages += 1) {
      const query = new URLSearchParams({ limit: '2', since: new Date(0).toISOString() })
      if (cursor !== '') query.set('cursor', String(cursor))
      const { body } = await shop.call('ops', 'GET', `/orders?${query}`)
      const items = Array.isArray(body['items']) ? body['items'] : []
      expect(items.length).toBeLessThanOrEqual(2)
      found.push(...items.map(({ orderId }: { orderId: string }) => orderId))
      cursor = body['cursor']
    }
    expect(found).toEqual(expect.arrayContaining(made))
    expect((await shop.call('customer', 'GET', '/orders')).body['code']).toBe('role_not_allowed')
  })

  test('POST /orders/{orderId}/republish is under way with 202', async () => {
    const orderId = await shop.order()
    const sent = await shop.call('ops', 'POST', `/orders/${orderId}/republish`)
    expect(sent).toMatchObject({ status: 202, body: { orderId } })
    expect((await shop.call('ops', 'POST', `/orders/${unknown}/republish`)).status).toBe(404)
  })
})
