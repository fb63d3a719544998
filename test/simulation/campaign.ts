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
  /** How often each fault struck, by "kind place: way". */
  struck: Record<string, number>
  /** The first run that broke a promise. */
  failed: { seed: number; run: Run } | null
}

export async function campaign(
  seeds: Iterable<number>,
  options: RunOptions,
  progress: (soFar: Campaign) => void = () => {},
): Promise<Campaign> {
  const so = nothingYet()
  for (const seed of seeds) {
    const plan = planOf(seed, options.world)
    const done = await run(plan, options)
    so.runs++
    so.steps += done.steps
    so.orders += done.orders.length
    so.commands += plan.items.filter(({ kind }) => kind === 'command').length
    so.faults += plan.items.filter(({ kind }) => kind !== 'command').length
    for (const { order } of done.orders) {
      const end = order?.orderStatus ?? 'neverPlaced'
      so.ends[end] = (so.ends[end] ?? 0) + 1
    }
    for (const fault of done.struck) so.struck[fault] = (so.struck[fault] ?? 0) + 1
    if (done.findings.length > 0) {
      so.failed = { seed, run: done }
      return so
    }
    progress(so)
    // Whatever else the process has to do gets its turn between two runs.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return so
}

export function nothingYet(): Campaign {
  return { runs: 0, orders: 0, commands: 0, faults: 0, steps: 0, ends: {}, struck: {}, failed: null }
}

export function* seedsFrom(first: number, runs: number, step = 1): Generator<number> {
  for (let run = 0; run < runs; run++) yield first + run * step
}
