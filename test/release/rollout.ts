// What share of the calls of a context its later release gets: see support/workerd/rolling.ts.
import type { Shop } from '../support/shop.ts'

/** The calls that each release has got, and those that the reset of their object has ended. */
export type Rollout = { today: number; later: number; reset: number }

/** `share`: from now on, in percent. Answers what was handled until now. */
export async function rollOut(shop: Shop, context: string, share?: number): Promise<Rollout> {
  const path = share === undefined ? '/rollout' : `/rollout?share=${share}`
  return (await (await shop.harness.getWorker(`homeappliance-${context}`).fetch(path)).json()) as Rollout
}
