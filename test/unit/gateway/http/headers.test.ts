// The security headers: HSTS over https only, and a page keeps its own policy.
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { browserHeaders } from '../../../../src/gateway/http/headers.ts'

const app = new Hono()
app.use(browserHeaders)
app.get('/page', (c) => c.html('', 200, { 'content-security-policy': `default-src 'self'` }))
app.onError((_, c) => c.text('broken', 500))
app.get('/broken', () => {
  throw new Error('broken')
})

it('over https asks for https from then on, and over http it does not', async () => {
  const [https, http] = [await app.request('https://x/'), await app.request('http://x/')]
  expect(https.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/)
  expect(http.headers.has('strict-transport-security')).toBe(false)
})

it.each([
  ['/page', `default-src 'self'`],
  ['/broken', `default-src 'none'; frame-ancestors 'none'`],
  ['/nothing', `default-src 'none'; frame-ancestors 'none'`],
])('%s keeps to %s', async (path, policy) => {
  const { headers } = await app.request(path)
  expect(headers.get('content-security-policy')).toBe(policy)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})
