// /myPages: a customer's own orders as their page shows them, one after the other and live.
import { describe, expect, test, vi } from 'vitest'
import { down, httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()

test('GET /myPages lists my own orders, newest first, a page at a time', async () => {
  await shop.order('unpaid')
  const newest = await shop.order()
  const { body } = await shop.call('customer', 'GET', '/myPages?limit=1')
  expect(body['items']).toMatchObject([{ orderId: newest, customerName: 'Kang', orderStatus: 'payApproved' }])
  const next = await shop.call('customer', 'GET', `/mypages?limit=1&cursor=${body['cursor']}`)
  expect(next.body['items']).not.toEqual(body['items'])
  expect((await shop.call('stranger', 'GET', '/myPages')).body).toEqual({ items: [], cursor: null })
  expect((await shop.call('staff', 'GET', '/myPages')).status).toBe(403)
})

test('GET /myPages/{orderId} says how old it is, and is its customer’s alone', async () => {
  const orderId = await shop.order()
  const { status, body } = await shop.call('customer', 'GET', `/myPages/${orderId}`)
  expect([status, body]).toEqual([200, expect.objectContaining({ orderId, projectedAt: expect.any(String) })])
  expect(body).not.toHaveProperty('change')
  expect((await shop.call('stranger', 'GET', `/myPages/${orderId}`)).status).toBe(404)
})

test('whoever passes the seq of their own command is shown nothing older, though no message came', async () => {
  const orderId = await shop.order()
  const canceled = await shop.call('customer', 'PATCH', `/orders/${orderId}`, { body: { orderStatus: 'orderCancel' } })
  const { seq } = canceled.body
  shop.databases.mypage.sqlite.prepare('DELETE FROM orders WHERE order_id = ?').run(orderId)
  const found = () => shop.call('customer', 'GET', `/myPages/${orderId}`)
  expect((await found()).status).toBe(404)
  const headers = { 'min-seq': `${orderId}=${seq}` }
  const list = await shop.call('customer', 'GET', '/myPages?limit=1', { headers })
  expect(list.body['items']).toMatchObject([{ orderId, orderStatus: expect.stringMatching(/ancel/) }])
  expect((await found()).status).toBe(200)
  const row = await shop.call('customer', 'GET', `/myPages/${orderId}`, { headers: { 'min-seq': '1' } })
  expect(row.body).toMatchObject({ orderId, seq: expect.any(Number), ageSeconds: expect.any(Number) })
  expect((await shop.call('customer', 'GET', '/myPages', { headers: { 'min-seq': 'x' } })).status).toBe(422)
})

describe('GET /myPages/live', () => {
  const live = (headers: Record<string, string> = {}, env = {}) =>
    shop.request('customer', 'GET', '/myPages/live', { headers, env })

  // Payments of other tests' orders may go on when the clock moves: such an order may be told of too.
  const of = (orderId: string) => (sent: Sent) => sent.data['orderId'] === orderId

  test('begins at now, and says from where; then streams my orders, each with the number to go on after', async () => {
    const earlier = await shop.order()
    shop.clock.aheadMs += 1000
    const response = await live()
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const [start] = await readEvents(response)
    expect(start).toEqual({ event: 'start', id: expect.stringMatching(/^\d{13}$/), data: { from: Number(start?.id) } })
    const orderId = await shop.order()
    shop.clock.aheadMs += 1000
    const events = await readEvents(await live({ 'last-event-id': start?.id ?? '' }), of(orderId))
    expect(events.at(-1)).toMatchObject({ event: 'order', data: { orderId, orderStatus: 'payApproved' } })
    expect(events.some(of(earlier))).toBe(false)
    const later = await shop.order('unpaid')
    shop.clock.aheadMs += 1000
    const resumed = await readEvents(await live({ 'last-event-id': events.at(-1)?.id ?? '' }), of(later))
    expect(resumed.some(of(orderId))).toBe(false)
  })

  test('says "reset" to who is ahead of all changes, and then everything', async () => {
    const orderId = await shop.order()
    shop.clock.aheadMs += 1000
    for (const id of ['999999999999999', '9007199254740992', '99999999999999999999']) {
      const [reset, ...orders] = await readEvents(await live({ 'last-event-id': id }), of(orderId))
      expect(reset).toEqual({ event: 'reset', id: '0', data: { from: 0 } })
      expect(orders.every(({ event }) => event === 'order')).toBe(true)
    }
  })

  test('begins at now for who has no last event', async () => {
    expect(await readEvents(await live({ 'last-event-id': '' }))).toMatchObject([{ event: 'start' }])
  })

  test('at rest asks the projection nothing, and keeps the connection open', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    try {
      const response = await live()
      const text = response.text()
      await vi.advanceTimersByTimeAsync(1000)
      const { calls } = shop.databases.mypage
      const before = calls.single
      await vi.advanceTimersByTimeAsync(59_000)
      expect((await text).match(/^(event: (?!order).*|:.*)$/gm)).toEqual([
        'event: start',
        ...Array(3).fill(': heartbeat'),
      ])
      expect(calls.single).toBe(before)
    } finally {
      vi.useRealTimers()
    }
  })

  test('is refused before the stream begins', async () => {
    expect((await live({ 'last-event-id': 'nonsense' })).status).toBe(422)
    expect((await live({}, { MYPAGES: down(shop.env.MYPAGES) })).status).toBe(503)
    expect((await shop.request('courier', 'GET', '/myPages/live')).status).toBe(403)
  })
})

type Sent = { event: string; id: string; data: Record<string, unknown> }

/** The events up to the first one that is wanted; then it leaves. */
async function readEvents(response: Response, isWanted = (_: Sent) => true): Promise<Sent[]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const events: Sent[] = []
  for (let text = ''; !events.some(isWanted); ) {
    const part = await reader?.read()
    if (part === undefined || part.done) throw new Error(`the stream ended after ${events.length}`)
    const blocks = `${text}${part.value}`.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      events.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) })
    }
  }
  await reader?.cancel()
  return events
}
