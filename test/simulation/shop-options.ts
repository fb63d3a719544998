// What a run decides for its shop: the clock, the injected faults and the outages.
import type { OrderInjector } from './fault-injection.ts'
import type { Kernel } from './kernel.ts'
import type { Place } from './plan.ts'

export type ShopOptions = {
  kernel: Kernel
  injectorOf: (orderId: string) => OrderInjector
  isDown: (place: Place) => boolean
  /** How long a statement takes at the place's database; 0 when it is not slow. */
  msPerStatement: (place: Place) => number
  mayLose: boolean
}
