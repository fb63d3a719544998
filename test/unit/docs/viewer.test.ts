// The API's viewer: its page runs nothing but its own files, and these come as the platform serves them.
import { expect, test } from 'vitest'
import { viewer } from '../../../src/docs/viewer.ts'
import { scriptPath } from '../../../src/web/scripts.ts'

const ASSETS = { fetch: async (request: Request) => new Response(new URL(request.url).pathname) }

test('its page loads nothing from another host, and has no script of its own', async () => {
  const response = await viewer().request('/docs', {}, { ASSETS })
  const html = await response.text()
  expect(html.match(/(?:src|href)="(?!\/docs\/|data:,)[^"]*"/g)).toBeNull()
  expect(html).not.toMatch(/<script>/)
  const policy = response.headers.get('content-security-policy') ?? ''
  for (const part of [`default-src 'none'`, `script-src 'self'`, `connect-src 'self'`]) expect(policy).toContain(part)
})

test('its files are those of the platform, and nothing else is there', async () => {
  expect(await (await viewer().request('/docs/start.js', {}, { ASSETS })).text()).toBe('/docs/start.js')
  expect((await viewer().request('/other', {}, { ASSETS })).status).toBe(404)
})

test('a script of the pages is kept for a year under its own hash, and under that of another release not at all', async () => {
  const get = (path: string) => viewer().request(path, {}, { ASSETS })
  const current = await get(scriptPath('page'))
  expect([await current.text(), current.headers.get('cache-control')]).toEqual([
    '/static/page.js',
    'public, max-age=31536000, immutable',
  ])
  const other = await get('/static/page-0123456789abcdef.js')
  expect([await other.text(), other.headers.get('cache-control')]).toEqual(['/static/page.js', 'no-cache'])
  for (const path of ['/static/page.js', '/static/nothing-0123456789abcdef.js'])
    expect((await get(path)).status).toBe(404)
})
