// POST /graphql: which requests it takes, and what it refuses before anything is done.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const items = '{ items { itemId itemName } }'
const post = (body: unknown, call = {}) => shop.call(null, 'POST', '/graphql', { body, ...call })

test('it answers anyone by POST, and no cache keeps it', async () => {
  const { status, headers, body } = await post({ query: items })
  expect([status, body]).toEqual([200, { data: { items: [{ itemId: '7', itemName: 'Fan' }] } }])
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-type')).toContain('application/json')
})

test('a query in an address is not answered: it would stand in logs', async () => {
  expect((await shop.call(null, 'GET', `/graphql?query=${encodeURIComponent(items)}`)).status).toBe(404)
})

test('it describes itself', async () => {
  const { body } = await post({ query: '{ __schema { mutationType { name } } }' })
  expect(body).toEqual({ data: { __schema: { mutationType: { name: 'Mutation' } } } })
})

test.each([
  ['what is no query', { query: '{ items { itemId ' }],
  ['a field that is not there', { query: '{ nothing }' }],
  [
    'too many fields at the top',
    { query: `{ ${Array.from({ length: 11 }, (_, n) => `i${n}: items { itemId }`).join(' ')} }` },
  ],
  ['too many tokens', { query: `{ items { ${'itemId '.repeat(1001)} } }` }],
])('%s is refused with errors and no data', async (_, body) => {
  const answer = await post(body)
  expect(answer.body).toEqual({ errors: [expect.objectContaining({ message: expect.any(String) })] })
})

test('a body that is no JSON, or names a field twice, is refused as everywhere', async () => {
  expect((await post({ query: items }, { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  const response = await shop.request(null, 'POST', '/graphql', { form: { query: items } })
  expect(response.status).toBe(415)
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
