// The worlds that a run can take place in.
import { killedPlan } from './killed.ts'
import { loadedPlan } from './loaded.ts'
import type { Plan } from './plan.ts'
import { roughPlan } from './rough.ts'

/**
 * `rough`: everything may happen, and messages may be lost for good. `lossless`: everything but that. `killed`: nothing
 * but that the whole platform is killed, and what was in its queues is lost with it. `loaded`: many orders, and a
 * subscriber that is slower than they come, or off: nothing is lost, and what is late must not be made later.
 */
export const worlds = ['rough', 'lossless', 'killed', 'loaded'] as const
export type World = (typeof worlds)[number]

export function planOf(seed: number, world: World): Plan {
  switch (world) {
    case 'killed':
      return killedPlan(seed)
    case 'loaded':
      return loadedPlan(seed)
    case 'rough':
    case 'lossless':
      return roughPlan(seed, world === 'rough')
  }
}
