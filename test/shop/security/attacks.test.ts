// Attacks on what is whose, at the one public door: each is refused, and nothing is written.
//
// Shown elsewhere:
//   forged tokens, claims about oneself                              identity-attacks
//   alg none, expired, other audience, other issuer, unknown key     bad-input, unit/gateway/auth/verify
//   malformed, oversized and mistyped bodies, unknown fields         bad-input
//   injection into every place that takes text                       injection, injection-forms
//   JSON with two meanings, text that hides, lengths                 hostile-input
//   role × call, role × page                                         authorization, critical-cells, order/pages
//   that every write would be seen                                   nothing-written
//   an authorization code used twice, its verifier, its redirect     identity/identity
//   refresh tokens used twice or by another client                   identity/protocol
//   open redirects, foreign and repeated answers to a sign-in        unit/gateway/auth/session
//   guessing passwords, links that set one                           identity/recovery
//   forged and repeated webhooks                                     payment/payment, payment/stripe
//   more calls than the limits allow                                 limits
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rawCall } from '../../support/raw-call.ts'
import { refusalsOf, standstill } from '../../support/refusals.ts'
import { openShop, type Shop } from '../../support/shop.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { callbackOf, signedIn, visitor } from '../../support/visitor.ts'

let shop: Shop
/** Kang's order: delivered to him, so that it has a row in every context. */
let orderId: string
let messageId: string
let refuses: ReturnType<typeof refusalsOf>['refuses']
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  const kang = storyOf(shop)
  orderId = await kang.upTo('deliveryStarted')
  messageId = (await kang.tells(orderId, 4))[0]?.messageId ?? ''
  await kang.agrees(orderId)
  const watched = refusalsOf(shop)
  refuses = watched.refuses
  untouchedBy = watched.untouchedBy
})
afterAll(() => shop.close())

const unknownId = 'ord_0123456789abcdefghjkmnpqrs'

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

describe('a path leads nowhere but where it says', () => {
  const nowhere = '404 not_found'
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
    ['/ORDERS/ID', nowhere, nowhere],
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
    ['/auth/..%2f..%2forders/ID', nowhere, nowhere],
    ['/docs/..%2f..%2fwrangler.toml', nowhere, nowhere],
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
      const no = method === 'OPTIONS' ? '204' : '405 method_not_allowed'
      // What is posted to a page without an origin came from another site.
      const page = method === 'POST' ? '403' : no
      expect(answers.map(reported)).toEqual([no, no, no, page, page])
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
    const courier = await signedIn(shop.origin, 'courier')
    const form = { ...kangsForm, qty: '1', reason: 'x' }
    const forms = [
      [customer, '/mypage/new'],
      [customer, `/mypage/orders/${orderId}/cancel`],
      [customer, `/mypage/orders/${orderId}/pay`],
      [staff, `/admin/orders/${orderId}/cancel`],
      [staff, `/admin/orders/${orderId}/refund`],
      [courier, `/courier/deliveries/${orderId}/complete`],
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
  const hasSession = (cookies: Iterable<string>) => [...cookies].some((name) => /session|refresh/.test(name))
  const answer = await victim.get(address)
  expect([answer.status, hasSession(victim.cookies.keys())]).toEqual([302, false])
  // The victim's own sign-in begins, and asks who they are.
  const asked = await victim.get(answer.headers.get('location') ?? '')
  expect([asked.status, asked.headers.get('location')]).toEqual([302, expect.stringContaining('/auth/sign-in?')])
  expect((await attacker.get(address)).status).toBe(303)
  const retry = await attacker.get(address)
  expect([retry.status, hasSession(retry.headers.getSetCookie())]).toEqual([302, false])
})
