// How much one request may ask for: counted through fragments, and refused before anything is done.
import { getIntrospectionQuery, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { tokensMax, withinLimits } from '../../../../src/gateway/graphql/limits.ts'
import { schema } from '../../../../src/gateway/graphql/schema.ts'

const refusals = (source: string, hasKey = false) =>
  validate(schema, parse(source), [withinLimits(hasKey)]).map(({ message, extensions }) => {
    expect(extensions).toEqual({ code: 'invalid_request' })
    return message
  })
const repeated = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ')

test('the standard introspection passes, within the tokens too', () => {
  const source = getIntrospectionQuery()
  expect(refusals(source)).toEqual([])
  expect(() => parse(source, { maxTokens: tokensMax })).not.toThrow()
})

describe('fields at the top', () => {
  test('are at most ten, whatever their aliases', () => {
    expect(refusals(`{ ${repeated(10, (n) => `i${n}: items { itemId }`)} }`)).toEqual([])
    expect(refusals(`{ ${repeated(11, (n) => `i${n}: items { itemId }`)} }`)).toEqual([
      'A request has at most 10 fields at the top; this has 11.',
    ])
  })

  test('count in fragments, wherever these are spread', () => {
    const six = `fragment Six on Query { ${repeated(6, (n) => `i${n}: items { itemId }`)} }`
    expect(refusals(`{ ...Six ...Six } ${six}`)).toEqual(['A request has at most 10 fields at the top; this has 12.'])
    const inline = `{ ${repeated(11, (n) => `... on Query { i${n}: items { itemId } }`)} }`
    expect(refusals(inline)).toHaveLength(1)
  })
})

test('all fields are at most five hundred, counted each time that a fragment is spread', () => {
  const many = `fragment Many on Item { ${repeated(50, (n) => `f${n}: itemId`)} }`
  expect(refusals(`{ ${repeated(9, (n) => `i${n}: items { ...Many }`)} } ${many}`)).toEqual([])
  expect(refusals(`{ ${repeated(10, (n) => `i${n}: items { ...Many }`)} } ${many}`)).toEqual([
    'A request has at most 500 fields; this has 510.',
  ])
})

test('fields are at most sixteen deep', () => {
  const nested = (depth: number): string => (depth === 1 ? 'name' : `fields { type { ${nested(depth - 2)} } }`)
  expect(refusals(`{ __type(name: "Query") { ${nested(15)} } }`)).toEqual([])
  expect(refusals(`{ __type(name: "Query") { ${nested(17)} } }`)).toEqual([
    'A request is at most 16 fields deep; this is 18.',
  ])
})

test('a fragment that spreads itself comes to an end here: another rule refuses it', () => {
  expect(refusals('{ items { ...Loop } } fragment Loop on Item { itemId ...Loop }')).toEqual([])
})

describe('with an Idempotency-Key in the header', () => {
  const two = 'mutation { a: cancelOrder(orderId: "1") { seq } b: cancelOrder(orderId: "2") { seq } }'
  test('a request holds one mutation, and as many queries as without', () => {
    expect(refusals(two, true)).toEqual([expect.stringContaining('for one mutation')])
    expect(refusals(two)).toEqual([])
    expect(refusals('{ a: items { itemId } b: items { itemId } }', true)).toEqual([])
  })
})
