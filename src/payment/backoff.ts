// How long to wait before something is tried again.

export type Pace = { retryMs: number; random: () => number }

/** No pause is longer than this many first pauses: half a minute, when the first is a second. */
const growthMax = 32
/** Nor than this many, when the provider was not asked: others may have failed there, and this one has not. */
const turnedAwayGrowthMax = 16

/** What became of the last try. */
export type Setback = 'failed' | 'turnedAway'

/**
 * Milliseconds before try number `tries + 1`: doubling, with jitter over the upper half so that payments spread out.
 */
export function pauseMs(tries: number, pace: Pace, setback: Setback = 'failed'): number {
  const most = setback === 'turnedAway' ? turnedAwayGrowthMax : growthMax
  const pause = pace.retryMs * Math.min(most, 2 ** Math.min(tries, 16))
  return Math.ceil(pause * (0.5 + pace.random() / 2))
}
