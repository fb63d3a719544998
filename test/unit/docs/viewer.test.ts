// The API's viewer: its page runs nothing but its own files, and these come as the platform serves them.
import { expect, test } from 'vitest'
import { viewer } from '../../../src/docs/viewer.ts'

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
