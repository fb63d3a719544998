// How long to wait before something is tried again: the one formula, with the numbers of each place that retries.

/**
 * The pause before the first retry is `base`, each further one `growth` times as long, and none is longer than `max`.
 * Both are in the unit that the caller wants the pause in.
 */
export type Backoff = { base: number; growth: number; max: number }

/** The pause after `retries` retries (0, 1, 2, …). `random` is from 0 to 1: see withJitter; 0 leaves out the jitter. */
export function backoff(retries: number, { base, growth, max }: Backoff, random = 0): number {
  return withJitter(Math.min(max, base * growth ** retries), random)
}

/** A pause shortened by up to a half, so that retries that began together spread out. */
export function withJitter(pause: number, random: number): number {
  return pause * (1 - random / 2)
}
