// How long to wait before something is tried again.

export type Pace = { retryMs: number; random: () => number }

/**
 * No pause is longer than this many first pauses: 16 seconds, when the first is one. So what a crash cut off is settled
 * within a minute, also when the first try after it comes too early.
 */
const growthMax = 16

/**
 * Milliseconds before try number `tries + 1`: doubling, with jitter over the upper half so that payments spread out.
 */
export function pauseMs(tries: number, pace: Pace): number {
  const pause = pace.retryMs * Math.min(growthMax, 2 ** Math.min(tries, 16))
  return Math.ceil(pause * (0.5 + pace.random() / 2))
}
