// The worlds that a run can take place in.
import { killedPlan } from './killed.ts'
import type { Plan } from './plan.ts'
import { roughPlan } from './rough.ts'

/**
 * `rough`: everything may happen, and messages may be lost for good. `lossless`: everything but that. `killed`: nothing
 * but that the whole platform is killed, and what was in its queues is lost with it.
 */
export const worlds = ['rough', 'lossless', 'killed'] as const
export type World = (typeof worlds)[number]

export function planOf(seed: number, world: World): Plan {
  return world === 'killed' ? killedPlan(seed) : roughPlan(seed, world === 'rough')
}
