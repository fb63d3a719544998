// How long a payment waits before it tries again.
import { describe, expect, it } from 'vitest'
import { patientPauseMs, pauseMs, roundPauseMs } from '../../../../src/payment/domain/pace.ts'

const pace = (random = 1) => ({ retryMs: 1000, random: () => random })

describe('the pause before the next try', () => {
  it('doubles up to a quarter of a minute, with jitter over its upper half', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 100].map((tries) => pauseMs(tries, pace()))
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000, 16_000])
    expect(pauseMs(3, pace(0))).toBe(4000)
  })

  it('grows to an hour where no time is over soon: what is refused for good is asked 24 times a day', () => {
    expect([0, 4, 9].map((tries) => patientPauseMs(tries, pace()))).toEqual([1000, 16_000, 16_000])
    const later = [10, 11, 12, 17, 1000].map((tries) => patientPauseMs(tries, pace()) / 1000)
    expect(later).toEqual([32, 64, 128, 3600, 3600])
    expect(patientPauseMs(1000, pace(0))).toBe(1_800_000)
  })
})

describe('the pause before a failed refund is made again', () => {
  it('is short at first, then longer than a request can be late, and grows to a day', () => {
    expect(roundPauseMs(1, pace())).toBe(1000)
    const minutes = [2, 3, 4, 7, 100].map((round) => roundPauseMs(round, pace()) / 60_000)
    expect(minutes).toEqual([5, 20, 80, 1440, 1440])
    expect(roundPauseMs(2, pace(0))).toBeGreaterThan(120_000)
  })
})
