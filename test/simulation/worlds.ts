// The worlds: the sets of faults and loads that a run can have.
import { killedPlan } from './killed-plan.ts'
import { loadedPlan } from './loaded-plan.ts'
import type { Plan } from './plan.ts'
import { roughPlan } from './rough-plan.ts'

/**
 * `rough`: all faults, and messages may be lost for good. `lossless`: all faults, but no message is lost. `killed`:
 * only kills of the whole platform, which lose all queued messages. `loaded`: many orders, and a subscriber that is too
 * slow or off; nothing is lost, and catching up must not cause extra load.
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
