// Attacks on who one is: forged tokens, and claims about oneself in headers, addresses and bodies. Each is refused, and
// nothing is written.
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { audience, codeFor, exchange, newFlow } from '../../support/identity.ts'
import { claimsOf, type PublishedKey, publishKey, refusalsOf, standstill } from '../../support/refusals.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
/** Kang's order. */
let orderId: string
let sid: string
let own: PublishedKey
let refuses: ReturnType<typeof refusalsOf>['refuses']
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  sid = String(claimsOf(await shop.token('customer'))['sid'])
  own = await publishKey(shop)
  kang = storyOf(shop)
  orderId = await kang.upTo('deliveryStarted')
  await kang.tells(orderId, 4)
  await kang.agrees(orderId)
  const watched = refusalsOf(shop)
  refuses = watched.refuses
  untouchedBy = watched.untouchedBy
})
afterAll(() => shop.close())

describe('a token is refused', () => {
  const rightClaims = () => ({ sub: '1', role: 'customer', sid, iss: shop.origin, aud: audience, exp: 4e9 })
  const as = (token: string) => () =>
    shop.call(null, 'POST', '/orders', kangsForm, { authorization: `Bearer ${token}` })
  const signed = (header: object, claims: object = {}) =>
    new SignJWT({ ...rightClaims(), ...claims }).setProtectedHeader({
      alg: 'ES256',
      typ: 'at+jwt',
      kid: own.kid,
      ...header,
    })

  test.each<[string, () => Promise<Uint8Array>]>([
    ['the published key in PEM', async () => new TextEncoder().encode(await exportSPKI(own.publicKey))],
    ['the published key as JSON', async () => new TextEncoder().encode(JSON.stringify(await exportJWK(own.publicKey)))],
    ['nothing', async () => new Uint8Array(32)],
  ])('that is signed by HS256 with %s', async (_, secretOf) => {
    const token = await signed({ alg: 'HS256' }).sign(await secretOf())
    await refuses({ status: 401, code: 'token_invalid' }, as(token))
  })

  test('whose key is under the name of another', async () => {
    const { keys } = (await shop.call<{ keys: { kid: string }[] }>(null, 'GET', '/auth/jwks')).body
    const others = keys.filter(({ kid }) => kid !== own.kid)
    expect(others).toHaveLength(1)
    for (const { kid } of others) {
      await refuses({ status: 401, code: 'token_invalid' }, as(await signed({ kid }).sign(own.key)))
    }
  })

  test.each(["' OR 1=1 --", '../../../dev/null', '__proto__', ''])('whose key is named %j', async (kid) => {
    await refuses({ status: 401, code: 'token_invalid' }, as(await signed({ kid }).sign(own.key)))
  })

  test('that brings its own key, or says where it is', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(publicKey)
    for (const header of [{ jwk }, { jku: `${shop.origin}/items` }, { x5u: `${shop.origin}/items` }]) {
      await refuses({ status: 401, code: 'token_invalid' }, as(await signed({ ...header }).sign(privateKey)))
    }
  })

  test.each<[string, object]>([
    ['not valid yet', { nbf: 4e9 - 1 }],
    ['of a role that is none', { role: 'root' }],
    ['of two roles', { role: ['customer', 'ops'] }],
    ['about nobody', { sub: '' }],
    ['of a session that is none', { sid: 'none' }],
  ])('that is %s, though its key is published', async (_, claims) => {
    await refuses({ status: 401, code: 'token_invalid' }, as(await signed({}, claims).sign(own.key)))
  })

  test.each(['JWT', 'logout+jwt'])('that is a %s and no access token', async (typ) => {
    await refuses({ status: 401, code: 'token_invalid' }, as(await signed({ typ }).sign(own.key)))
  })

  test('of a role that its subject does not have', async () => {
    const token = await signed({}, { role: 'ops' }).sign(own.key)
    const authorization = `Bearer ${token}`
    await refuses({ status: 401, code: 'token_invalid' }, () =>
      shop.call(null, 'GET', '/accounts', undefined, { authorization }),
    )
  })

  test('and the same with nothing wrong is believed: the refusals above are for what they name', async () => {
    const { status, body } = await as(await signed({}).sign(own.key))()
    expect(status).toBe(201)
    await kang.agrees(String(body['orderId']))
  })

  test('that was given out for something else: to know who signed in', async () => {
    const flow = newFlow()
    const code = await codeFor(shop.origin, flow, { scope: 'openid' })
    const { body } = await exchange(shop.origin, { code, code_verifier: flow.verifier })
    expect(claimsOf(body.id_token ?? '')['aud']).toBe('homeappliance-cli')
    await refuses({ status: 401, code: 'token_invalid' }, as(body.id_token ?? ''))
  })

  test.each(['Basic', 'bearer', 'Bearer,', ''])('that comes as %j', async (scheme) => {
    const token = await shop.token('customer')
    const { status } = await untouchedBy(() =>
      shop.call(null, 'GET', '/accounts', undefined, { authorization: `${scheme} ${token}` }),
    )
    // RFC 9110, section 11.1: the name of a scheme is in either case.
    expect(status).toBe(scheme === 'bearer' ? 403 : 401)
  })

  test('that comes in the address, the body or a cookie', async () => {
    const token = await shop.token('customer')
    await refuses({ status: 401, code: 'token_missing' }, () =>
      shop.call(null, 'GET', `/orders/${orderId}?access_token=${token}`),
    )
    await refuses({ status: 401, code: 'token_missing' }, () =>
      shop.call(null, 'POST', '/orders', { ...kangsForm, access_token: token }),
    )
    await refuses({ status: 401, code: 'token_missing' }, () =>
      shop.call(null, 'POST', '/orders', kangsForm, { cookie: `session=${token}; __Host-session=${token}` }),
    )
  })
})

describe('who somebody is, is not theirs to say', () => {
  const spoofs: Record<string, string> = {
    'x-user-id': '1',
    'x-user': '{"subject":"1","role":"staff"}',
    'x-caller': '{"subject":"1","role":"staff"}',
    'x-role': 'staff',
    'x-customer-id': '1',
    'x-forwarded-user': '1',
    'x-forwarded-for': '127.0.0.1',
    'x-original-url': '/accounts',
    'x-rewrite-url': '/accounts',
    'x-http-method-override': 'PATCH',
    'x-request-id': 'req_mine',
    'cf-access-authenticated-user-email': demoAccounts.staff.email,
    'cf-worker': 'homeappliance-gateway',
    'cf-connecting-ip': '127.0.0.1',
  }

  test('in headers', async () => {
    const { headers } = await shop.call('customer2', 'GET', '/items', undefined, spoofs)
    expect(headers.get('x-request-id')).not.toBe('req_mine')
    await refuses({ status: 404, code: 'order_not_found' }, () =>
      shop.call('customer2', 'GET', `/orders/${orderId}`, undefined, spoofs),
    )
    await refuses({ status: 403, code: 'role_not_allowed' }, () =>
      shop.call('customer2', 'GET', '/ordermgmts', undefined, spoofs),
    )
    await refuses({ status: 401, code: 'token_missing' }, () =>
      shop.call(null, 'GET', `/orders/${orderId}`, undefined, spoofs),
    )
  })

  test('in the address', async () => {
    const query = 'customerId=1&role=staff&subject=1&caller=1&sub=1'
    await refuses({ status: 404, code: 'order_not_found' }, () =>
      shop.call('customer2', 'GET', `/orders/${orderId}?${query}`),
    )
    await refuses({ status: 403, code: 'role_not_allowed' }, () =>
      shop.call('customer2', 'GET', `/ordermgmts?${query}`),
    )
    const { body } = await shop.call<{ items: unknown[] }>('customer2', 'GET', `/myPages?${query}`)
    expect(body.items).toEqual([])
  })

  test.each(['role', 'caller', 'subject', 'sub', 'by', 'actor'])('in a body, as "%s"', async (field) => {
    await refuses({ status: 422, code: 'invalid_request', field }, () =>
      shop.call('customer2', 'POST', '/orders', { ...kangsForm, [field]: 'staff' }),
    )
    await refuses({ status: 422, code: 'invalid_request', field }, () =>
      shop.call('customer2', 'PATCH', `/orders/${orderId}`, { orderStatus: 'orderCancel', [field]: 'staff' }),
    )
  })
})
