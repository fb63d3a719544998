// An order's times as the order Worker has them by default.
import type { ActorSettings } from '../../src/actor/order-actor.ts'

export const actorSettings: ActorSettings = {
  unpaidSeconds: 1800,
  flagSeconds: { notTaken: 86_400, deliveryNotStarted: 3600, deliveryNotCompleted: 604_800, notRefunded: 3600 },
  retentionSeconds: 157_680_000,
  pollSeconds: 20,
  recheckSeconds: 432_000,
  togetherSeconds: 604_800,
}
