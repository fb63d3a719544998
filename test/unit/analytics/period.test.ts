// The days of a question, and the shop's days.
import { expect, test } from 'vitest'
import { daysIn, daysOf, readPeriod } from '../../../src/analytics/period.ts'

const today = '2026-11-29'
const read = (from: string | null, to: string | null) => {
  const period = readPeriod({ from, to }, today, 'Asia/Seoul')
  return period.ok ? [period.value.from, period.value.to] : `${period.rejection.field}: ${period.rejection.detail}`
}

test.each([
  [null, null, '2026-10-31', '2026-11-29'],
  ['2026-11-01', null, '2026-11-01', '2026-11-29'],
  [null, '2026-03-31', '2026-03-02', '2026-03-31'],
  ['2026-11-29', '2026-11-29', '2026-11-29', '2026-11-29'],
  ['2026-08-30', '2026-11-29', '2026-08-30', '2026-11-29'],
  ['2027-01-01', null, '2027-01-01', '2027-01-01'],
])('from %s to %s is %s to %s', (from, to, first, last) => expect(read(from, to)).toEqual([first, last]))

test.each([
  ['2026-08-29', '2026-11-29', /^from: .*at most 92 days/],
  ['2026-11-02', '2026-11-01', /^from: .*after "to"/],
  ['2026-02-30', null, /^from: .*must be a day/],
  ['yesterday', null, /^from/],
  [null, '2026-13-01', /^to/],
  [null, '9999-12-31', /^to/],
  ['0001-01-01', '0001-01-02', /^to/],
])('from %s to %s is refused', (from, to, why) => expect(read(from, to)).toMatch(why))

test('each day of a period is named once, over a leap day', () => {
  expect(daysOf({ from: '2028-02-27', to: '2028-03-01' })).toEqual([
    '2028-02-27',
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
  ])
})

test('a day begins at midnight of the zone; a zone that does not exist is a fault', () => {
  expect(daysIn('Asia/Seoul')('2026-11-01T14:59:59.999Z')).toBe('2026-11-01')
  expect(daysIn('Asia/Seoul')('2026-11-01T15:00:00.000Z')).toBe('2026-11-02')
  expect(daysIn('America/New_York')('2026-11-01T03:59:59.999Z')).toBe('2026-10-31')
  expect(() => daysIn('Asia/Atlantis')).toThrow()
})
