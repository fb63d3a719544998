// The files that browsers and search engines ask a site for.
import { OpenAPIHono } from '@hono/zod-openapi'
import { expect, test } from 'vitest'
import type { Gateway } from '../../../../src/gateway/env.ts'
import { siteFiles } from '../../../../src/gateway/pages/site-files.ts'

const app = new OpenAPIHono<Gateway>()
siteFiles(app)

test('the manifest opens the window of the shop, in the language of who installs it', async () => {
  const answer = await app.request('/manifest.webmanifest', { headers: { 'accept-language': 'ko' } })
  expect(answer.headers.get('content-type')).toBe('application/manifest+json')
  expect(await answer.json()).toMatchObject({ lang: 'ko', name: '홈어플라이언스', start_url: '/' })
})

test('search engines may read the window, and nothing behind a sign-in', async () => {
  const robots = await (await app.request('/robots.txt')).text()
  expect(robots).toContain('Disallow: /\n')
  for (const path of ['/mypage', '/admin', '/courier', '/auth']) expect(robots).not.toContain(`Allow: ${path}`)
})

test('the icon is a picture', async () => {
  const answer = await app.request('/icon.svg')
  expect([answer.headers.get('content-type'), (await answer.text()).startsWith('<svg')]).toEqual([
    'image/svg+xml',
    true,
  ])
})
