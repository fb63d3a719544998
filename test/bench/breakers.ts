// The states of the gates' circuit breakers during a load, as the API shows them to ops.
import { setTimeout as delay } from 'node:timers/promises'
import type { BreakerState, GateState } from '../../src/contract/payment.ts'
import type { Shop } from '../support/shop.ts'

export type Change = { at: number; gate: string; state: BreakerState }

const pollMs = 250

/** Polls the gates until `over` is true and adds to `changes`, whose times are late by one poll at most. */
export async function watch(shop: Shop, over: () => boolean, changes: Change[]): Promise<void> {
  const known: Record<string, BreakerState> = {}
  while (!over()) {
    for (const { gate, breaker: state } of await gatesOf(shop)) {
      if (known[gate] !== state) changes.push({ at: Date.now(), gate, state })
      known[gate] = state
    }
    await delay(pollMs)
  }
}

export async function gatesOf(shop: Shop) {
  const answer = await shop.call<{ items: ({ gate: string } & GateState)[] }>('ops', 'GET', '/payments/gates')
  if (answer.status !== 200) throw new Error(`the gates were not shown: ${JSON.stringify(answer)}`)
  return answer.body.items
}

/** The first time of each gate in `state`, from `from` on and before `to`. */
export function firstTimes(changes: readonly Change[], state: BreakerState, from: number, to: number): number[] {
  const within = changes.filter((change) => change.state === state && change.at >= from && change.at < to)
  return [...Map.groupBy(within, ({ gate }) => gate).values()].map((times) => Math.min(...times.map(({ at }) => at)))
}
