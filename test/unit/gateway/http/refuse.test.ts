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
  for (const text of ['One moment, please', 'At most &lt;60&gt; calls.']) expect(html).toContain(text)
})
