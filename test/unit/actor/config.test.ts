// The variables of the order Worker.
import { expect, test } from 'vitest'
import { orderConfig } from '../../../src/actor/config.ts'
import { configFaults, readConfig } from '../../../src/platform/config.ts'
import { testPersonalDataKeys } from '../../support/vault.ts'

const vars = { PERSONAL_DATA_KEYS: testPersonalDataKeys }

test('the retention is in seconds, and 0 days are for ever', () => {
  const secondsOf = (RETENTION_DAYS: string) => readConfig(orderConfig, { ...vars, RETENTION_DAYS }).RETENTION_DAYS
  expect([secondsOf(''), secondsOf('1'), secondsOf('0')]).toEqual([1825 * 86_400, 86_400, null])
})

test.each([
  [{ RETENTION_DAYS: '-1' }, 'RETENTION_DAYS is "-1": it must be a whole number, at least 0'],
  [{ UNPAID_SECONDS: '0' }, 'UNPAID_SECONDS is "0": it must be a whole number, at least 1'],
  [{ PAYMENT_PROVIDER: 'bank' }, 'PAYMENT_PROVIDER is "bank": it can be: sandbox, stripe, toss'],
  [{ PAYMENT_PROVIDER: 'toss', CURRENCIES: 'KRW USD' }, 'CURRENCIES holds USD, which the provider "toss" cannot take'],
  [{ PERSONAL_DATA_KEYS: 'c2hvcnQ=' }, 'PERSONAL_DATA_KEYS: it must hold keys of 32 bytes in base64'],
])('%j is refused', (change, fault) => expect(configFaults(orderConfig, { ...vars, ...change })).toEqual([fault]))
