// The switch of the language: what it keeps, and where it leads back to.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { switchLanguage } from '../../../../src/gateway/pages/language.ts'

const app = new Hono().post('/language', switchLanguage)

async function switchedTo(language: string, referer?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' }
  if (referer !== undefined) headers['referer'] = referer
  const answer = await app.request('http://shop.test/language', {
    method: 'POST',
    headers,
    body: `language=${language}`,
  })
  return [answer.status, answer.headers.get('location'), answer.headers.get('set-cookie')]
}

test('the language is kept in a cookie, and the page is shown again', async () => {
  const [status, location, cookie] = await switchedTo('ko', 'http://shop.test/mypage?cursor=a')
  expect([status, location]).toEqual([303, '/mypage?cursor=a'])
  expect(cookie).toContain('language=ko;')
})

test('a language that the shop has not changes nothing', async () => {
  expect((await switchedTo('xx', 'http://shop.test/mypage'))[2]).toBeNull()
})

test.each([undefined, 'http://other.test/mypage', 'nonsense', ''])(
  'from %j it leads to the window',
  async (referer) => {
    expect((await switchedTo('en', referer))[1]).toBe('/')
  },
)

test('it never leads to another site', async () => {
  expect((await switchedTo('en', 'http://shop.test//other.test/'))[1]).toBe('/other.test/')
})
