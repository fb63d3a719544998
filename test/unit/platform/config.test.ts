// Variables and secrets by their schema: read with their defaults, and what is wrong in one line each.
import { describe, expect, test } from 'vitest'
import {
  asText,
  asUrl,
  configFaults,
  oneOf,
  optional,
  optionalSecret,
  readConfig,
  schema,
  secret,
  variable,
  wholeNumber,
} from '../../../src/platform/config.ts'

const shop = schema(
  {
    WAIT_SECONDS: variable({ meaning: 'it waits so long', unit: 's', default: '20' }, wholeNumber(1)),
    MOST_SECONDS: variable({ meaning: 'and at most so long', unit: 's', default: '60' }, wholeNumber(1, 100)),
    PROVIDER: variable({ meaning: 'who pays', default: 'sandbox' }, oneOf('sandbox', 'bank')),
    ADDRESS: variable({ meaning: 'where it is', default: '' }, asUrl),
    NICKNAME: optional({ meaning: 'what it is called' }, asText),
    KEY: secret({ meaning: 'opens the door' }, (text) => {
      if (text.length < 4) throw new Error('it must be long')
      return text
    }),
    OTHER_KEY: optionalSecret({ meaning: 'opens the window' }, asText),
  },
  ({ WAIT_SECONDS, MOST_SECONDS }) => (WAIT_SECONDS > MOST_SECONDS ? ['WAIT_SECONDS is above MOST_SECONDS'] : []),
)

test('what is unset or empty has its default, and what has none is null', () => {
  const read = { WAIT_SECONDS: 20, MOST_SECONDS: 60, PROVIDER: 'sandbox', ADDRESS: '', NICKNAME: null }
  expect(readConfig(shop, { KEY: 'long enough', WAIT_SECONDS: '', NICKNAME: '' })).toEqual({
    ...read,
    KEY: 'long enough',
    OTHER_KEY: null,
  })
})

test('the same variables are read once', () => {
  const vars = { KEY: 'long enough' }
  expect(readConfig(shop, vars)).toBe(readConfig(shop, vars))
})

describe('each fault is one line, which names the variable, what it is and what it must be', () => {
  test.each([
    [{ WAIT_SECONDS: '0' }, 'WAIT_SECONDS is "0": it must be a whole number, at least 1'],
    [{ WAIT_SECONDS: '1.5' }, 'WAIT_SECONDS is "1.5": it must be a whole number, at least 1'],
    [{ WAIT_SECONDS: ' ' }, 'WAIT_SECONDS is " ": it must be a whole number, at least 1'],
    [{ WAIT_SECONDS: '9007199254740992' }, 'WAIT_SECONDS is "9007199254740992": it must be a whole number, at least 1'],
    [{ MOST_SECONDS: '101' }, 'MOST_SECONDS is "101": it must be a whole number from 1 to 100'],
    [{ PROVIDER: 'cash' }, 'PROVIDER is "cash": it can be: sandbox, bank'],
    [{ ADDRESS: 'shop' }, 'ADDRESS is "shop": it must be an address such as https://shop.example/path'],
    [{ ADDRESS: 'file:///etc' }, 'ADDRESS is "file:///etc": it must be an address such as https://shop.example/path'],
    [{ WAIT_SECONDS: '61' }, 'WAIT_SECONDS is above MOST_SECONDS'],
    [{ KEY: '' }, 'KEY is not set: opens the door'],
  ])('%j: %s', (vars, fault) => expect(configFaults(shop, { KEY: 'long enough', ...vars })).toEqual([fault]))

  test('all of them are told at once, and never what a secret is', () => {
    const vars = { WAIT_SECONDS: 'soon', PROVIDER: 'cash', KEY: 'pst' }
    const faults = configFaults(shop, vars)
    expect(faults).toHaveLength(3)
    expect(faults).toContain('KEY: it must be long')
    expect(() => readConfig(shop, vars)).toThrow(faults.join('\n'))
  })
})
