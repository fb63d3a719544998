// The API's document: without linter errors, with an example for every call and code, and a check that finds
// undocumented answers.
import { createRequire } from 'node:module'
import { describe, expect, it, test } from 'vitest'
import { contractFolder, readContract } from '../../../../scripts/contract/files.ts'
import { problemCodes } from '../../../../src/gateway/http/problems.ts'
import { apiContract, type Content, operationAt, readApiDocument } from '../../../support/api-contract.ts'

/** Of the linter's own types, which take the compiler two seconds, only these are needed. */
type Linter = {
  createConfig: (config: { extends: string[]; rules: Record<string, 'off'> }) => Promise<object>
  lintFromString: (options: { source: string; absoluteRef: string; config: object }) => Promise<Problem[]>
}
type Problem = { ruleId: string; message: string; location: { pointer?: string }[] }
const { createConfig, lintFromString }: Linter = createRequire(import.meta.url)('@redocly/openapi-core')

const document = readApiDocument()
const contract = apiContract(document)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

async function complaints(name: string, text = readContract(contractFolder).get(name) ?? ''): Promise<string[]> {
  const rules: Record<string, 'off'> = {
    // The code has no license for others.
    'info-license': 'off',
    // An order is never called "webhooks": its id begins with "ord_".
    'no-ambiguous-paths': 'off',
    // A public call without input has no 4xx.
    'operation-4xx-response': 'off',
    // Each code has an example, also a code that only contexts use among themselves.
    'no-unused-components': 'off',
    // Queues have bindings only, no public access.
    ...(name === 'asyncapi.json' ? { 'security-defined': 'off' as const } : {}),
  }
  const config = await createConfig({ extends: ['recommended-strict'], rules })
  const problems = await lintFromString({ source: text, absoluteRef: name, config })
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)
}

describe('the linter', () => {
  it.each(['openapi.json', 'asyncapi.json'])('has nothing against %s', async (name) => {
    expect(await complaints(name)).toEqual([])
  })
  it('catches what is wrong', async () => {
    // Two calls are enough for an error, and faster to lint than all.
    const { '/items': list, '/items/{itemId}': item } = document.paths
    const small = { ...document, paths: { '/items': list, '/items/{itemId}': item } }
    expect(await complaints('openapi.json', JSON.stringify(small))).toEqual([])
    const text = JSON.stringify(small).replace('"operationId":"listItems"', '"operationId":"readItem"')
    expect(await complaints('openapi.json', text)).toEqual([expect.stringContaining('operation-operationId-unique')])
    const events = (readContract(contractFolder).get('asyncapi.json') ?? '').replace(
      '"action": "send"',
      '"action": "x"',
    )
    expect(await complaints('asyncapi.json', events)).toEqual([expect.stringContaining('can be one of')])
  })
})

describe('examples', () => {
  const bodies = operations.flatMap(({ path, method, operation }) => {
    const at = (steps: string[], content: Content = {}) =>
      Object.entries(content).map(([type, media]) => ({
        name: [method, path, ...steps, type].join(' '),
        steps: ['paths', path, method, ...steps, 'content', type, 'schema'],
        media,
      }))
    return [
      ...at(['requestBody'], operation.requestBody?.content),
      ...Object.entries(operation.responses).flatMap(([status, { content }]) => at(['responses', status], content)),
    ]
  })

  it('stand with every body of every call, and are what their schemas ask for', () => {
    expect(bodies.length).toBeGreaterThan(200)
    for (const { name, steps, media } of bodies) {
      const codes = Object.keys(media.examples ?? {})
      const found = codes.length > 0 ? codes.map((code) => document.components.examples[code]?.value) : [media.example]
      for (const example of found) {
        expect([name, example === undefined]).toEqual([name, false])
        expect([name, contract.fault(steps, example)]).toEqual([name, null])
      }
    }
  })
  it('stand for every code', () => {
    const codes = Object.values(document.components.examples).map(({ value }) => value.code)
    expect(codes.sort()).toEqual([...problemCodes].sort())
  })
})

describe('an answer that is not as documented is caught', () => {
  const json = new Headers({ 'content-type': 'application/json; charset=UTF-8', etag: '"1"' })
  const refused = new Headers({ 'content-type': 'application/problem+json' })
  const item = { itemId: '2', itemName: 'x', description: 'x', category: 'x', price: { amount: 1, currency: 'KRW' } }
  const problem = document.components.examples['item_not_found']?.value
  const wrong = (status: number, headers: Headers, body: unknown, path = '/items/2') =>
    contract.wrongWith('GET', path, { status, headers, body })

  test('and one that is, is not', () => {
    expect(wrong(200, json, item)).toBeNull()
    expect(wrong(404, refused, problem)).toBeNull()
    expect(wrong(404, refused, { ...problem, code: 'not_found' }, '/nothing')).toBeNull()
    expect(wrong(200, new Headers({ 'content-type': 'text/html' }), '<html>', '/')).toBeNull()
  })
  test.each([
    ['a status', () => wrong(409, refused, problem), 'the status 409 is not documented'],
    [
      'a type',
      () => wrong(200, new Headers({ ...Object.fromEntries(refused), etag: '"1"' }), item),
      'the type "application/problem+json" is not documented',
    ],
    ['a missing field', () => wrong(200, json, { ...item, price: undefined }), 'price'],
    ['a field of another kind', () => wrong(200, json, { ...item, itemId: 2 }), 'itemId'],
    ['a field that is not documented', () => wrong(200, json, { ...item, cost: 1 }), 'additional properties'],
    ['another code', () => wrong(404, refused, { ...problem, code: 'order_not_found' }), 'code'],
    ['a missing header', () => wrong(503, refused, problem), 'Retry-After'],
    ['a refusal that says nothing', () => wrong(404, refused, {}, '/nothing'), 'required'],
  ])('%s', (_, ask, sentence) => {
    expect(ask()).toContain(sentence)
  })

  test('under the other spellings, and the written-out path before the one that takes anything', () => {
    expect(operationAt(document, 'GET', '/mypages/live?x=1')?.operation.operationId).toBe('followMyPages')
    expect(operationAt(document, 'PATCH', '/ordermanagements/x')?.operation.operationId).toBe('workOnOrder')
    expect(operationAt(document, 'GET', '/payments/gates')?.operation.operationId).toBe('readGates')
  })
})
