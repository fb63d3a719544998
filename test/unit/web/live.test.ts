// How old a page that follows changes is, for who has no script; and where its script finds the stream.
import { expect, test } from 'vitest'
import { renderPage } from '../../../src/web/page.tsx'

const page = { title: 'Orders', content: 'Hello', live: '/mypage/live?order=ord_1' }

async function lineOf(language: 'en' | 'ko'): Promise<string> {
  const html = await (await renderPage({ ...page, reader: { language, timeZone: 'Asia/Seoul' } })).text()
  return /<p class="live".*?<\/p>/.exec(html)?.[0] ?? ''
}

test('it says as of when, in the reader’s language, with a link to look again', async () => {
  const english = await lineOf('en')
  expect(english).toMatch(/As of <time datetime="[^"]+">[^<]+<\/time>\. <a href="">Look again<\/a>/)
  expect(await lineOf('ko')).toMatch(/<\/time> 기준입니다\. <a href="">다시 확인하기<\/a>/)
})

test('its stream begins a second before the page, so that nothing is missed between the two', async () => {
  const line = await lineOf('en')
  const madeAt = Date.parse(/datetime="([^"]+)"/.exec(line)?.[1] ?? '')
  expect(line).toContain(`data-live="/mypage/live?order=ord_1&amp;after=${madeAt - 1000}"`)
})

test('a page that follows nothing has no such line', async () => {
  const { live: _, ...plain } = page
  const html = await (await renderPage({ ...plain, reader: { language: 'en', timeZone: 'Asia/Seoul' } })).text()
  expect(html).not.toContain('class="live"')
})
