// The plan of a run, as data: every operation of every user, every fault, every outage. It follows from the seed alone,
// and any part can be left out to see whether the rest still breaks a promise.
import type { NextStep } from '../../src/contract/handover.ts'
import { subscribers } from '../../src/contract/routing.ts'
import type { Fault } from './fault-injection.ts'

export type Token =
  | 'tok_approved'
  | 'tok_declined'
  | 'tok_insufficient_funds'
  | 'tok_slow'
  | 'tok_failing'
  | 'tok_unavailable'
  | 'tok_lost'
  | 'tok_authentication'

export type Operation =
  /** `isFree`: of an item that costs nothing. */
  | { do: 'place'; qty: number; token: Token | null; isFree?: boolean }
  | { do: 'pay'; token: Token | null }
  | { do: 'refundPart'; amount: number }
  | AtTheProvider
  | AtTheDoor
  | { do: 'cancel' | 'staffCancel' | 'take' | 'republish' }

export type AtTheProvider =
  /** A person charges the order at the provider by hand, and ops reconcile the payment. */
  | { do: 'strayCharge'; amount: number }
  /** The owner of the card decides what waits at the provider's page, and then comes back to the shop, or not. */
  | { do: 'authenticate'; outcome: 'approved' | 'refused'; comesBack: boolean }
  /** A bank lets the order's first refund fail, if it was made, and the provider tells until the shop has heard it. */
  | { do: 'failRefund' }
  /** A bank takes no refund of the order for this long. */
  | { do: 'refuseRefunds'; forMs: number }
  /** The staff give a refund back by hand. `isChecked`: they say that it is not at the provider. */
  | { do: 'settle'; isChecked: boolean }
  | { do: 'news' }

export type AtTheDoor =
  | { do: 'complete' }
  | { do: 'failAttempt'; attempt: number; next: NextStep }
  | { do: 'restart'; attempt: number }

/** A user sends an operation `at` (milliseconds from the start), and retries it when it fails. */
export type Command = { order: number; at: number; operation: Operation; triesMax: number }

export const places = [...subscribers, 'order', 'sandbox'] as const
export type Place = (typeof places)[number]

export type Outage = { place: Place; from: number; to: number }

/** Every statement at the place's database takes this long, one after the other. */
export type Slowness = { place: Place; from: number; to: number; msPerStatement: number }

export type Item =
  | ({ kind: 'command'; id: string } & Command)
  | ({ kind: 'fault'; id: string; fault: Fault } & { order: number })
  | ({ kind: 'outage'; id: string } & Outage)
  | ({ kind: 'slow'; id: string } & Slowness)
  /** The whole platform is killed and started again; with `losesQueues` its queued messages are lost. */
  | ({ kind: 'restore'; id: string } & Restore)
  | { kind: 'restart'; id: string; at: number; losesQueues: boolean }

/**
 * A store is restored from an older backup without the order. Ops republish a final order; any other order comes back
 * by itself, and ops republish it only when `isRepublished`.
 */
export type Restore = { order: number; at: number; store: 'mypage' | 'ordermanagement'; isRepublished: boolean }

/** `judgedAt`: when the run is judged, in milliseconds from the start; null: when it has come to rest. */
export type Plan = { seed: number; items: Item[]; judgedAt: number | null }

/** The plan with only some of its items. */
export function keepOnly(plan: Plan, ids: ReadonlySet<string>): Plan {
  return { ...plan, items: plan.items.filter(({ id }) => ids.has(id)) }
}

/** `means`: whether the provider accepts the customer's means, declines them or fails with them. */
export type Expectation = {
  means: 'good' | 'declined' | 'failing'
  /** After this time nothing lasting prevents a payment of this order; epoch milliseconds. */
  undisturbedFrom: number
}
