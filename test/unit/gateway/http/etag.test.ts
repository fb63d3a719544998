// Entity tags: an answer that the client has is not sent again, and any other is.
import { OpenAPIHono } from '@hono/zod-openapi'
import { describe, expect, test } from 'vitest'
import { answerUnchanged, weakTagOf } from '../../../../src/gateway/http/etag.ts'

const app = new OpenAPIHono()
const shown = { orderId: '1', seq: 5 }
app.use(answerUnchanged)
app.get('/orders', (c) => c.json({ items: [] }))
app.get('/orders/:orderId', (c) => c.json({ ...shown, orderId: c.req.param('orderId') }, 200, { vary: 'Origin' }))
app.get('/aged/:orderId', async (c) => c.json({ ...shown, age: 7 }, 200, { etag: await weakTagOf(shown) }))
app.get('/missing/:orderId', (c) => c.json({ code: 'order_not_found' }, 404))
app.get('/pages/:orderId', (c) => c.html('<p>a page</p>'))
app.patch('/orders/:orderId', (c) => c.json(shown))

const send = (path: string, ifNoneMatch?: string, method = 'GET') =>
  app.request(path, { method, headers: ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch } })

const tagAt = async (path: string) => String((await send(path)).headers.get('etag'))

test('one resource has a strong tag, and another one has another', async () => {
  expect(await tagAt('/orders/1')).toMatch(/^"[0-9a-f]{32}"$/)
  expect(await tagAt('/orders/1')).toBe(await tagAt('/orders/1'))
  expect(await tagAt('/orders/2')).not.toBe(await tagAt('/orders/1'))
  expect(await tagAt('/aged/1')).toMatch(/^W\/"[0-9a-f]{32}"$/)
})

describe('the answer that the client has', () => {
  test.each<[string, (tag: string) => string]>([
    ['is named', (tag) => tag],
    ['is one of several', (tag) => `"other", ${tag}, W/"third"`],
    ['is named as weak (RFC 9110, section 8.8.3.2)', (tag) => `W/${tag}`],
    ['is any', () => '*'],
  ])('%s: 304 without a body', async (_, named) => {
    const response = await send('/orders/1', named(await tagAt('/orders/1')))
    expect([response.status, await response.text()]).toEqual([304, ''])
    expect(response.headers.get('etag')).toBe(await tagAt('/orders/1'))
    expect(response.headers.get('vary')).toBe('Origin')
    expect(response.headers.has('content-type')).toBe(false)
  })

  test('with a weak tag: 304, however old it is told to be', async () => {
    const tag = await tagAt('/aged/1')
    for (const named of [tag, tag.replace('W/', '')]) expect((await send('/aged/1', named)).status).toBe(304)
  })

  test('is another: it is answered', async () => {
    for (const named of ['"other"', '', 'nonsense', await tagAt('/orders/2')]) {
      const response = await send('/orders/1', named)
      expect([response.status, await response.json()]).toEqual([200, shown])
    }
  })

  test('is asked for by HEAD', async () => {
    expect((await send('/orders/1', await tagAt('/orders/1'), 'HEAD')).status).toBe(304)
    expect((await send('/orders/1', '"other"', 'HEAD')).status).toBe(200)
  })
})

test.each([
  ['a list', '/orders', 'GET'],
  ['a refusal', '/missing/1', 'GET'],
  ['a page', '/pages/1', 'GET'],
  ['a command', '/orders/1', 'PATCH'],
])('%s has no tag, and is answered', async (_, path, method) => {
  const response = await send(path, '*', method)
  expect(response.headers.has('etag')).toBe(false)
  expect(response.status).not.toBe(304)
})
