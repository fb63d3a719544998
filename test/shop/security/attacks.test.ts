// Attacks on who one is and on what is whose, at the one public door: each is refused, and nothing is written.
//
// Shown elsewhere:
//   alg none, expired, other audience, other issuer, unknown key     bad-input, domain/gateway/verify
//   malformed, oversized and mistyped bodies, unknown fields         bad-input
//   injection into every place that takes text                       injection, injection-forms
//   JSON with two meanings, text that hides, lengths                 hostile-input
//   role × call, role × page                                         authorization, critical-cells, pages
//   that whatever is written would be seen                           nothing-written
//   an authorization code used twice, its verifier, its redirect     contexts/identity
//   refresh tokens used twice or by another client                   contexts/identity
//   open redirects, foreign and repeated answers to a sign-in        domain/gateway/session
//   guessing passwords, links that set one                           contexts/recovery
//   forged and repeated webhooks                                     contexts/payment, contexts/stripe
//   more calls than the limits allow                                 limits
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { audience, codeFor, exchange, newFlow } from '../../support/identity.ts'
import { rawCall } from '../../support/raw-call.ts'
import { claimsOf, type PublishedKey, publishKey, refusalsOf, standstill } from '../../support/refusals.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { callbackOf, signedIn, visitor } from '../../support/visitor.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
/** Kang's order: delivered to him, so that it has a row in every context. */
let orderId: string
let messageId: string
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
  messageId = (await kang.tells(orderId, 1))[0]?.messageId ?? ''
  await kang.agrees(orderId)
  const watched = refusalsOf(shop)
  refuses = watched.refuses
  untouchedBy = watched.untouchedBy
})
afterAll(() => shop.close())

const unknownId = 'ord_0123456789abcdefghjkmnpqrs'

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

describe('what is another customer’s looks as if it were not there', () => {
  const taken = { orderStatus: 'orderTaken' }
  const cases: [string, string, unknown?][] = [
    ['GET', '/orders/ID'],
    ['GET', '/orders/ID/events'],
    ['GET', '/orders/ID/events?asOf=1'],
    ['GET', '/orders/ID/events/verification'],
    ['PATCH', '/orders/ID', { orderStatus: 'orderCancel' }],
    ['GET', '/payments/ID'],
    ['PATCH', '/payments/ID', { orderStatus: 'payApproved', paymentToken: 'tok_approved' }],
    ['GET', '/messages?orderId=ID'],
    ['GET', '/messages/MESSAGE'],
    ['GET', '/myPages/ID'],
  ]
  test.each(cases)('%s %s %j', async (method, path, body) => {
    const at = (id: string, message: string) => path.replace('ID', id).replace('MESSAGE', message)
    const foreign = await untouchedBy(() => shop.call('customer2', method, at(orderId, messageId), body))
    const none = await shop.call('customer2', method, at(unknownId, `${messageId}x`), body)
    expect([foreign.status, foreign.body]).toEqual([none.status, none.body])
    expect(JSON.stringify(foreign.body)).not.toContain(kangsForm.deliveryAddress)
  })

  const notForCustomers: [string, string, unknown?][] = [
    ['GET', '/ordermgmts'],
    ['GET', '/ordermgmts/ID'],
    ['PATCH', '/ordermgmts/ID', taken],
    ['GET', '/deliveries'],
    ['GET', '/deliveries/ID'],
    ['PATCH', '/deliveries/ID', { orderStatus: 'deliveryCompleted' }],
    ['GET', '/payments/ID/provider'],
    ['POST', '/payments/ID/refunds', { amount: { amount: 1, currency: 'KRW' }, reason: 'x' }],
    ['POST', '/orders/ID/republish'],
    ['GET', '/deadLetters'],
    ['POST', '/accounts', { name: 'x', email: 'x@example.com', role: 'ops' }],
  ]
  test.each(notForCustomers)('and %s %s is for no customer at all', async (method, path, body) => {
    await refuses({ status: 403, code: 'role_not_allowed' }, () =>
      shop.call('customer', method, path.replace('ID', orderId), body),
    )
  })

  test('as pages, too', async () => {
    const yoon = await signedIn(shop.origin, 'customer2')
    const [foreign, none] = [await yoon.get(`/mypage/orders/${orderId}`), await yoon.get(`/mypage/orders/${unknownId}`)]
    expect([foreign.status, none.status]).toEqual([404, 404])
    expect(await foreign.text()).not.toContain(kangsForm.deliveryAddress)
    for (const deed of ['pay', 'cancel']) {
      const answer = await untouchedBy(() => yoon.post(`/mypage/orders/${orderId}/${deed}`, {}))
      expect(answer.status).toBe(404)
    }
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

describe('a path leads nowhere but where it says', () => {
  const nowhere = '404 not_found'
  const noPage = '404'
  const noToken = '401 token_missing'
  const noOrder = '404 order_not_found'
  const notForRole = '403 role_not_allowed'
  const toSignIn = '303'
  const ways: [path: string, nobody: string, stranger: string][] = [
    ['//orders/ID', nowhere, nowhere],
    ['/orders//ID', nowhere, nowhere],
    ['/orders/ID/', nowhere, nowhere],
    ['/orders/ID/.', nowhere, nowhere],
    ['/orders../ID', nowhere, nowhere],
    ['/ORDER_API/ID', nowhere, nowhere],
    ['/%6frders/ID', nowhere, nowhere],
    ['/\\orders\\ID', nowhere, nowhere],
    ['/orders/%252e%252e/deliveries', nowhere, nowhere],
    ['/orders/ID.', noToken, noOrder],
    ['/orders/ID%00', noToken, noOrder],
    ['/orders/ID%20', noToken, noOrder],
    ['/orders/ID%2f', noToken, noOrder],
    ['/orders/ID%23', noToken, noOrder],
    ['/orders/ID;role=staff', noToken, noOrder],
    ['/orders/ID%2fevents', noToken, noOrder],
    ['/orders/ID%3fasOf=1', noToken, noOrder],
    ['/orders/ID%0d%0aset-cookie:x=1', noToken, noOrder],
    ['/orders/%', noToken, noOrder],
    ['/orders/%ff', noToken, noOrder],
    ['/orders/%2e%2e/deliveries', noToken, notForRole],
    ['/items/%2e%2e/orders/ID', noToken, noOrder],
    ['/items/../orders/ID', noToken, noOrder],
    ['/livez/../orders/ID', noToken, noOrder],
    ['/items/..%2forders%2fID', '404 item_not_found', '404 item_not_found'],
    ['/ordermanagements/ID', noToken, notForRole],
    ['/mypages/ID', noToken, noOrder],
    ['/auth/..%2f..%2forders/ID', noPage, noPage],
    ['/docs/..%2f..%2fwrangler.toml', noPage, noPage],
    ['/docs/%2e%2e/%2e%2e/wrangler.toml', nowhere, nowhere],
    ['/../../wrangler.toml', nowhere, nowhere],
    ['///admin', nowhere, nowhere],
    ['/admin/..;/orders/ID', toSignIn, toSignIn],
    ['/admin/orders/ID%2ftake', toSignIn, toSignIn],
    ['/mypage//orders/ID', toSignIn, toSignIn],
  ]
  test.each(ways)('%s: %s to nobody, %s to another customer', async (path, nobody, stranger) => {
    const ask = (token: string | null) => rawCall(shop.origin, 'GET', path.replace('ID', orderId), token)
    const token = await shop.token('customer2')
    const answers = await untouchedBy(() => Promise.all([ask(null), ask(token)]))
    expect(answers.map(reported)).toEqual([nobody, stranger])
    for (const { body } of answers) {
      expect(body).not.toContain(kangsForm.deliveryAddress)
      expect(body).not.toContain('compatibility_date')
    }
  })

  test.each(['PUT', 'DELETE', 'TRACE', 'PROPFIND', 'OPTIONS', 'POST'])(
    '%s is another call than GET',
    async (method) => {
      const token = await shop.token('customer')
      const ask = (path: string) => rawCall(shop.origin, method, path, token)
      const paths = [`/orders/${orderId}`, '/items', `/myPages/${orderId}`, '/auth/sign-in', '/mypage']
      const answers = await untouchedBy(() => Promise.all(paths.map(ask)))
      // What is posted to a page without an origin came from another site.
      const signIn = method === 'POST' ? '403' : noPage
      expect(answers.map(reported)).toEqual([nowhere, nowhere, nowhere, signIn, '403'])
    },
  )

  function reported({ status, body }: { status: number; body: string }): string {
    return [status, /"code":"(\w+)"/.exec(body)?.[1] ?? []].flat().join(' ')
  }
})

describe('a form of another site', () => {
  test.each<[string, Record<string, string>]>([
    ['that says so', { origin: 'https://evil.example' }],
    ['that hides it', { origin: 'null' }],
    ['that says nothing', {}],
    ['of a name that begins alike', { origin: 'http://localhost.evil.example' }],
    ['that came across', { 'sec-fetch-site': 'cross-site' }],
    ['of a sibling', { 'sec-fetch-site': 'same-site' }],
  ])('%s does nothing with the visitor’s cookies', async (_, headers) => {
    const [customer, staff] = [await signedIn(shop.origin, 'customer'), await signedIn(shop.origin, 'staff')]
    const form = { ...kangsForm, qty: '1', reason: 'x' }
    const forms = [
      [customer, '/mypage/new'],
      [customer, `/mypage/orders/${orderId}/cancel`],
      [customer, `/mypage/orders/${orderId}/pay`],
      [staff, `/admin/orders/${orderId}/cancel`],
      [staff, `/admin/orders/${orderId}/refund`],
      [customer, '/sign-out'],
      [customer, '/auth/sign-out'],
    ] as const
    for (const [guest, path] of forms) {
      const answer = await untouchedBy(() => guest.post(path, form, headers))
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []])
    }
  })
})

test('a session that an attacker laid in the browser is not the one that a sign-in begins', async () => {
  const laid = { session: 'laid', refresh: 'laid', 'identity.session_token': 'laid.laid' }
  const guest = await signedIn(shop.origin, 'customer', laid)
  for (const [name, value] of Object.entries(laid)) expect(guest.cookies.get(name)).not.toBe(value)
  const [mine, theirs] = [
    guest.cookies.get('session'),
    (await signedIn(shop.origin, 'customer')).cookies.get('session'),
  ]
  expect(mine).not.toBe(theirs)
  expect((await guest.get('/mypage')).status).toBe(200)
})

test('an attacker’s sign-in that is laid in another browser signs nobody in there', async () => {
  const attacker = visitor(shop.origin)
  const address = await callbackOf(attacker, 'customer2')
  const victim = visitor(shop.origin)
  const answer = await victim.get(address)
  expect([answer.status, victim.cookies.size]).toEqual([400, 0])
  expect((await attacker.get(address)).status).toBe(303)
  const retry = await attacker.get(address)
  expect([retry.status, retry.headers.getSetCookie()]).toEqual([400, []])
})
