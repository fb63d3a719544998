// The static files come as the platform serves them, and nothing else is there.
import { expect, test } from 'vitest'
import { staticFiles } from '../../../src/docs/static-files.ts'
import { scriptPath } from '../../../src/web/scripts.ts'

const ASSETS = { fetch: async (request: Request) => new Response(new URL(request.url).pathname) }
const get = (path: string) => staticFiles().request(path, {}, { ASSETS })

test('the icon is that of the platform, and nothing else is there', async () => {
  expect(await (await get('/apple-touch-icon.png')).text()).toBe('/static/touch-icon.png')
  expect((await get('/other')).status).toBe(404)
})

test('a script of the pages is kept for a year under its own hash, and under that of another release not at all', async () => {
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
