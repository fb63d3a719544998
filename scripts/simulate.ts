// `npm run simulate -- --seed N --runs M`: tries to break the promises of an order, in Node and under virtual time.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { type Campaign, seedsFrom } from '../test/simulation/campaign.ts'
import { campaignOn } from '../test/simulation/campaign-threads.ts'
import { keepOnly } from '../test/simulation/plan.ts'
import { reportOf } from '../test/simulation/report.ts'
import { run } from '../test/simulation/run.ts'
import { planOf, type World, worlds } from '../test/simulation/worlds.ts'

const progressEveryMs = 5000
/** With fewer runs, a thread is not worth its start. */
const runsOfThreadMin = 5000

const { values } = parseArgs({
  options: {
    /** The seed of the first run; each run after it takes the next. Fresh when it is not given. */
    seed: { type: 'string' },
    runs: { type: 'string', default: '2000' },
    /** Only these parts of the plan. */
    only: { type: 'string' },
    /** Print every step. */
    trace: { type: 'boolean', default: false },
    /** The world of the runs: rough, lossless, killed or loaded. */
    world: { type: 'string', default: 'rough' },
    /** Do not look for the shortest history. */
    quick: { type: 'boolean', default: false },
  },
})

const seed = wholeNumber('--seed', values.seed ?? String(Date.now()))
const runs = wholeNumber('--runs', values.runs)
const options = { world: worldNamed(values.world), keepTrace: values.trace }
if (values.only === undefined && !values.trace) await search()
else await replay()

async function search(): Promise<void> {
  const startedAt = performance.now()
  let printedAt = startedAt
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(runs / runsOfThreadMin)))
  const done = await campaignOn(threads, seed, runs, options, (soFar) => {
    if (performance.now() - printedAt < progressEveryMs) return
    printedAt = performance.now()
    console.log(`${soFar.runs} of ${runs} runs, ${seconds()} s`)
  })
  if (done.failed !== null) await printFindings(done.failed)
  console.log(`${summaryOf(done)} in ${seconds()} s from seed ${seed}: ${done.failed === null ? 'ok' : 'BROKEN'}`)
}

async function printFindings(failed: NonNullable<Campaign['failed']>): Promise<void> {
  process.exitCode = 1
  for (const { invariant, orderId, what } of failed.run.findings) {
    console.log(`seed ${failed.seed}: ${invariant}: ${what} (${orderId})`)
  }
  if (!values.quick) console.log(await reportOf(planOf(failed.seed, options.world), failed.run, options))
}

async function replay(): Promise<void> {
  for (const each of seedsFrom(seed, runs)) {
    const plan = planOf(each, options.world)
    const done = await run(values.only === undefined ? plan : keepOnly(plan, new Set(values.only.split(','))), {
      ...options,
      keepTrace: true,
    })
    console.log(done.trace.join('\n'))
    for (const { invariant, orderId, what } of done.findings) console.log(`BROKEN ${invariant}: ${what} (${orderId})`)
    console.log(`seed ${each}: ${done.steps} steps, ${done.digest}`)
    if (done.findings.length > 0) process.exitCode = 1
  }
}

function summaryOf({ runs, orders, commands, faults, steps, ends }: Campaign): string {
  const counts = Object.entries(ends).map(([end, count]) => `${count} ${end}`)
  return `${runs} runs, ${orders} orders (${counts.join(', ')}), ${commands} commands, ${faults} faults, ${steps} steps`
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  console.error(`${name} must be a whole number, not "${text}"`)
  process.exit(2)
}

function worldNamed(name: string): World {
  const world = worlds.find((each) => each === name)
  if (world !== undefined) return world
  console.error(`--world must be one of ${worlds.join(', ')}, not "${name}"`)
  process.exit(2)
}
