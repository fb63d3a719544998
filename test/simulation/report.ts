// The report of a run that broke a promise: the seed, the shortest history found, and the commands to replay both.
import type { Item, Plan } from './plan.ts'
import { type Run, type RunOptions, run } from './run.ts'
import { shrink } from './shrink.ts'

const triesMax = 400
const traceLinesMax = 400

/** Find the shortest history that breaks the same promise, and describe it. */
export async function reportOf(plan: Plan, failed: Run, options: RunOptions): Promise<string> {
  const [finding] = failed.findings
  if (finding === undefined) throw new Error('there is nothing to report of a run that broke no promise')
  const breaks = async (smaller: Plan) => {
    const tried = await run(smaller, { ...options, keepTrace: false })
    return tried.findings.some(({ invariant }) => invariant === finding.invariant)
  }
  const shortest = await shrink(plan, breaks, triesMax)
  const result = await run(shortest, { ...options, keepTrace: true })
  const world = options.world === 'rough' ? '' : ` --world ${options.world}`
  const lines = result.trace.length <= traceLinesMax ? result.trace : [...result.trace.slice(0, traceLinesMax), '…']
  return [
    `seed ${plan.seed} breaks ${result.findings.map(({ invariant, what }) => `${invariant}: ${what}`).join('; ')}`,
    `the shortest history found has ${shortest.items.length} of ${plan.items.length} parts:`,
    ...shortest.items.map((item) => `  ${describe(item)}`),
    'what happened (milliseconds from the start; "!" is a fault):',
    ...lines,
    ...result.orders.flatMap(({ orderId, events }) => [
      `history of ${orderId}:`,
      ...events.map(({ seq, type, at, by, data }) => `  ${seq} ${type} ${at} by ${by.id} ${JSON.stringify(data)}`),
    ]),
    `replay: npm run simulate -- --seed ${plan.seed} --runs 1${world}`,
    `replay the shortest: the same with --only ${shortest.items.map(({ id }) => id).join(',')}`,
  ].join('\n')
}

function describe(item: Item): string {
  const { kind: _, id, ...rest } = item
  return `${id} ${item.kind} ${JSON.stringify(rest)}`
}
