// How the gates to the provider stood during a load, as ops are told.
import { setTimeout as delay } from 'node:timers/promises'
import type { BreakerState, GateState } from '../../src/contract/rpc.ts'
import type { Shop } from '../support/shop.ts'

export type Change = { at: number; gate: string; state: BreakerState }

const lookEveryMs = 250

/** Look at the gates until `over` says so. `changes` grows as it looks; its instants are late by one look at most. */
export async function watch(shop: Shop, over: () => boolean, changes: Change[]): Promise<void> {
  const known: Record<string, BreakerState> = {}
  while (!over()) {
    for (const { gate, breaker: state } of await gatesOf(shop)) {
      if (known[gate] !== state) changes.push({ at: Date.now(), gate, state })
      known[gate] = state
    }
    await delay(lookEveryMs)
  }
}

export async function gatesOf(shop: Shop) {
  const answer = await shop.call<{ items: ({ gate: string } & GateState)[] }>('ops', 'GET', '/payments/gates')
  if (answer.status !== 200) throw new Error(`the gates were not shown: ${JSON.stringify(answer)}`)
  return answer.body.items
}

/** When, from `from` on and before `to`, each gate first came to `state`. */
export function firstTimes(changes: readonly Change[], state: BreakerState, from: number, to: number): number[] {
  const within = changes.filter((change) => change.state === state && change.at >= from && change.at < to)
  return [...Map.groupBy(within, ({ gate }) => gate).values()].map((times) => Math.min(...times.map(({ at }) => at)))
}
