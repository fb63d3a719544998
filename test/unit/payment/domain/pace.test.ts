// How long a payment waits before it tries again.
import { describe, expect, it } from 'vitest'
import { pauseMs } from '../../../../src/payment/domain/pace.ts'

describe('the pause before the next try', () => {
  it('doubles up to a quarter of a minute, with jitter over its upper half', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 100].map((tries) => pauseMs(tries, { retryMs: 1000, random: () => 1 }))
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000, 16_000])
    expect(pauseMs(3, { retryMs: 1000, random: () => 0 })).toBe(4000)
  })
})
