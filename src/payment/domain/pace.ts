// How long a payment waits before it tries again.
import { backoff } from '../../platform/backoff.ts'

export type Pace = { retryMs: number; random: () => number }

/**
 * No pause is longer than this many first pauses: 16 seconds, when the first is one. So what a crash cut off is settled
 * within a minute, also when the first try after it comes too early.
 */
const growthMax = 16

/** Milliseconds before try number `tries + 1`: doubling; the jitter spreads payments over the upper half. */
export function pauseMs(tries: number, { retryMs, random }: Pace): number {
  return Math.ceil(backoff(tries, { base: retryMs, growth: 2, max: retryMs * growthMax }, 1 - random()))
}
