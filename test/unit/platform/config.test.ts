// A wrong variable stops the Worker, and is named.
import { expect, it } from 'vitest'
import { positiveSeconds } from '../../../src/platform/config.ts'

it.each([
  ['1', 1],
  ['20', 20],
  ['432000', 432_000],
])('%s is that many seconds', (value, seconds) => expect(positiveSeconds('WAIT_SECONDS', value)).toBe(seconds))

it.each(['', '0', '-1', '1.5', 'abc', '20s', 'Infinity', '9007199254740992'])('%j throws', (value) => {
  expect(() => positiveSeconds('WAIT_SECONDS', value)).toThrow('WAIT_SECONDS must be a whole number of seconds above 0')
})
