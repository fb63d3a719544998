// The variables of the analytics Worker.
import { expect, test } from 'vitest'
import { analyticsConfig } from '../../../src/analytics/config.ts'
import { configFaults, readConfig } from '../../../src/platform/config.ts'

test('the time zone is one of the IANA database', () => {
  expect(readConfig(analyticsConfig, {}).SHOP_TIME_ZONE).toBe('Asia/Seoul')
  expect(configFaults(analyticsConfig, { SHOP_TIME_ZONE: 'Asia/Seul' })).toEqual([
    'SHOP_TIME_ZONE is "Asia/Seul": it must be a time zone such as Asia/Seoul',
  ])
})
