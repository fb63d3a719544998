// The calls of the GraphQL schema. The contract check makes sure that the schema only grows.
import { expect, test } from 'vitest'
import { callOf } from '../../../../src/gateway/graphql/calls.ts'
import { schema } from '../../../../src/gateway/graphql/schema.ts'

test('every field at the top but the catalog is a call of the authorization table', () => {
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  )
  expect(fields.filter((field) => !(field in callOf))).toEqual(['items'])
  expect(fields).toEqual(expect.arrayContaining(Object.keys(callOf)))
})
