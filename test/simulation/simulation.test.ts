// Promises kept under whatever a seed can think of, and a simulator that can be believed.
import { expect, test } from 'vitest'
import { campaign, seedsFrom } from './campaign.ts'
import { copyOfProject } from './copy.ts'
import { planOf } from './plan.ts'
import { reportOf } from './report.ts'
import { type RunOptions, run } from './run.ts'
import { shrink } from './shrink.ts'

const losing: RunOptions = { mayLose: true, keepTrace: false }
const keeping: RunOptions = { mayLose: false, keepTrace: false }

async function brokenIn(seeds: Iterable<number>, options: RunOptions): Promise<string | null> {
  const { failed } = await campaign(seeds, options)
  return failed && (await reportOf(planOf(failed.seed, options.mayLose), failed.run, options))
}

test('no promise is broken in 1,000 runs that are always the same', async () => {
  expect(await brokenIn(seedsFrom(1, 1000), losing)).toBeNull()
})

test('where no message is lost, nothing needs to be sent again, in 600 runs', async () => {
  expect(await brokenIn(seedsFrom(1, 600), keeping)).toBeNull()
})

test('no promise is broken in 400 runs that nobody has seen before', async () => {
  expect(await brokenIn(seedsFrom(Date.now(), 400), losing)).toBeNull()
})

test('the same seed gives the same run, whatever ran before it', async () => {
  const digests = async () => {
    const list: string[] = []
    for (const seed of seedsFrom(500, 40)) list.push((await run(planOf(seed, true), losing)).digest)
    return list
  }
  const first = await digests()
  await campaign(seedsFrom(9000, 10), keeping)
  expect(await digests()).toEqual(first)
  expect(new Set(first).size).toBe(first.length)
})

test('the same seed gives the same run in another process', async () => {
  const copy = copyOfProject()
  try {
    const { output } = await copy.simulate('--seed', '77', '--runs', '1', '--trace')
    const here = await run(planOf(77, true), { ...losing, keepTrace: true })
    expect(output).toBe(`${[...here.trace, `seed 77: ${here.steps} steps, ${here.digest}`].join('\n')}\n`)
  } finally {
    copy.remove()
  }
})

test('the runs reach every end that an order can come to, and every kind of fault', async () => {
  const ends = new Set<string>()
  const faults = new Set<string>()
  for (const seed of seedsFrom(1, 150)) {
    const done = await run(planOf(seed, true), { ...losing, keepTrace: true })
    for (const { order } of done.orders) ends.add(order?.orderStatus ?? 'neverPlaced')
    for (const line of done.trace) for (const fault of faultNames) if (isFault(line, fault)) faults.add(fault)
  }
  expect([...ends].sort()).toEqual([
    'deliveryCompleted',
    'deliveryStarted',
    'neverPlaced',
    'orderCanceled',
    'payApproved',
    'payCanceled',
  ])
  expect([...faults].sort()).toEqual([...faultNames].sort())
})

test('a failing plan is made as small as it can be', async () => {
  const plan = planOf(12, true)
  const [first, , third] = plan.items
  const needs = [first?.id ?? '', third?.id ?? '']
  const smallest = await shrink(
    plan,
    async ({ items }) => needs.every((id) => items.some((item) => item.id === id)),
    400,
  )
  expect(smallest.items.map(({ id }) => id)).toEqual(needs)
})

const faultNames = [
  'crash before commit',
  'crash after commit',
  'its caller crashed',
  'refused',
  'lost answer',
  'slow answer',
  'slow request',
  'repeated',
  'delayed',
  'lost',
  'its alarm comes again',
  'late',
  'fails',
  'answer lost',
  'never answers',
  'late request',
  'everything is killed and starts again',
  'is set back to a backup without it',
]

function isFault(line: string, name: string): boolean {
  return line.includes(' ! ') && line.endsWith(name)
}
