// /myPages: a customer's own orders as their page shows them, one after the other and live.
import { describe, expect, test } from 'vitest'
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

describe('GET /myPages/live', () => {
  const live = (headers = {}, env = {}) => shop.request('customer', 'GET', '/myPages/live', { headers, env })

  test('streams my orders, each with the number to go on after', async () => {
    shop.clock.aheadMs += 1000
    const orderId = await shop.order()
    shop.clock.aheadMs += 1000
    const response = await live()
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const event = await readEvents(response, orderId)
    expect(event.order).toMatchObject({ orderId, orderStatus: 'payApproved' })
    const later = await shop.order('unpaid')
    shop.clock.aheadMs += 1000
    const resumed = await readEvents(await live({ 'last-event-id': event.id }), later)
    expect(resumed.seen).toEqual([later])
  })

  test('is refused before the stream begins', async () => {
    expect((await live({ 'last-event-id': 'nonsense' })).status).toBe(422)
    expect((await live({}, { MYPAGES: down(shop.env.MYPAGES) })).status).toBe(503)
    expect((await shop.request('courier', 'GET', '/myPages/live')).status).toBe(403)
  })
})

/** Reads until the event of this order, and leaves. */
async function readEvents(response: Response, orderId: string) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const seen: string[] = []
  for (let text = ''; ; ) {
    const part = await reader?.read()
    if (part === undefined || part.done) throw new Error(`the stream ended before ${orderId}`)
    text += part.value
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, id = ''] = /^id: (.*)$/m.exec(event) ?? []
      const order: { orderId: string } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '{}')
      seen.push(order.orderId)
      if (order.orderId !== orderId) continue
      await reader?.cancel()
      return { id, order, seen }
    }
  }
}
