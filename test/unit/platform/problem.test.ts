// The members of every problem.
import { expect, test } from 'vitest'
import { problemOf } from '../../../src/platform/problem.ts'

test('names its code in a stable type, and in words', () => {
  expect(problemOf('price_changed', 409)).toEqual({
    type: 'urn:homeappliance:problem:price_changed',
    title: 'price changed',
    status: 409,
    code: 'price_changed',
  })
})
