// The promises hold in every simulated run, and the simulator itself is deterministic and reaches every fault.
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { type Campaign, campaign, seedsFrom } from './campaign.ts'
import { campaignOn } from './campaign-threads.ts'
import { simulate } from './command-line.ts'
import { faultKinds, faultVariants } from './fault-injection.ts'
import { reportOf } from './report.ts'
import { occasions } from './rough-plan.ts'
import { type RunOptions, run } from './run.ts'
import { shrink } from './shrink.ts'
import { planOf } from './worlds.ts'

const rough: RunOptions = { world: 'rough', keepTrace: false }
const lossless: RunOptions = { world: 'lossless', keepTrace: false }
const killed: RunOptions = { world: 'killed', keepTrace: false }
const loaded: RunOptions = { world: 'loaded', keepTrace: false }

async function brokenIn({ failed }: Campaign, options: RunOptions): Promise<string | null> {
  return failed && (await reportOf(planOf(failed.seed, options.world), failed.run, options))
}

/** The runs that are always the same. */
let always: Campaign | null = null

test('no promise is broken in 1,000 runs that are always the same', async () => {
  always = await campaignOn(availableParallelism(), 1, 1000, rough)
  expect(await brokenIn(always, rough)).toBeNull()
})

test('those runs reach every end that an order can come to', () => {
  expect(Object.keys(always?.ends ?? {}).sort()).toEqual([
    'deliveryCompleted',
    'deliveryStarted',
    'neverPlaced',
    'orderCanceled',
    'payApproved',
    'payCanceled',
  ])
})

test('in those runs every fault strikes at every place and in every way that it can', () => {
  const possible = faultKinds.flatMap((kind) =>
    occasions[kind].flatMap(({ place }) => faultVariants[kind].map((variant) => `${kind} ${place}: ${variant}`)),
  )
  expect(possible.filter((fault) => !always?.injected[fault])).toEqual([])
})

test('where no message is lost, publication and consumers lose none by themselves, in 500 runs', async () => {
  expect(await brokenIn(await campaign(seedsFrom(1, 500), lossless), lossless)).toBeNull()
})

test('a minute after the last kill all is well, in 400 runs that are always the same', async () => {
  expect(await brokenIn(await campaign(seedsFrom(1, 400), killed), killed)).toBeNull()
})

test('a subscriber that is slower than the orders come, or off for an hour, costs no message twice, and all is quiet when it is back', async () => {
  expect(await brokenIn(await campaign(seedsFrom(0, 4), loaded), loaded)).toBeNull()
  expect(await brokenIn(await campaign(seedsFrom(Date.now(), 2), loaded), loaded)).toBeNull()
})

test('no promise is broken in 400 runs that nobody has seen before', async () => {
  const now = Date.now()
  expect(await brokenIn(await campaign(seedsFrom(now, 300), rough), rough)).toBeNull()
  expect(await brokenIn(await campaign(seedsFrom(now, 100), killed), killed)).toBeNull()
})

test('on two threads it does what it does on one', async () => {
  const onOne = await campaign(seedsFrom(700, 15), rough)
  const result: number[] = []
  const onTwo = await campaignOn(2, 700, 15, rough, ({ runs }) => result.push(runs))
  expect(onTwo).toEqual(onOne)
  expect(result.at(-1)).toBe(15)
})

test.each(['rough', 'killed'] as const)(
  'the same seed gives the same %s run, whatever ran before it',
  async (world) => {
    const digests = async () => {
      const list: string[] = []
      for (const seed of seedsFrom(500, 25))
        list.push((await run(planOf(seed, world), { world, keepTrace: false })).digest)
      return list
    }
    const first = await digests()
    await campaign(seedsFrom(9000, 10), lossless)
    expect(await digests()).toEqual(first)
    expect(new Set(first).size).toBe(first.length)
  },
)

test('the same seed gives the same run in another process', async () => {
  const { output } = await simulate(null, '--seed', '77', '--runs', '1', '--trace')
  const here = await run(planOf(77, 'rough'), { ...rough, keepTrace: true })
  expect(output).toBe(`${[...here.trace, `seed 77: ${here.steps} steps, ${here.digest}`].join('\n')}\n`)
})

test('a failing plan is made as small as it can be', async () => {
  const plan = planOf(12, 'rough')
  const [first, , third] = plan.items
  const needs = [first?.id ?? '', third?.id ?? '']
  const smallest = await shrink(
    plan,
    async ({ items }) => needs.every((id) => items.some((item) => item.id === id)),
    400,
  )
  expect(smallest.items.map(({ id }) => id)).toEqual(needs)
})
