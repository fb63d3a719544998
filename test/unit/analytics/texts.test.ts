// The times of the figures, as people say them.
import { expect, test } from 'vitest'
import { durationText } from '../../../src/analytics/texts.ts'

test('a time is told in minutes, hours or days', () => {
  expect([0, 90, 7199, 7200, 129_600, 200_000].map((seconds) => durationText(seconds, 'en'))).toEqual([
    '0 minutes',
    '1.5 minutes',
    '120 minutes',
    '2 hours',
    '36 hours',
    '2.3 days',
  ])
  expect([7200, 200_000].map((seconds) => durationText(seconds, 'ko'))).toEqual(['2시간', '2.3일'])
})
