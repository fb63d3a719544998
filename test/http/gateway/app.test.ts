// The gateway's main path: what holds for every call, whatever it asks for.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { bodyBytesMax } from '../../../src/gateway/http/body-size.ts'
import { readApiDocument } from '../../support/api-contract.ts'
import { httpShop, type Who } from '../../support/http-shop.ts'

const shop = await httpShop()

test('each answer names its request anew, and an id that the sender brings is not taken', async () => {
  const headers = { 'x-request-id': 'req_mine' }
  const ids = [
    (await shop.call(null, 'GET', '/livez', { headers })).headers.get('x-request-id'),
    (await shop.call(null, 'GET', '/nothing', { headers })).headers.get('x-request-id'),
  ]
  for (const id of ids) expect(id).toMatch(/^req_[0-9a-f-]{36}$/)
  expect(ids[0]).not.toBe(ids[1])
})

test('the request’s id is the cause in the order’s history', async () => {
  const form = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
  const placed = await shop.call('customer', 'POST', '/orders', { body: { ...form, itemId: '7', qty: 1 } })
  const { body } = await shop.call('customer', 'GET', `/orders/${placed.body['orderId']}/events`)
  expect(body['events']).toMatchObject([{ causationId: placed.headers.get('x-request-id') }])
})

describe('the trace of a call', () => {
  const form = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
  const sent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00'

  async function tracesOf(traceparent?: string) {
    const headers = traceparent === undefined ? {} : { traceparent }
    const placed = await shop.call('customer', 'POST', '/orders', { body: { ...form, itemId: '7', qty: 1 }, headers })
    const { body } = await shop.call('customer', 'GET', `/orders/${placed.body['orderId']}/events`)
    const requestId = placed.headers.get('x-request-id') ?? ''
    return { requestId, told: placed.headers.get('traceresponse'), body }
  }

  test('is that of its request id, is told, and stands in the order’s history', async () => {
    const { requestId, told, body } = await tracesOf()
    expect(told).toMatch(new RegExp(`^00-${requestId.slice('req_'.length).replaceAll('-', '')}-[0-9a-f]{16}-03$`))
    expect(body['events']).toMatchObject([{ traceparent: told }])
  })

  test('is that of its sender, in a span of its own', async () => {
    const { told, body } = await tracesOf(sent)
    expect(told).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/)
    expect(body['events']).toMatchObject([{ traceparent: told }])
  })

  test.each([sent.toUpperCase(), `${sent}-x`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `${sent}, ${sent}`])(
    'is not the %s that its sender made up',
    async (traceparent) => {
      const { requestId, told } = await tracesOf(traceparent)
      expect(told).toContain(requestId.slice('req_'.length).replaceAll('-', ''))
    },
  )
})

describe('what is refused before any call', () => {
  test('is a path that nothing is at, in the form that was asked for', async () => {
    expect(await shop.call(null, 'GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const page = await shop.call(null, 'GET', '/nothing', { headers: { accept: 'text/html' } })
    expect(page).toMatchObject({ status: 404, body: { text: expect.stringContaining('Not found') } })
  })

  test('is a body that is too large', async () => {
    const body = { customerName: 'x'.repeat(bodyBytesMax) }
    const answer = await shop.call('customer', 'POST', '/orders', { body })
    expect([answer.status, answer.body['code']]).toEqual([413, 'body_too_large'])
  })

  test.each([
    ['{"a":1,"a":2}', 'application/json', 400, 'json_malformed'],
    ['{"a":', 'application/json', 400, 'json_malformed'],
    ['a=1', 'application/x-www-form-urlencoded', 415, 'content_type_unsupported'],
  ])('is the body %s as %s', async (text, contentType, status, code) => {
    const headers = { 'content-type': contentType }
    const answer = await shop.call('customer', 'POST', '/orders', { text, headers })
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

test('an input that does not fit names every fault, the first one on top', async () => {
  const { status, body } = await shop.call('customer', 'POST', '/orders', { body: { customerName: '', strange: 1 } })
  expect([status, body['code']]).toEqual([422, 'invalid_request'])
  const errors = Array.isArray(body['errors']) ? body['errors'] : []
  expect(errors).toContainEqual({ field: 'strange', detail: 'is not known here' })
  expect(errors.map(({ field }: { field: string }) => field)).toContain('deliveryAddress')
  expect(body['field']).toBe(errors[0].field)
})

test('a fault of ours is told without a word of it', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => error.mockRestore())
  const env = {
    ORDER_API: { ...shop.env.ORDER_API, get: async () => ({ ok: true as const, value: JSON.parse('null') }) },
  }
  const { status, body } = await shop.call('customer', 'GET', '/orders/ord_0123456789abcdefghjkmnpqrs', { env })
  expect([status, body['code']]).toEqual([500, 'internal_error'])
  expect(error).toHaveBeenCalledWith(expect.stringContaining('"event":"fault"'))
})

test('the paths of the business’s clients are known under both spellings', async () => {
  expect((await shop.call('customer', 'GET', '/mypages')).status).toBe(200)
  expect((await shop.call('staff', 'GET', '/ordermanagements')).status).toBe(200)
  expect((await shop.call('staff', 'GET', '/ordermanagementsx')).status).toBe(404)
})

describe('a path that is there', () => {
  const paths = Object.entries(readApiDocument().paths).map(([path, operations]) => {
    const methods = Object.keys(operations).map((method) => method.toUpperCase())
    // It is a path of /payments/{orderId} too.
    if (path === '/payments/gates') methods.push('PATCH')
    // And these of /deadLetters/{deadLetterId} and /messages/{messageId}.
    if (['/deadLetters/redrive', '/messages/replay', '/messages/reports'].includes(path)) methods.push('GET')
    return [path.replaceAll(/\{\w+\}/g, 'x'), methods.sort()] as const
  })

  test.each(paths)('%s says which methods it has, and refuses others: %j', async (path, methods) => {
    const allow = [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)), 'OPTIONS'].join(', ')
    const options = await shop.request(null, 'OPTIONS', path)
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
    const refused = await shop.call(null, 'DELETE', path)
    expect(refused).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
    expect(refused.headers.get('allow')).toBe(allow)
  })

  test.each([
    ['/sign-in', 'GET, HEAD, OPTIONS'],
    ['/sign-out', 'POST, OPTIONS'],
    ['/graphql', 'POST, OPTIONS'],
    ['/docs', 'GET, HEAD, OPTIONS'],
    ['/mypage', 'GET, HEAD, POST, OPTIONS'],
    ['/admin/orders/x', 'GET, HEAD, POST, OPTIONS'],
    ['/courier', 'GET, HEAD, POST, OPTIONS'],
  ])('or is one of pages: %s', async (path, allow) => {
    expect((await shop.request(null, 'OPTIONS', path)).headers.get('allow')).toBe(allow)
    const refused = await shop.request(null, 'PUT', path, { headers: { accept: 'text/html' } })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, allow])
    expect(refused.headers.get('content-type')).toContain('text/html')
  })
})

test.each(['gzip', 'br', 'zstd', 'x-unknown', 'gzip, br'])('a body that is coded by %s is not read', async (coding) => {
  const headers = { 'content-encoding': coding }
  for (const [path, body] of [
    ['/orders', { itemId: '7' }],
    ['/graphql', { query: '{ items { itemId } }' }],
  ] as const) {
    const answer = await shop.call('customer', 'POST', path, { body, headers })
    expect(answer).toMatchObject({ status: 415, body: { code: 'content_encoding_unsupported' } })
    expect(answer.headers.get('accept-encoding')).toBe('identity')
  }
})

test('a call without a body may name a coding', async () => {
  const answer = await shop.call(null, 'GET', '/items', { headers: { 'content-encoding': 'gzip' } })
  expect(answer.status).toBe(200)
})

const operations = Object.entries(readApiDocument().paths).flatMap(([path, ofPath]) =>
  Object.entries(ofPath)
    .filter(([method]) => method !== 'get')
    .map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
)
const unreadable = ['{"a":1,"a":2}', '{"a":', '[1', '"\\ud800"', '']

test.each(operations)('%s %s answers what it cannot read as its document says', async (method, path, operation) => {
  const whos: Who[] = [null, 'customer', 'staff', 'courier', 'ops']
  // What reads no body would be done.
  for (const text of operation.requestBody === undefined ? unreadable.slice(0, 1) : unreadable) {
    const answers = whos.map((who) => shop.call(who, method, path.replaceAll(/\{\w+\}/g, 'x'), { text }))
    for (const { status, body } of await Promise.all(answers)) {
      expect(Object.keys(operation.responses)).toContain(String(status))
      if (status === 400) expect(JSON.stringify(operation.responses['400'])).toContain(`"${body['code']}"`)
    }
  }
})
