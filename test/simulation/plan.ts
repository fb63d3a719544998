// What a run will try, as data: every command of every person, every fault, every outage. All of it follows from the
// seed, and any part of it can be left out to see whether the rest still breaks something.
import type { Fault } from './lane.ts'

export type Token =
  | 'tok_approved'
  | 'tok_declined'
  | 'tok_insufficient_funds'
  | 'tok_slow'
  | 'tok_failing'
  | 'tok_unavailable'
  | 'tok_lost'

export type Deed =
  | { do: 'place'; qty: number; token: Token | null }
  | { do: 'pay'; token: Token | null }
  | { do: 'refundPart'; amount: number }
  /** Somebody charges the order at the provider's own desk, and ops hold the books against each other. */
  | { do: 'strayCharge'; amount: number }
  | { do: 'cancel' | 'staffCancel' | 'take' | 'complete' | 'news' | 'republish' }

/** Someone does something `at` (milliseconds from the start), and again after a while when it did not work. */
export type Command = { order: number; at: number; deed: Deed; triesMax: number }

export const places = ['ordermanagement', 'delivery', 'payment', 'message', 'mypage', 'order', 'sandbox'] as const
export type Place = (typeof places)[number]

export type Outage = { place: Place; from: number; to: number }

/** Every statement at the place's database takes so long, one after the other: more comes in than goes out. */
export type Slowness = { place: Place; from: number; to: number; msPerStatement: number }

export type Item =
  | ({ kind: 'command'; id: string } & Command)
  | ({ kind: 'fault'; id: string; fault: Fault } & { order: number })
  | ({ kind: 'outage'; id: string } & Outage)
  | ({ kind: 'slow'; id: string } & Slowness)
  /** The whole platform is killed and started again; when `losesQueues`, with what was in its queues gone. */
  | ({ kind: 'restore'; id: string } & Restore)
  | { kind: 'restart'; id: string; at: number; losesQueues: boolean }

/**
 * A store is set back to an older backup and no longer knows the order. Ops send a final order out again; one that is
 * not final comes back by itself, unless `isAided`.
 */
export type Restore = { order: number; at: number; store: 'mypage' | 'ordermanagement'; isAided: boolean }

/** `judgedAt`: the milliseconds from the start after which all must be well; null: when all has come to rest. */
export type Plan = { seed: number; items: Item[]; judgedAt: number | null }

/** The plan with only some of its items. */
export function keepOnly(plan: Plan, ids: ReadonlySet<string>): Plan {
  return { ...plan, items: plan.items.filter(({ id }) => ids.has(id)) }
}
