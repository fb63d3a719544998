// POST /graphql: which requests it takes, and what it refuses before anything is done. What its fields do is shown with
// the resolvers, and with the whole shop.
import { expect, test } from 'vitest'
import { httpShop } from '../../../support/http-shop.ts'

const shop = await httpShop()
const items = '{ items { itemId itemName } }'
const post = (body: unknown, call = {}) => shop.call(null, 'POST', '/graphql', { body, ...call })

test('a query in an address is not answered: it would stand in logs', async () => {
  const answer = await shop.call(null, 'GET', `/graphql?query=${encodeURIComponent(items)}`)
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
})

test('a query is answered, in the form that is accepted, for no cache', async () => {
  const accept = 'application/graphql-response+json'
  const answer = await post({ query: items }, { headers: { accept } })
  expect(answer).toMatchObject({
    status: 200,
    body: { data: { items: expect.arrayContaining([{ itemId: '7', itemName: 'Fan' }]) } },
  })
  const [type, cache] = ['content-type', 'cache-control'].map((name) => answer.headers.get(name))
  expect([type, cache]).toEqual([`${accept}; charset=utf-8`, 'no-store'])
})

test.each([
  ['what is no query', { query: '{ items { itemId ' }, 'Syntax Error', 'graphql_parse_failed'],
  ['too many tokens', { query: `{ items { ${'itemId '.repeat(1001)} } }` }, 'more than 1000', 'graphql_parse_failed'],
  ['an unknown field', { query: '{ items { colour } }' }, 'Cannot query field', 'graphql_validation_failed'],
  ['too many fields', { query: `{ ${'items { itemId } '.repeat(11)} }` }, 'conflict|at most', null],
  ['no operation of the name', { query: items, operationName: 'x' }, 'operation', 'invalid_request'],
  [
    'a variable of another type',
    { query: 'query ($id: ID!) { order(orderId: $id) { seq } }', variables: { id: { a: 1 } } },
    'ID cannot represent',
    'invalid_request',
  ],
  ['no query', {}, 'Missing query', 'invalid_request'],
  ['a subscription', { query: 'subscription { items { itemId } }' }, 'subscription', null],
])('%s is refused with a code and no data, for no cache', async (_, body, message, code) => {
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const answer = await post(body, { headers: { accept } })
    const error = { message: expect.stringMatching(message), extensions: { code: code ?? expect.any(String) } }
    expect(answer.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining(error)]) })
    expect(answer.body).not.toHaveProperty('data')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    // GraphQL over HTTP: as JSON, only what is no GraphQL request at all has another status than 200.
    if (accept !== 'application/json') expect(answer.status).toBe(400)
  }
})

test('what is accepted nowhere is a problem, as for all calls', async () => {
  const answer = await post({ query: items }, { headers: { accept: 'image/png' } })
  expect(answer).toMatchObject({ status: 406, body: { code: 'not_acceptable', status: 406 } })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})

test('a body that is no JSON, or names a field twice, is refused as everywhere', async () => {
  const asText = await post({ query: items }, { headers: { 'content-type': 'text/plain' } })
  expect(asText).toMatchObject({ status: 415, body: { code: 'content_type_unsupported' } })
  expect((await shop.request(null, 'POST', '/graphql', { form: { query: items } })).status).toBe(415)
  const broken = await shop.call(null, 'POST', '/graphql', { text: '{"query":' })
  expect(broken).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'json_malformed' } }] } })
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
