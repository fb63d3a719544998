// Bad input: a clear refusal that names the fault, and nothing is written.
import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimsOf, type PublishedKey, publishKey, refusalsOf, standstill } from '../../support/refusals.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
let orderId: string
let own: PublishedKey
let refuses: ReturnType<typeof refusalsOf>['refuses']
/** The session of the customer, which still stands. */
let sid: string

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  // After the authorization server has made its own key, and before the first call: the gateway keeps what it has seen.
  sid = String(claimsOf(await shop.token('customer'))['sid'])
  own = await publishKey(shop)
  kang = storyOf(shop)
  orderId = (await kang.place()).orderId
  await kang.agrees(orderId)
  refuses = refusalsOf(shop).refuses
})
afterAll(() => shop.close())

describe('an order is refused', () => {
  const invalid = (field: string) => ({ status: 422, code: 'invalid_request', field })
  const { itemId: _, ...noItem } = kangsForm
  const cases: [string, { status: number; code: string; field?: string; current?: unknown }, unknown][] = [
    ['with malformed JSON', { status: 400, code: 'json_malformed' }, '{"customerName": "Kang",'],
    ['that is no object', { status: 422, code: 'invalid_request' }, '[]'],
    ['with no item', invalid('itemId'), noItem],
    ['with an unknown item', { status: 422, code: 'item_unknown', field: 'itemId' }, { ...kangsForm, itemId: 'nope' }],
    ['of an item named like a built-in', { status: 422, code: 'item_unknown' }, { ...kangsForm, itemId: '__proto__' }],
    ['with qty 0', invalid('qty'), { ...kangsForm, qty: 0 }],
    ['with qty -1', invalid('qty'), { ...kangsForm, qty: -1 }],
    ['with qty 1.5', invalid('qty'), { ...kangsForm, qty: 1.5 }],
    ['with qty 10⁹', invalid('qty'), { ...kangsForm, qty: 1e9 }],
    ['with qty in words', invalid('qty'), { ...kangsForm, qty: 'three' }],
    [
      'at a price that is not the catalog’s',
      { status: 409, code: 'price_changed', field: 'itemPrice', current: { amount: 1500, currency: 'KRW' } },
      { ...kangsForm, itemPrice: 1 },
    ],
    [
      'under a name that is not the catalog’s',
      { status: 409, code: 'item_name_changed', field: 'itemName', current: 'Air conditional' },
      { ...kangsForm, itemName: 'Toaster' },
    ],
    ['with an empty address', invalid('deliveryAddress'), { ...kangsForm, deliveryAddress: '  ' }],
    ['with an address of 10 kB', invalid('deliveryAddress'), { ...kangsForm, deliveryAddress: 'x'.repeat(10_000) }],
    ['with a bad phone number', invalid('deliveryPhoneNumber'), { ...kangsForm, deliveryPhoneNumber: 'call me' }],
    ['with no name', invalid('customerName'), { ...kangsForm, customerName: undefined }],
    ['with a name of control characters', invalid('customerName'), { ...kangsForm, customerName: 'a\u0007b' }],
    ['with a status of its own', invalid('orderStatus'), { ...kangsForm, orderStatus: 'payApproved' }],
    ['with a field that is not known', invalid('price'), { ...kangsForm, price: 1 }],
    [
      'for somebody else',
      { status: 403, code: 'customer_mismatch', field: 'customerId' },
      { ...kangsForm, customerId: '2' },
    ],
    [
      'with a bad line',
      invalid('lines.1.qty'),
      {
        ...lines([
          { itemId: '2', qty: 1 },
          { itemId: '3', qty: 0 },
        ]),
      },
    ],
    [
      'with a line of an unknown item',
      { status: 422, code: 'item_unknown', field: 'lines.1.itemId' },
      lines([
        { itemId: '2', qty: 1 },
        { itemId: 'nope', qty: 1 },
      ]),
    ],
    ['with lines beside an item', invalid('itemId'), { ...lines([{ itemId: '2', qty: 1 }]), itemId: '2' }],
    ['with no lines', invalid('lines'), lines([])],
  ]

  test.each(cases)('%s', async (_, expected, body) => {
    await refuses(expected, () => shop.call('customer', 'POST', '/orders', body))
  })

  test('with a body over the limit', async () => {
    const body = { ...kangsForm, deliveryAddress: 'x'.repeat(70_000) }
    await refuses({ status: 413, code: 'body_too_large' }, () => shop.call('customer', 'POST', '/orders', body))
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])('as %s', async (type) => {
    await refuses({ status: 415, code: 'content_type_unsupported' }, () =>
      shop.call('customer', 'POST', '/orders', kangsForm, { 'content-type': type }),
    )
  })

  test('under a key that was used for another order', async () => {
    const key = { 'idempotency-key': 'k-1' }
    const first = await shop.call<OrderAnswer>('customer', 'POST', '/orders', kangsForm, key)
    const retry = await shop.call<OrderAnswer>('customer', 'POST', '/orders', kangsForm, key)
    expect([retry.status, retry.body]).toEqual([201, first.body])
    await kang.agrees(first.body.orderId)
    await refuses({ status: 422, code: 'idempotency_key_reused' }, () =>
      shop.call('customer', 'POST', '/orders', { ...kangsForm, qty: 4 }, key),
    )
  })
})

describe('a change is refused', () => {
  test.each([
    ['/orders/', { orderStatus: 'payApproved' }],
    ['/orders/', {}],
    ['/payments/', { orderStatus: 'orderTaken' }],
  ])('to an unknown status: %s %j', async (path, body) => {
    await refuses({ status: 422, code: 'invalid_request', field: 'orderStatus' }, () =>
      shop.call('customer', 'PATCH', path + orderId, body),
    )
  })

  test.each(['ord_00000000000000000000000000', 'nope', '..%2f..%2fetc'])('of an unknown order: %s', async (id) => {
    await refuses({ status: 404, code: 'order_not_found' }, () => shop.call('customer', 'GET', `/orders/${id}`))
    await refuses({ status: 404, code: 'order_not_found' }, () =>
      shop.call('customer', 'PATCH', `/orders/${id}`, { orderStatus: 'orderCancel' }),
    )
    await refuses({ status: 404, code: 'order_not_found' }, () =>
      shop.call('customer', 'PATCH', `/payments/${id}`, { orderStatus: 'payApproved' }),
    )
  })

  test('of a foreign order', async () => {
    await refuses({ status: 404, code: 'order_not_found' }, () =>
      shop.call('customer2', 'PATCH', `/orders/${orderId}`, { orderStatus: 'orderCancel' }),
    )
  })

  test('by a role that may not make it', async () => {
    await refuses({ status: 403, code: 'role_not_allowed' }, () =>
      shop.call('customer', 'PATCH', `/ordermgmts/${orderId}`, { orderStatus: 'orderTaken' }),
    )
    await refuses({ status: 403, code: 'role_not_allowed' }, () => shop.call('courier', 'GET', `/orders/${orderId}`))
  })
})

describe('a question is refused', () => {
  test.each([
    ['/myPages?limit=0', 'limit'],
    ['/myPages?limit=101', 'limit'],
    ['/myPages?cursor=%00', 'cursor'],
    ['/orders/ORDER/events?asOf=yesterday', 'asOf'],
  ])('%s', async (path, field) => {
    await refuses({ status: 422, code: 'invalid_request', field }, () =>
      shop.call('customer', 'GET', path.replace('ORDER', orderId)),
    )
  })

  test('at a place where there is nothing', async () => {
    await refuses({ status: 404, code: 'not_found' }, () => shop.call('customer', 'GET', '/nothing/here'))
  })
})

test.each(['sandbox', 'stripe'])('news of %s that it has not signed is refused', async (provider) => {
  await refuses({ status: 401, code: 'signature_invalid' }, () =>
    shop.call(null, 'POST', `/payments/webhooks/${provider}?x=1`, { type: 'charge.approved' }),
  )
})

describe('a token is refused', () => {
  const as = (token: string) => () =>
    shop.call(null, 'POST', '/orders', kangsForm, { authorization: `Bearer ${token}` })
  const issuedBy = (claims: object) => ({ sub: '1', role: 'customer', sid, iss: shop.origin, aud: audience, ...claims })
  const audience = 'urn:homeappliance:api'

  test('when there is none', async () => {
    await refuses({ status: 401, code: 'token_missing' }, () => shop.call(null, 'POST', '/orders', kangsForm))
  })

  test('when it is not signed: alg none', async () => {
    const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
    const token = `${part({ alg: 'none' })}.${part(issuedBy({ exp: 4e9 }))}.`
    await refuses({ status: 401, code: 'token_invalid' }, as(token))
  })

  test.each([
    ['expired', { exp: 1 }],
    ['for another audience', { aud: 'urn:someone:else', exp: 4e9 }],
    ['by another issuer', { iss: 'https://issuer.example', exp: 4e9 }],
  ])('when it is %s, though its key is published', async (_, claims) => {
    const token = await new SignJWT(issuedBy(claims))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: own.kid })
      .sign(own.key)
    await refuses({ status: 401, code: 'token_invalid' }, as(token))
  })

  test('when its key is not published', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const token = await new SignJWT(issuedBy({ exp: 4e9 }))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'x' })
      .sign(privateKey)
    await refuses({ status: 401, code: 'token_invalid' }, as(token))
  })

  test('and the same key with nothing wrong is believed: the refusals above are for their claims', async () => {
    const token = await new SignJWT(issuedBy({ exp: 4e9 }))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: own.kid })
      .sign(own.key)
    expect((await as(token)()).status).toBe(201)
  })
})

function lines(list: object[]) {
  const { itemId: _, qty: __, ...rest } = kangsForm
  return { ...rest, lines: list }
}
