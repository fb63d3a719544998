// /payments: how what became of a payment is answered, and what reaches the payment and its order.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { webhookBytesMax } from '../../../../src/gateway/http/body-size.ts'
import { payMsMax } from '../../../../src/platform/pay-order.ts'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const pay = (orderId: string, paymentToken?: string, env = {}) =>
  shop.call('customer', 'PATCH', `/payments/${orderId}`, { body: { orderStatus: 'payApproved', paymentToken }, env })
const eventsOf = async (orderId: string) =>
  (await shop.call('staff', 'GET', `/orders/${orderId}/events`)).body['events']

describe('PATCH /payments/{orderId}', () => {
  test('answers 200 with the order once the order has recorded the payment', async () => {
    const orderId = await shop.order('unpaid')
    expect(await pay(orderId, 'tok_approved')).toMatchObject({ status: 200, body: { orderStatus: 'payApproved' } })
    expect(await pay(orderId)).toMatchObject({ status: 200, body: { orderId } })
  })

  test('answers 402 when it is declined, and nothing is paid', async () => {
    const { status, body } = await pay(await shop.order('unpaid'), 'tok_declined')
    expect([status, body['code']]).toEqual([402, 'payment_declined'])
  })

  test('answers 202 and says when to look again while the provider has not answered', async () => {
    const { status, headers, body } = await pay(await shop.order('unpaid'), 'tok_lost')
    expect([status, headers.get('retry-after')]).toEqual([202, '5'])
    expect(body['payment']).toMatchObject({ status: 'unknown' })
  })

  test('answers 503 while payment is down, and the order records that it is deferred', async () => {
    const orderId = await shop.order('unpaid')
    const answer = await pay(orderId, 'tok_approved', { PAYMENTS: down(shop.env.PAYMENTS) })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(answer.body['code']).toBe('payment_overloaded')
    expect(await eventsOf(orderId)).toMatchObject([{ type: 'OrderPlaced' }, { type: 'PayDeferred' }])
  })

  test('answers 503 within its limit while payment is silent', async () => {
    const orderId = await shop.order('unpaid')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const silent = vi.fn(() => new Promise<never>(() => {}))
    const answer = pay(orderId, 'tok_approved', { PAYMENTS: { ...shop.env.PAYMENTS, pay: silent } })
    await vi.waitFor(() => expect(silent).toHaveBeenCalled())
    await vi.advanceTimersByTimeAsync(payMsMax)
    expect((await answer).body['code']).toBe('payment_overloaded')
  })

  test('is for the order’s own customer', async () => {
    const orderId = await shop.order('unpaid')
    const body = { orderStatus: 'payApproved', paymentToken: 'tok_approved' }
    expect((await shop.call('stranger', 'PATCH', `/payments/${orderId}`, { body })).status).toBe(404)
    expect((await shop.call('staff', 'PATCH', `/payments/${orderId}`, { body })).body['code']).toBe('role_not_allowed')
  })
})

test('GET /payments/{orderId} shows the attempts and the refunds', async () => {
  const orderId = await shop.order()
  const { status, body } = await shop.call('customer', 'GET', `/payments/${orderId}`)
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ orderId, attempts: [expect.objectContaining({ status: 'approved' })], refunds: [] }),
  ])
  expect((await shop.call('stranger', 'GET', `/payments/${orderId}`)).status).toBe(404)
})

describe('POST /payments/{orderId}/refunds', () => {
  const refund = (orderId: string, amount: number, headers = {}) => {
    const body = { amount: { amount, currency: 'KRW' }, reason: 'a scratch' }
    return shop.call('staff', 'POST', `/payments/${orderId}/refunds`, { body, headers })
  }

  test('is under way with 202, and done once whatever is said twice', async () => {
    const orderId = await shop.order()
    const headers = { 'idempotency-key': 'one-refund' }
    const first = await refund(orderId, 500, headers)
    expect(first.status).toBe(202)
    expect(first.body['payment']).toMatchObject({ partRefunds: [{ amount: { amount: 500 }, reason: 'a scratch' }] })
    await refund(orderId, 500, headers)
    const { body } = await shop.call('staff', 'GET', `/payments/${orderId}`)
    expect(body['refunds']).toMatchObject([{ purpose: 'part', status: 'done' }])
  })

  test('is refused after twenty, before the order outgrows its messages', async () => {
    const orderId = await shop.order()
    for (let count = 0; count < 20; count += 1) expect((await refund(orderId, 1)).status).toBe(202)
    expect(await refund(orderId, 1)).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', detail: 'An order has at most 20 part refunds.' },
    })
  })

  test('of more than was paid is refused at its field', async () => {
    const { status, body } = await refund(await shop.order(), 118_001)
    expect([status, body['code'], body['field']]).toEqual([409, 'refund_too_high', 'amount'])
  })
})

describe('GET /payments/{orderId}/provider', () => {
  test('shows what the provider itself says', async () => {
    const orderId = await shop.order()
    const { body } = await shop.call('ops', 'GET', `/payments/${orderId}/provider`)
    expect(body).toEqual({
      charges: [expect.objectContaining({ amount: { amount: 118_000, currency: 'KRW' } })],
      refunds: [],
      disputes: [],
    })
    expect((await shop.call('customer', 'GET', `/payments/${orderId}/provider`)).status).toBe(403)
  })
})

describe('POST /payments/webhooks/{provider}', () => {
  test('hands on the raw body, its headers and its query, and answers 204', async () => {
    const webhook = vi.fn(async () => ({ ok: true as const, value: null }))
    const answer = await shop.call(null, 'POST', '/payments/webhooks/sandbox?a=1', {
      body: { spaced: 1 },
      headers: { 'x-signature': 's' },
      env: { PAYMENTS: { ...shop.env.PAYMENTS, webhook } },
    })
    expect([answer.status, answer.body]).toEqual([204, { text: '' }])
    const headers = expect.objectContaining({ 'x-signature': 's' })
    expect(webhook).toHaveBeenCalledWith('sandbox', headers, new TextEncoder().encode('{"spaced":1}'), { a: '1' })
  })

  test.each([
    ['application/json; charset=utf-16', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
    ['application/json', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
    ['text/plain', new Uint8Array(webhookBytesMax).fill(0x20)],
  ])('hands on the bytes of a body sent as %s', async (type, bytes) => {
    const webhook = vi.fn(async () => ({ ok: true as const, value: null }))
    const env = { ...shop.env, PAYMENTS: { ...shop.env.PAYMENTS, webhook } }
    const init = { method: 'POST', headers: { 'content-type': type }, body: bytes }
    const answer = await shop.app.request('/payments/webhooks/sandbox', init, env)
    expect(answer.status).toBe(204)
    expect(webhook).toHaveBeenCalledWith('sandbox', expect.anything(), bytes, {})
  })

  test('refuses a body above its limit, which the document names', async () => {
    const body = 'x'.repeat(webhookBytesMax + 1)
    const answer = await shop.call(null, 'POST', '/payments/webhooks/sandbox', { text: body })
    expect([answer.status, answer.body['code']]).toEqual([413, 'body_too_large'])
    const { body: document } = await shop.call(null, 'GET', '/openapi.json')
    expect(JSON.stringify(document)).toContain(`at most ${webhookBytesMax}`)
  })

  test.each([
    ['/payments/webhooks/sandbox', 401, 'signature_invalid'],
    ['/payments/webhooks/NOT-A-NAME', 422, 'invalid_request'],
  ])('%s without a good signature is a %i', async (path, status, code) => {
    expect(await shop.call(null, 'POST', path, { body: {} })).toMatchObject({ status, body: { code } })
  })
})
