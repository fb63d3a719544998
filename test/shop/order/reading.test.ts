// The calls that read: the catalog, the API's own document, readiness, pages of lists, and the live changes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoItems } from '../../../scripts/demo/items.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'
import { kangsForm, type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
let kang: ReturnType<typeof storyOf>

beforeAll(async () => {
  shop = await openShop()
  kang = storyOf(shop)
})
afterAll(() => shop.close())

test('anyone reads the catalog', async () => {
  expect((await shop.call(null, 'GET', '/items')).body).toEqual({ items: demoItems })
  expect((await shop.call(null, 'GET', '/items/9')).body).toEqual(demoItems.find((item) => item.itemId === '9'))
  expect((await shop.call(null, 'GET', '/items/nope')).body).toMatchObject({ code: 'item_not_found' })
})

test('what somebody was let in to see is kept by no cache', async () => {
  const { orderId } = await storyOf(shop, 'customer2').place()
  const reads = [
    ['customer2', `/orders/${orderId}`],
    ['customer2', `/orders/${orderId}/events`],
    ['customer2', `/payments/${orderId}`],
    ['customer2', '/myPages'],
    ['staff', '/ordermgmts'],
    ['courier', '/deliveries'],
    ['ops', '/accounts'],
  ] as const
  for (const [account, path] of reads) {
    const { status, headers } = await shop.call(account, 'GET', path)
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'no-store'])
  }
})

test('the document names every call, and what is not open to anyone asks for a token', async () => {
  type Operation = { security: unknown[]; responses: Record<string, unknown>; summary?: string }
  const { body } = await shop.call<{ openapi: string; paths: Record<string, Record<string, Operation>> }>(
    null,
    'GET',
    '/openapi.json',
  )
  expect(body.openapi).toBe('3.1.0')
  const calls = Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, operation })),
  )
  const open = calls.filter(({ operation }) => operation.security?.length === 0).map(({ call }) => call)
  expect(open.sort()).toEqual(
    [
      'GET /items',
      'GET /items/{itemId}',
      'GET /livez',
      'GET /readyz',
      'POST /messages/reports',
      'POST /payments/webhooks/{provider}',
    ].sort(),
  )
  const behindTheDoor = calls.filter(({ operation }) => operation.security?.length !== 0)
  expect(behindTheDoor.map(({ call }) => call)).toEqual(
    expect.arrayContaining([
      'POST /orders',
      'PATCH /payments/{orderId}',
      'PATCH /ordermgmts/{orderId}',
      'GET /myPages/live',
    ]),
  )
  for (const { call, operation } of behindTheDoor) {
    const [method, path] = call.split(' ') as [string, string]
    const answer = await shop.call(null, method, path.replace(/\{.*?\}/g, 'x'), method === 'GET' ? undefined : {})
    expect([call, answer.status, answer.body['code']]).toEqual([call, 401, 'token_missing'])
    expect(operation.summary).toBeTruthy()
  }
})

test('the documentation is served from here alone', async () => {
  const page = await shop.call<string>(null, 'GET', '/docs')
  expect(page.status).toBe(200)
  const found = [...page.body.matchAll(/(?:src|href)="([^"#]+)"/g)].map((match) => match[1] ?? '')
  const addresses = [...new Set(found)]
  expect(addresses.length).toBeGreaterThan(2)
  for (const address of addresses) {
    expect(address).toMatch(/^(\/|data:)/)
    if (address.startsWith('data:')) continue
    expect([200, 303]).toContain((await shop.call(null, 'GET', address)).status)
  }
})

test('it is live and ready', async () => {
  expect((await shop.call(null, 'GET', '/livez')).body).toEqual({ status: 'live' })
  const { body } = await shop.call<{ status: string; contexts: Record<string, string> }>(null, 'GET', '/readyz')
  expect([body.status, new Set(Object.values(body.contexts))]).toEqual(['ready', new Set(['ready'])])
})

test('lists are paged by cursor: every order once, newest first', async () => {
  const placed: string[] = []
  for (let count = 0; count < 5; count++) placed.push((await kang.place()).orderId)
  for (const id of placed) await kang.agrees(id)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { body: { items: OrderAnswer[]; cursor: string | null } } = await shop.call(
      'customer',
      'GET',
      `/myPages?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    expect(page.body.items.length).toBeLessThanOrEqual(2)
    seen.push(...page.body.items.map((row) => row.orderId))
    cursor = page.body.cursor
  }
  expect(seen).toEqual(placed.toReversed())
})

test('the same key at the same time places one order', async () => {
  const key = { 'idempotency-key': 'a-double-click' }
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => shop.call<OrderAnswer>('customer2', 'POST', '/orders', kangsForm, key)),
  )
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.orderId}`)).size).toBe(1)
  const other = await shop.call<OrderAnswer>('customer', 'POST', '/orders', kangsForm, key)
  expect(other.body.orderId).not.toBe(answers[0]?.body.orderId)
})

test('live changes go on from the last one seen', async () => {
  const start = await liveUntil(null, (event) => event.from !== undefined)
  const { orderId } = await kang.place()
  const first = await liveUntil(start.id, (event) => event.orderId === orderId)
  await kang.pay(orderId)
  const next = await liveUntil(first.id, (event) => event.orderId === orderId && event.orderStatus === 'payApproved')
  expect(next.seen.map((event) => event.orderId)).toEqual([orderId])
  const reset = await liveUntil('999999999999999', (event) => event.orderId === orderId)
  expect([reset.seen[0]?.from, reset.seen.at(-1)?.orderStatus]).toEqual([0, 'payApproved'])
})

/** The data of an event: an order, or where the stream begins. */
type Live = { orderId?: string; orderStatus?: string; from?: number }

/** Read the stream after `lastId` until an event is as wanted; all that was seen, and the id to go on from. */
async function liveUntil(lastId: string | null, wanted: (event: Live) => boolean) {
  const response = await fetch(`${shop.origin}/myPages/live`, {
    headers: {
      authorization: `Bearer ${await shop.token('customer')}`,
      ...(lastId === null ? {} : { 'last-event-id': lastId }),
    },
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const seen: Live[] = []
  let text = ''
  const decoder = new TextDecoder()
  // Leaving the loop closes the stream.
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.split(': ', 1)[0], line.replace(/^\w+: /, '')]),
      )
      text = text.slice(end + 2)
      const event: Live = JSON.parse(fields.get('data') ?? '{}')
      seen.push(event)
      if (!wanted(event)) continue
      return { id: fields.get('id') ?? '', seen }
    }
  }
  throw new Error('the stream ended')
}

test('ops see a message that nobody could handle among the dead letters', async () => {
  await shop.replay([{ subscriber: 'mypage', bodies: [{ type: 'no.order.message' }] }])
  const { body } = await until(
    () => shop.call<{ items: { subscriber: string; body: string }[] }>('ops', 'GET', '/deadLetters?subscriber=mypage'),
    (answer) => answer.body.items.length > 0,
  )
  expect(body.items).toMatchObject([{ subscriber: 'mypage', body: expect.stringContaining('no.order.message') }])
})
