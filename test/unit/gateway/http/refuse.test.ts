// A refusal in the form that was asked for: a page for a browser, problem details for a program.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { refuse } from '../../../../src/gateway/http/refuse.ts'

const tooMany = { code: 'too_many_requests', detail: 'At most <60> calls.', retryAfterSeconds: 10 } as const
const ask = (accept?: string) =>
  new Hono().get('/', (c) => refuse(c, tooMany)).request('/', { headers: accept === undefined ? {} : { accept } })

test.each([
  undefined,
  '*/*',
  'application/json',
  'application/json, text/html;q=0.1',
  'text/html;q=0.5, application/problem+json',
  'text/html;q=0',
  'image/png',
])('who accepts %s is told by a problem', async (accept) => {
  const answer = await ask(accept)
  expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('vary')]).toEqual([429, '10', 'Accept'])
  expect(await answer.json()).toMatchObject({ code: 'too_many_requests', detail: 'At most <60> calls.' })
})

test('a browser is shown a page with the same status and time, its text escaped', async () => {
  const answer = await ask('text/html,application/xhtml+xml,*/*;q=0.8')
  expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('vary')]).toEqual([429, '10', 'Accept'])
  expect(answer.headers.get('content-type')).toContain('text/html')
  const html = await answer.text()
  for (const text of ['One moment, please', 'Please wait a moment', '<a href="">Try again</a>'])
    expect(html).toContain(text)
})

const asBrowser = { accept: 'text/html', referer: 'http://localhost/mypage/orders/ord_1?a=b' }

test('a page tells people no name of a context or a header, and what to do next', async () => {
  const detail = 'This part of the shop did not answer in time: mypage. … under the same Idempotency-Key.'
  const app = new Hono().all('/', (c) => refuse(c, { code: 'no_answer_in_time', detail }))
  const read = await (await app.request('/', { headers: asBrowser })).text()
  expect(read).toContain('This part of the shop did not answer in time. Please try again in a moment.</p>')
  const sent = await (await app.request('/', { method: 'POST', headers: asBrowser })).text()
  expect(sent).toContain('It may have been done all the same')
  expect(sent).toContain('<a href="/mypage/orders/ord_1?a=b">Back to the page before</a>')
  expect(`${read}${sent}`).not.toMatch(/Idempotency|mypage\./)
})

test('only a page of this shop is led back to, and a text for people replaces the detail', async () => {
  const fault = { code: 'not_found', detail: 'There is nothing at POST /<b>.' } as const
  const ask = (toPeople: { en: string; ko: string } | null, referer: string) =>
    new Hono()
      .post('/', (c) => refuse(c, fault, toPeople))
      .request('/', { method: 'POST', headers: { accept: 'text/html', referer } })
  const html = await (await ask({ en: 'No page.', ko: '없음' }, 'https://elsewhere.example/mypage')).text()
  expect(html).toContain('No page.')
  expect(html).not.toMatch(/elsewhere|nothing at|Back to the page before/)
  expect(await (await ask(null, 'no address')).text()).toContain('There is nothing at POST /&lt;b&gt;.')
})
