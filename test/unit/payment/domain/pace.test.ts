// How long a payment waits before it tries again.
import { describe, expect, it } from 'vitest'
import { pauseMs, roundPauseMs } from '../../../../src/payment/domain/pace.ts'

describe('the pause before the next try', () => {
  const pause = (tries: number, random = 1) => pauseMs(tries, { retryMs: 1000, random: () => random })

  it('doubles up to a quarter of a minute, with jitter over its upper half', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map((tries) => pause(tries))).toEqual([
      ...[1000, 2000, 4000, 8000, 16_000, 16_000, 16_000],
    ])
    expect(pause(3, 0)).toBe(4000)
  })

  it('then grows to an hour: what is refused for good is asked 24 times a day', () => {
    expect([10, 11, 12, 17, 1000].map((tries) => pause(tries) / 1000)).toEqual([32, 64, 128, 3600, 3600])
    expect(pause(1000, 0)).toBe(1_800_000)
  })
})

describe('the pause before a failed refund is made again', () => {
  it('is short at first, then longer than a request can be late, and grows to a day', () => {
    const pace = { retryMs: 1000, random: () => 1 }
    expect(roundPauseMs(1, pace)).toBe(1000)
    const minutes = [2, 3, 4, 7, 100].map((round) => roundPauseMs(round, pace) / 60_000)
    expect(minutes).toEqual([5, 20, 80, 1440, 1440])
    expect(roundPauseMs(2, { ...pace, random: () => 0 })).toBeGreaterThan(120_000)
  })
})
