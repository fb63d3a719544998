// Injection into the forms and addresses of the pages, and into GraphQL: refused, without effect, or kept as text.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalsOf, standstill } from '../../support/refusals.ts'
import { type Account, openShop, type Shop } from '../../support/shop.ts'
import { countedTries } from '../../support/storage-snapshot.ts'
import { kangsForm, storyOf } from '../../support/story.ts'
import { payloads } from '../../support/text-places.ts'
import { signedIn, type Visitor, visitor } from '../../support/visitor.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>
let orderId: string
let onTheRoad: string
let untouchedBy: ReturnType<typeof refusalsOf>['untouchedBy']
const guests = new Map<Account | null, Visitor>()

beforeAll(async () => {
  shop = await openShop({ vars: standstill })
  kang = storyOf(shop)
  untouchedBy = refusalsOf(shop).untouchedBy
  orderId = await kang.upTo('payApproved')
  onTheRoad = await kang.upTo('deliveryStarted')
  await kang.isOnTheRoad(onTheRoad)
  guests.set(null, visitor(shop.origin))
  for (const account of ['customer', 'staff', 'courier'] as const)
    guests.set(account, await signedIn(shop.origin, account))
})
afterAll(() => shop.close())

const texts = Object.values(payloads)
/** What can stand in one line that a person reads. */
const lines = texts.filter((text) => /^[\x20-\x7e]*$/.test(text))
const unseen = texts.filter((text) => !lines.includes(text))
const password = 'a long enough password'
const orderForm = { ...kangsForm, qty: '1' }

type Answer = { status: number; page: string; location: string }

/** Send a form or an address with the text in place of TEXT. It must not become markup, a header or a redirect. */
async function send(who: Account | null, path: string, form: object | null, text: string): Promise<Answer> {
  const guest = guests.get(who) ?? visitor(shop.origin)
  const filled = path
    .replace('ORDER', orderId)
    .replace('DELIVERY', onTheRoad)
    .replaceAll('TEXT', encodeURIComponent(text))
  const fields = Object.entries(form ?? {}).map(([name, value]) => [name, value === 'TEXT' ? text : String(value)])
  const answer = form === null ? await guest.get(filled) : await guest.post(filled, Object.fromEntries(fields))
  const page = await answer.text()
  expect([path, text, /<script>alert|<img src=x/.test(page)]).toEqual([path, text, false])
  expect(answer.headers.getSetCookie().filter((line) => line.startsWith('injected'))).toEqual([])
  expect(new URL(answer.headers.get('location') ?? '/', shop.origin).origin).toBe(shop.origin)
  return { status: answer.status, page, location: answer.headers.get('location') ?? '' }
}

const refundForm = { amount: '1', currency: 'KRW', refundReason: 'a scratch', key: 'a-key' }

type Row = readonly [who: Account | null, path: string, form: object | null, status: number]

const withoutEffect: readonly Row[] = [
  [null, '/auth/sign-up', { name: 'Han', email: 'TEXT', password }, 422],
  [null, '/auth/sign-in', { email: 'TEXT', password }, 422],
  [null, '/auth/sign-in', { email: 'nobody@example.com', password: 'TEXT' }, 401],
  [null, '/auth/forgot', { email: 'TEXT' }, 422],
  [null, '/auth/reset', { token: 'TEXT', password }, 400],
  [null, '/auth/sign-in?x=TEXT', null, 200],
  [null, '/auth/sign-up?redirect_uri=TEXT', null, 200],
  [null, '/auth/reset?token=TEXT', null, 200],
  [null, '/auth/problem?error=TEXT', null, 400],
  [null, '/auth/oauth2/authorize?client_id=TEXT', null, 302],
  [null, '/sign-in?to=TEXT', null, 302],
  [null, '/signed-in?code=TEXT&state=TEXT&error=TEXT', null, 302],
  [null, '/account?x=TEXT', null, 303],
  [null, '/mypage/orders/TEXT', null, 303],
  ['customer', '/auth/account?done=TEXT', null, 200],
  ['customer', '/auth/account/sessions', { session: 'TEXT' }, 303],
  ['customer', '/mypage?cursor=TEXT', null, 404],
  ['customer', '/mypage/new?itemId=TEXT', null, 303],
  ['customer', '/mypage/orders/ORDER?done=TEXT', null, 200],
  ['customer', '/mypage/orders/TEXT', null, 404],
  ['customer', '/mypage/orders/TEXT/cancel', {}, 404],
  ['customer', '/mypage/new', { ...orderForm, itemId: 'TEXT' }, 303],
  ['customer', '/mypage/new', { ...orderForm, qty: 'TEXT' }, 422],
  ['customer', '/mypage/new', { ...orderForm, itemPrice: 'TEXT' }, 422],
  ['customer', '/mypage/new', { ...orderForm, deliveryPhoneNumber: 'TEXT' }, 422],
  ['customer', '/mypage/new', { ...orderForm, customerId: 'TEXT' }, 403],
  ['customer', '/mypage/new', { ...orderForm, another: 'TEXT' }, 422],
  ['courier', '/courier?status=TEXT', null, 200],
  ['courier', '/courier?status=started&cursor=TEXT', null, 404],
  ['courier', '/courier/deliveries/DELIVERY?done=TEXT', null, 200],
  ['courier', '/courier/deliveries/TEXT/complete', {}, 404],
  ['courier', '/courier/deliveries/DELIVERY/complete', { to: 'TEXT', note: '' }, 422],
  ['courier', '/courier/deliveries/DELIVERY/complete', { account: 'TEXT' }, 403],
  ['courier', '/courier/deliveries/DELIVERY/set-out?from=TEXT', { account: 'TEXT' }, 403],
  ['courier', '/courier/deliveries/DELIVERY/attempts/1', { reason: 'TEXT', next: 'retry' }, 422],
  ['courier', '/courier/deliveries/DELIVERY/attempts/1', { reason: 'nobodyHome', next: 'TEXT' }, 422],
  ['courier', '/courier/deliveries/DELIVERY/attempts/TEXT', {}, 404],
  ['staff', '/admin?orderStatus=TEXT&needsAttention=TEXT', null, 200],
  ['staff', '/admin?tab=TEXT&q=TEXT', null, 200],
  ['staff', '/admin?cursor=TEXT', null, 404],
  ['staff', '/admin/orders.csv?tab=TEXT&orderStatus=TEXT', null, 200],
  ['staff', '/admin/take', { orderId: 'TEXT' }, 200],
  ['staff', '/admin/orders/ORDER?asOf=TEXT&provider=TEXT', null, 200],
  ['staff', '/admin/orders/TEXT/claim', {}, 404],
  ['staff', '/admin/orders/ORDER/notes', { note: 'a note', key: `TEXT${'x'.repeat(200)}` }, 422],
  ['staff', '/admin/orders/ORDER?done=TEXT', null, 200],
  ['staff', '/admin/orders/TEXT/take', {}, 404],
  ['staff', '/admin/orders/ORDER/refund', { ...refundForm, amount: 'TEXT' }, 422],
  ['staff', '/admin/orders/ORDER/refund', { ...refundForm, currency: 'TEXT' }, 422],
  ['staff', '/admin/orders/ORDER/refund', { ...refundForm, key: `TEXT${'x'.repeat(200)}` }, 422],
]

test.each(withoutEffect)('%s at %s with %j: %i', async (who, path, form, status) => {
  const ask = (text: string) => send(who, path, form, text)
  const answers = await untouchedBy(() => Promise.all(texts.map(ask)), [countedTries])
  expect(answers.map((answer) => answer.status)).toEqual(texts.map(() => status))
})

test('into the password that one has: the tries of a session are counted, so a few', async () => {
  const change = (text: string) => send('staff', '/auth/account/password', { current: 'TEXT', password }, text)
  const answers = await untouchedBy(() => Promise.all(texts.slice(-4).map(change)), [countedTries])
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422])
})

describe('text that can be seen is kept as it was typed, and shown as text:', () => {
  test.each(lines)('%s, in an order', async (text) => {
    for (const field of ['customerName', 'deliveryAddress']) {
      const { status, location } = await send('customer', '/mypage/new', { ...orderForm, [field]: 'TEXT' }, text)
      const [placed = ''] = /ord_\w+/.exec(location) ?? []
      expect([status, placed]).toEqual([303, expect.stringMatching(/^ord_/)])
      expect(await kang.read(placed)).toMatchObject({ [field]: text })
      expect((await send('staff', `/admin/orders/${placed}`, null, '')).page).toContain(escaped(text))
    }
  })

  test.each(lines)('%s, as a note and as the reason of a refund and of a cancel', async (text) => {
    const of = await kang.upTo('payApproved')
    const refund = { ...refundForm, refundReason: 'TEXT' }
    await kang.isOnWorklist(of)
    const note = { note: 'TEXT', key: crypto.randomUUID() }
    expect((await send('staff', `/admin/orders/${of}/notes`, note, text)).status).toBe(303)
    expect((await send('staff', `/admin/orders/${of}`, null, '')).page).toContain(escaped(text))
    expect((await send('staff', `/admin/orders/${of}/refund`, refund, text)).status).toBe(303)
    expect((await send('staff', `/admin/orders/${of}/cancel`, { reason: 'TEXT' }, text)).status).toBe(303)
    expect(await kang.read(of)).toMatchObject({ cancel: { note: text } })
    for (const [who, path] of [
      ['customer', `/mypage/orders/${of}`],
      ['staff', `/admin/orders/${of}`],
    ] as const) {
      expect((await send(who, path, null, '')).page).toContain(escaped(text))
    }
  })

  test.each(lines)('%s, as a name', async (text) => {
    const [guest, email] = [visitor(shop.origin), `${crypto.randomUUID()}@example.com`]
    expect((await guest.post('/auth/sign-up', { name: text, email, password })).status).toBe(303)
    expect(await (await guest.get('/auth/account')).text()).toContain(escaped(text))
    const { body } = await shop.call<{ items: object[] }>('ops', 'GET', `/accounts?email=${email}`)
    expect(body.items).toEqual([expect.objectContaining({ name: text, role: 'customer' })])
  })

  test.each(texts)('%j, as a password', async (text) => {
    const email = `${crypto.randomUUID()}@example.com`
    expect((await visitor(shop.origin).post('/auth/sign-up', { name: 'Han', email, password: text })).status).toBe(303)
    expect((await visitor(shop.origin).post('/auth/sign-in', { email, password: text })).status).toBe(303)
    expect((await visitor(shop.origin).post('/auth/sign-in', { email, password: `${text}!` })).status).toBe(401)
  })
})

test.each(unseen)('text that hides is refused by the forms: %j', async (text) => {
  const asked = await untouchedBy(
    () =>
      Promise.all([
        send('customer', '/mypage/new', { ...orderForm, customerName: 'TEXT' }, text),
        send('customer', '/mypage/new', { ...orderForm, deliveryAddress: 'TEXT' }, text),
        send(null, '/auth/sign-up', { name: 'TEXT', email: 'x@example.com', password }, text),
        send('staff', '/admin/orders/ORDER/notes', { note: 'TEXT', key: 'a-key' }, text),
        send('staff', '/admin/orders/ORDER/cancel', { reason: 'TEXT' }, text),
        send('staff', '/admin/orders/ORDER/refund', { ...refundForm, refundReason: 'TEXT' }, text),
      ]),
    [countedTries],
  )
  expect(asked.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422])
})

describe('in GraphQL', () => {
  const unknown = 'ord_0123456789abcdefghjkmnpqrs'
  const { itemId, qty, ...contact } = kangsForm
  const line = { itemId, qty }
  const placing = 'mutation ($order: PlaceOrder!) { placeOrder(order: $order) { orderId } }'
  const asked: [Account, string, object][] = [
    ['customer', 'query ($x: ID!) { order(orderId: $x) { seq } }', { x: 'TEXT' }],
    ['customer', 'query ($x: ID!) { payment(orderId: $x) { provider } }', { x: 'TEXT' }],
    ['customer', 'query ($x: String) { orders(cursor: $x) { cursor } }', { x: 'TEXT' }],
    ['customer', 'mutation ($x: ID!) { payOrder(orderId: $x, paymentToken: "tok_approved") { seq } }', { x: 'TEXT' }],
    ['customer', `mutation ($x: String) { payOrder(orderId: "${unknown}", paymentToken: $x) { seq } }`, { x: 'TEXT' }],
    ['customer', `mutation ($x: String) { cancelOrder(orderId: "${unknown}", reason: $x) { seq } }`, { x: 'TEXT' }],
    ['customer', 'mutation ($x: ID!) { cancelOrder(orderId: $x) { seq } }', { x: 'TEXT' }],
    ['staff', 'mutation ($x: ID!) { takeOrder(orderId: $x) { seq } }', { x: 'TEXT' }],
    ['courier', 'mutation ($x: ID!) { completeDelivery(orderId: $x) { seq } }', { x: 'TEXT' }],
    ['customer', placing, { order: { ...contact, deliveryPhoneNumber: 'TEXT', lines: [line] } }],
    ['customer', placing, { order: { ...contact, lines: [{ ...line, itemId: 'TEXT' }] } }],
  ]
  type Body = { data?: { placeOrder?: { orderId: string } | null }; errors?: { extensions: { status: number } }[] }
  const ask = (who: Account, query: string, variables: object, text: string) => {
    const filled = JSON.parse(JSON.stringify(variables), (_, value) => (value === 'TEXT' ? text : value))
    return shop.call<Body>(who, 'POST', '/graphql', { query, variables: filled })
  }

  test.each(asked)('%s asks %s with %j, and is refused', async (who, query, variables) => {
    const answers = await untouchedBy(() => Promise.all(texts.map((text) => ask(who, query, variables, text))))
    for (const { body } of answers) {
      const [error] = body.errors ?? []
      expect([404, 422]).toContain(error?.extensions.status)
    }
  })

  test.each(lines)('text is text: %s', async (text) => {
    const order = { ...contact, customerName: 'TEXT', deliveryAddress: 'TEXT', lines: [line] }
    const { body } = await ask('customer', placing, { order }, text)
    const placed = body.data?.placeOrder?.orderId ?? ''
    expect(await kang.read(placed)).toMatchObject({ customerName: text, deliveryAddress: text })
    const canceling = `mutation ($x: String) { cancelOrder(orderId: "${placed}", reason: $x) { seq } }`
    expect((await ask('customer', canceling, { x: 'TEXT' }, text)).body.errors).toBeUndefined()
    expect(await kang.read(placed)).toMatchObject({ cancel: { note: text } })
  })
})

/** As it stands in HTML. */
function escaped(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}
