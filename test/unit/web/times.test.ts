// Instants in the reader's time zone and language.
import { expect, test } from 'vitest'
import { instantText, zoneText } from '../../../src/web/times.ts'

const at = '2026-11-01T12:00:00.000Z'

test.each([
  ['en', 'Asia/Seoul', '1 Nov 2026, 21:00'],
  ['ko', 'Asia/Seoul', '2026. 11. 1. 21:00'],
  ['en', 'America/New_York', '1 Nov 2026, 07:00'],
] as const)('in %s and %s: %s', (language, timeZone, text) => {
  expect(instantText(at, { language, timeZone })).toBe(text)
})

test.each([
  ['en', 'Asia/Seoul', 'Korean Standard Time (UTC+9)'],
  ['ko', 'Asia/Seoul', '한국 표준시 (UTC+9)'],
] as const)('the zone is named in %s: %s is %s', (language, timeZone, text) => {
  expect(zoneText({ language, timeZone }, new Date(at))).toBe(text)
})
