// The variables of the mypage Worker.
import { expect, test } from 'vitest'
import { myPageConfig } from '../../../src/mypage/config.ts'
import { configFaults } from '../../../src/platform/config.ts'
import { testPersonalDataKeys } from '../../support/vault.ts'

test.each([
  [{ MYPAGE_SHARDS: 'two' }, 'MYPAGE_SHARDS is "two": it is like "2" or "2 to 4"'],
  [{ TAX_PERCENT: '100' }, 'TAX_PERCENT is "100": it must be a number such as 10, or 0'],
])('%j is refused', (change, fault) => {
  expect(configFaults(myPageConfig, { PERSONAL_DATA_KEYS: testPersonalDataKeys, ...change })).toEqual([fault])
})
