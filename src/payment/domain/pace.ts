// How long a payment waits before it tries again.
import { backoff } from '../../platform/backoff.ts'

export type Pace = { retryMs: number; random: () => number }

/**
 * No pause is longer than this many first pauses: 16 seconds, when the first is one. So what a crash cut off is settled
 * within a minute, also when the first try after it comes too early, and a charge is made while its order can be paid.
 */
const growthMax = 16

/** Milliseconds before try number `tries + 1`: doubling; the jitter spreads payments over the upper half. */
export function pauseMs(tries: number, { retryMs, random }: Pace): number {
  return Math.ceil(backoff(tries, { base: retryMs, growth: 2, max: retryMs * growthMax }, 1 - random()))
}

/** The first tries for which nobody has to wait; and the longest pause: an hour, when the first is a second. */
export const quickTries = 10
const patientGrowthMax = 3600

/** The same where no time is over soon: who refuses for good, or is away for days, is asked once an hour. */
export function patientPauseMs(tries: number, pace: Pace): number {
  if (tries < quickTries) return pauseMs(tries, pace)
  const { retryMs, random } = pace
  const growing = { base: retryMs * growthMax, growth: 2, max: retryMs * patientGrowthMax }
  return Math.ceil(backoff(tries - quickTries + 1, growing, 1 - random()))
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
