// The GraphQL schema only grows: whoever asks as they did before is answered as before.
import { readFileSync } from 'node:fs'
import { buildSchema, findBreakingChanges, printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { callOf } from '../../../src/gateway/graphql/calls.ts'
import { schema } from '../../../src/gateway/graphql/schema.ts'

const file = new URL('../../../docs/contract/released/schema.graphql', import.meta.url)
const released = buildSchema(readFileSync(file, 'utf8'))

test('nothing that was released is missing or narrower', () => {
  expect(findBreakingChanges(released, schema)).toEqual([])
})

test.each([
  ['a field that is gone', '  needsAttention: Attention\n', ''],
  ['a status that is gone', '  payCanceled\n', ''],
  ['a type that is another', 'qty: Int!', 'qty: String!'],
  [
    'an argument that is now needed',
    'cancelOrder(orderId: ID!, reason: String,',
    'cancelOrder(orderId: ID!, reason: String!,',
  ],
])('%s would be found', (_, good, bad) => {
  const text = printSchema(schema)
  expect(text).toContain(good)
  expect(findBreakingChanges(released, buildSchema(text.replaceAll(good, bad)))).not.toEqual([])
})

test('every field at the top but the catalog is a call of the authorization table', () => {
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  )
  expect(fields.filter((field) => !(field in callOf))).toEqual(['items'])
  expect(fields).toEqual(expect.arrayContaining(Object.keys(callOf)))
})
