// How long a payment waits before it tries again.
import { backoff } from '../../platform/backoff.ts'

export type Pace = { retryMs: number; random: () => number }

/**
 * Of the first tries no pause is longer than 16 first pauses: 16 seconds, when the first is one. So what a crash cut
 * off is settled within a minute, also when the first try after it comes too early, and a short outage is over at once.
 */
const quick = { growthMax: 16, tries: 10 }
/** A provider that is away for hours, or refuses for good, is asked once an hour in the end. */
const growthMax = 3600

/** Milliseconds before try number `tries + 1`: doubling; the jitter spreads payments over the upper half. */
export function pauseMs(tries: number, { retryMs, random }: Pace): number {
  const jitter = 1 - random()
  if (tries < quick.tries)
    return Math.ceil(backoff(tries, { base: retryMs, growth: 2, max: retryMs * quick.growthMax }, jitter))
  const base = retryMs * quick.growthMax
  return Math.ceil(backoff(tries - quick.tries + 1, { base, growth: 2, max: retryMs * growthMax }, jitter))
}

/** The pause after the first round of a refund: longer than a request can be late. And the longest one. */
const roundPauseMinMs = 5 * 60_000
const roundPauseMaxMs = 86_400_000

/**
 * Milliseconds before a refund that has failed for good is made again, in its round number `round` (1, 2, …): soon, and
 * then more and more seldom.
 */
export function roundPauseMs(round: number, pace: Pace): number {
  if (round <= 1) return pauseMs(0, pace)
  return Math.ceil(backoff(round - 2, { base: roundPauseMinMs, growth: 4, max: roundPauseMaxMs }, 1 - pace.random()))
}
