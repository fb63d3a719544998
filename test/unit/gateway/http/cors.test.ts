// Other sites' pages: those on the list may call, and to all others nothing is said.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { configOf } from '../../../../src/gateway/config.ts'
import { allowOtherSites } from '../../../../src/gateway/http/cors.ts'

const listed = 'https://a.example https://b.example:8443'

function send(origin: string | null, CORS_ORIGINS = listed, init: RequestInit = {}) {
  const app = new Hono().use(allowOtherSites).all('/items', (c) => c.text('open', 200, { vary: 'Accept' }))
  const headers = { ...init.headers, ...(origin !== null && { origin }) }
  return app.request('/items', { ...init, headers }, { CORS_ORIGINS })
}

test.each(['https://a.example', 'https://b.example:8443'])(
  '%s may read the answer, without cookies',
  async (origin) => {
    const { headers } = await send(origin)
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.has('access-control-allow-credentials')).toBe(false)
    expect(headers.get('access-control-expose-headers')).toContain('x-request-id')
  },
)

test.each([
  'https://evil.example',
  'https://a.example.evil.example',
  'https://b.example',
  'http://a.example',
  'null',
  'https://a.example https://b.example:8443',
])('%s is told nothing', async (origin) => {
  const { status, headers } = await send(origin)
  expect([status, headers.get('access-control-allow-origin')]).toEqual([200, null])
})

test.each(['*', 'null', 'https://a.example/', 'a.example'])(
  'an entry that is no whole origin (%s) is named',
  (entry) => {
    expect(() => configOf({ CORS_ORIGINS: `https://a.example ${entry}` })).toThrow(`"${entry}" is no origin`)
  },
)

test('an entry is no pattern', async () => {
  const { headers } = await send('https://a.example', 'https://*.example https://a')
  expect(headers.has('access-control-allow-origin')).toBe(false)
})

test('a listed site is told beforehand which methods and headers it may send', async () => {
  const headers = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' }
  const answer = await send('https://a.example', listed, { method: 'OPTIONS', headers })
  expect(answer.status).toBe(204)
  expect(answer.headers.get('access-control-allow-methods')).toBe('GET,POST,PUT,PATCH')
  expect(answer.headers.get('access-control-allow-headers')).toContain('idempotency-key')
})

test('a cache keeps the answers of different origins apart, and only where there is a list', async () => {
  expect((await send('https://evil.example')).headers.get('vary')).toBe('Accept, Origin')
  expect((await send(null)).headers.get('vary')).toBe('Accept, Origin')
  expect((await send(null, '')).headers.get('vary')).toBe('Accept')
})
