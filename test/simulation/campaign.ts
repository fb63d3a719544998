// Many runs, one seed after the other, until one breaks a promise or all are done.
import { type Run, type RunOptions, run } from './run.ts'
import { planOf } from './worlds.ts'

export type Campaign = {
  runs: number
  orders: number
  commands: number
  faults: number
  steps: number
  /** How many orders ended in each status. */
  ends: Record<string, number>
  /** How often each fault was injected, by "kind place: variant". */
  injected: Record<string, number>
  /** The first run that broke a promise. */
  failed: { seed: number; run: Run } | null
}

export async function campaign(
  seeds: Iterable<number>,
  options: RunOptions,
  progress: (soFar: Campaign) => void = () => {},
): Promise<Campaign> {
  const total = emptyCampaign()
  for (const seed of seeds) {
    const plan = planOf(seed, options.world)
    const done = await run(plan, options)
    total.runs++
    total.steps += done.steps
    total.orders += done.orders.length
    total.commands += plan.items.filter(({ kind }) => kind === 'command').length
    total.faults += plan.items.filter(({ kind }) => kind !== 'command').length
    for (const { order } of done.orders) {
      const end = order?.orderStatus ?? 'neverPlaced'
      total.ends[end] = (total.ends[end] ?? 0) + 1
    }
    for (const fault of done.injected) total.injected[fault] = (total.injected[fault] ?? 0) + 1
    if (done.findings.length > 0) {
      total.failed = { seed, run: done }
      return total
    }
    progress(total)
    // Between two runs, the rest of the process can run.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return total
}

export function emptyCampaign(): Campaign {
  return { runs: 0, orders: 0, commands: 0, faults: 0, steps: 0, ends: {}, injected: {}, failed: null }
}

export function* seedsFrom(first: number, runs: number, step = 1): Generator<number> {
  for (let run = 0; run < runs; run++) yield first + run * step
}
