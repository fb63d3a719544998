// A form on its way: whose it is, how long it may be, and how better-auth is called for its sender.
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import {
  callAuth,
  type FormRequest,
  handleForm,
  retryAfter,
  tooManyTries,
} from '../../../../src/identity/pages/form-request.ts'
import { seeOther } from '../../../../src/web/error-pages.tsx'
import { formRequest, openIdentityPorts, shopOrigin } from '../../../support/identity-ports.ts'

/** What the handler is given, and the answer; `handled` is empty when the form was refused before. */
async function post(request: Request) {
  const handled: FormRequest[] = []
  const { ports } = openIdentityPorts()
  const app = new Hono()
  app.post('*', (c) =>
    handleForm(c, ports.open, async (form) => {
      handled.push(form)
      return seeOther('/done')
    }),
  )
  return { handled, answer: await app.fetch(request) }
}

describe('a form', () => {
  test('is read with its fields and the query of its address', async () => {
    const { handled, answer } = await post(formRequest('/auth/sign-in?a=1&b=2', { email: 'a@b.example', name: '말' }))
    expect(answer.status).toBe(303)
    expect(handled).toMatchObject([
      { input: { email: 'a@b.example', name: '말' }, query: '?a=1&b=2', origin: shopOrigin },
    ])
  })

  test('from another site is refused unread', async () => {
    const { handled, answer } = await post(formRequest('/auth/sign-in', {}, { origin: 'https://evil.example' }))
    expect([answer.status, handled]).toEqual([403, []])
  })

  test('may be 16 KiB long and no longer', async () => {
    const overhead = 'name='.length
    const longest = await post(formRequest('/auth/sign-in', { name: 'x'.repeat(16 * 1024 - overhead) }))
    expect([longest.answer.status, longest.handled.length]).toEqual([303, 1])
    const longer = await post(formRequest('/auth/sign-in', { name: 'x'.repeat(16 * 1024 - overhead + 1) }))
    expect([longer.answer.status, longer.handled.length]).toEqual([413, 0])
  })
})

test('better-auth is called with what it needs of the request, and with nothing else of it', async () => {
  const { ports, calls } = openIdentityPorts()
  const headers = {
    cookie: 'a=b',
    'user-agent': 'A browser',
    'cf-ipcountry': 'DE',
    'x-forwarded-for': '198.51.100.1',
    authorization: 'Bearer x',
  }
  const request = formRequest('/auth/sign-in', {}, { ...headers, origin: 'https://evil.example' })
  await callAuth({ ...(await ports.open(request.url)), request }, '/sign-in/email', { email: 'a@b.example' })
  expect(calls).toEqual([
    {
      path: '/sign-in/email',
      body: { email: 'a@b.example' },
      headers: {
        accept: 'application/json',
        'cf-connecting-ip': '203.0.113.7',
        'cf-ipcountry': 'DE',
        'content-type': 'application/json',
        cookie: 'a=b',
        origin: shopOrigin,
        'user-agent': 'A browser',
      },
    },
  ])
})

test('a wait is told in seconds to programs and in whole minutes to people', () => {
  expect(retryAfter(61)).toEqual([['retry-after', '61']])
  expect([1, 60, 61].map((seconds) => tooManyTries(seconds).waitMinutes)).toEqual([1, 1, 2])
})
