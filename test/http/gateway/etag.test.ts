// The tags of single resources, behind the guard: what a client has is sent again only after a change.
import { expect, test } from 'vitest'
import { httpShop } from '../../support/http-shop.ts'

const shop = await httpShop()

const read = (who: Parameters<typeof shop.call>[0], path: string, tag = '') =>
  shop.request(who, 'GET', path, { headers: { 'if-none-match': tag } })

test.each(['/orders', '/myPages', '/payments'])('GET %s/{orderId}: 304 until the order changes', async (place) => {
  const orderId = await shop.order()
  const path = `${place}/${orderId}`
  const tag = (await read('customer', path)).headers.get('etag') ?? ''
  const again = await read('customer', path, tag)
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect(again.headers.get('x-request-id')).toMatch(/^req_/)
  expect(again.headers.get('cache-control')).toBe('no-store')
  await shop.call('customer', 'PATCH', `/orders/${orderId}`, { body: { orderStatus: 'orderCancel' } })
  const changed = await read('customer', path, tag)
  expect(changed.status).toBe(200)
  expect(changed.headers.get('etag')).not.toBe(tag)
})

test('each role has tags of its own, and a tag lets nobody in', async () => {
  const orderId = await shop.order()
  const tag = (await read('customer', `/orders/${orderId}`)).headers.get('etag') ?? ''
  expect((await read(null, `/orders/${orderId}`, tag)).status).toBe(401)
  expect((await read('stranger', `/orders/${orderId}`, tag)).status).toBe(404)
  expect((await read('stranger', `/orders/${orderId}`, '*')).status).toBe(404)
})

test('an item has one without a token', async () => {
  const tag = (await read(null, '/items/7')).headers.get('etag') ?? ''
  expect((await read(null, '/items/7', tag)).status).toBe(304)
})
