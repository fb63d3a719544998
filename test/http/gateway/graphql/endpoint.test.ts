// POST /graphql: which requests it takes, and what it refuses before anything is done. What its fields do is shown with
// the resolvers, and with the whole shop.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const items = '{ items { itemId itemName } }'
const post = (body: unknown, call = {}) => shop.call(null, 'POST', '/graphql', { body, ...call })

test('a query in an address is not answered: it would stand in logs', async () => {
  expect((await shop.call(null, 'GET', `/graphql?query=${encodeURIComponent(items)}`)).status).toBe(404)
})

test.each([
  ['what is no query', '{ items { itemId ', 'Syntax Error'],
  ['too many tokens', `{ items { ${'itemId '.repeat(1001)} } }`, 'more than 1000 tokens'],
])('%s is refused with errors and no data, for no cache', async (_, query, message) => {
  const answer = await post({ query })
  expect(answer.body).toEqual({ errors: [expect.objectContaining({ message: expect.stringContaining(message) })] })
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([400, 'no-store'])
})

test('a body that is no JSON, or names a field twice, is refused as everywhere', async () => {
  expect((await post({ query: items }, { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  expect((await shop.request(null, 'POST', '/graphql', { form: { query: items } })).status).toBe(415)
  const text = `{"query":"${items}","query":"${items}"}`
  expect(await shop.call(null, 'POST', '/graphql', { text })).toMatchObject({ body: { code: 'json_malformed' } })
})

test('it is counted: for its caller, or for its address', async () => {
  const counted: string[] = []
  const limit = async ({ key }: { key: string }) => {
    counted.push(key)
    return { success: false }
  }
  const env = { LIMIT_READ: { limit }, LIMIT_VISIT: { limit }, RATE_LIMITS: 'read=1/10 visit=1/10' }
  const headers = { 'cf-connecting-ip': '203.0.113.7' }
  expect((await post({ query: items }, { env, headers })).status).toBe(429)
  expect((await shop.call('customer', 'POST', '/graphql', { body: { query: items }, env, headers })).status).toBe(429)
  expect(counted).toEqual(['203.0.113.7', 'usr_customer'])
})
