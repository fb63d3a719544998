// A whole page: the headers that keep it safe, and the bar for who is signed in, for nobody, and for neither.

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { defaultReader } from '../../../src/contract/language.ts'
import { renderPage } from '../../../src/web/page.tsx'
import { scriptPath } from '../../../src/web/scripts.ts'

const page = { reader: defaultReader, title: 'Shop <1>', content: 'Hello' }

test('only its own stylesheet may style it, by its hash, and only the shop’s own script may run', async () => {
  const response = await renderPage(page)
  const html = await response.text()
  const [, css = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? []
  const hash = createHash('sha256').update(css).digest('base64')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain(`style-src 'sha256-${hash}'`)
  expect(policy).toContain(`default-src 'none'`)
  expect(policy).toContain(`form-action 'self';`)
  expect(policy).toContain(`script-src 'self'; connect-src 'self'`)
  expect(html.match(/<script[^>]*>[^<]*/g)).toEqual([`<script type="module" src="${scriptPath('page')}">`])
  expect(html).not.toMatch(/\son\w+=|\sstyle=/)
})

test('no cache keeps it, and no other site frames it', async () => {
  const { headers } = await renderPage(page)
  expect([headers.get('cache-control'), headers.get('x-frame-options')]).toEqual(['no-store', 'DENY'])
  expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
})

test('the title tells of an error, in the language of the page', async () => {
  const titleOf = async (language: 'ko' | 'en', status: number) =>
    /<title>(.*?)<\/title>/.exec(
      await (await renderPage({ ...page, reader: { ...defaultReader, language } }, status)).text(),
    )?.[1]
  expect(await titleOf('en', 422)).toBe('Error: Shop &lt;1&gt; · Home appliances')
  expect(await titleOf('ko', 404)).toBe('오류: Shop &lt;1&gt; · 홈어플라이언스')
  expect(await titleOf('en', 200)).not.toContain('Error')
})

test('its forms may lead to the targets that it names', async () => {
  const { headers } = await renderPage({ ...page, formTargets: ['https://app.example'] })
  expect(headers.get('content-security-policy')).toContain(`form-action 'self' https://app.example;`)
})

test('it has the status and the headers that it is given, several of one name too', async () => {
  const cookies: [string, string][] = [
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ]
  const { status, headers } = await renderPage(page, 402, cookies)
  expect([status, headers.getSetCookie()]).toEqual([402, ['a=1', 'b=2']])
})

test.each([
  ['nobody', null, 'href="/sign-in"', 'action="/sign-out"'],
  ['Kang', 'Kang', 'action="/sign-out"', 'href="/sign-in"'],
])('the bar for %s', async (_, visitor, shown, hidden) => {
  const html = await (await renderPage({ ...page, visitor })).text()
  expect(html).toContain(shown)
  expect(html).not.toContain(hidden)
})

test('the bar shows neither where nobody can be told, and its links mark the page that is shown', async () => {
  const links = [
    { href: '/a', text: 'A', current: true },
    { href: '/b', text: 'B' },
  ]
  const html = await (await renderPage({ ...page, links })).text()
  for (const text of ['/sign-in', '/sign-out']) expect(html).not.toContain(text)
  expect(html).toContain('<a href="/a" aria-current="page">A</a><a href="/b">B</a>')
  expect(html).toContain('<title>Shop &lt;1&gt; · Home appliances</title>')
})
