// The size of a request before its body: at the limit it passes, beyond it is refused unread.
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressLengthMax, headersLengthMax, limitRequestSize } from '../../../../src/gateway/http/request-size.ts'

let reached = 0
const app = new Hono().use(limitRequestSize).all('*', (c) => {
  reached += 1
  return c.text('read')
})

async function statusOf(path: string, headers: Record<string, string> = {}) {
  reached = 0
  const { status } = await app.request(path, { headers })
  return { status, reached }
}

const origin = 'http://localhost/'

test('an address is at most so many characters', async () => {
  const longest = 'a'.repeat(addressLengthMax - origin.length)
  expect(await statusOf(`/${longest}`)).toEqual({ status: 200, reached: 1 })
  expect(await statusOf(`/${longest}a`)).toEqual({ status: 414, reached: 0 })
})

test('all headers together, names and values, are at most so many characters', async () => {
  const longest = 'v'.repeat(headersLengthMax - 2 * 'x-n'.length - 1)
  expect(await statusOf('/', { 'x-a': 'v', 'x-b': longest })).toEqual({ status: 200, reached: 1 })
  expect(await statusOf('/', { 'x-a': 'vv', 'x-b': longest })).toEqual({ status: 431, reached: 0 })
})
