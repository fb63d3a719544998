// Minutes of the same load: whether the last one costs as much as an early one, and whether the runtime comes to rest.
import { setTimeout as delay } from 'node:timers/promises'
import { type BenchShop, drain, openBenchShop, type Print, placeAndPay } from './bench-shop.ts'
import { after, drive } from './driver.ts'
import { atLeast, atMost, type Figures, promised, type Round, round, summarize, type Verdict } from './figures.ts'
import type { BenchOptions, BenchResult } from './options.ts'
import { coreShare, runtimeCpuMs } from './processes.ts'

const clients = 16
const drainSecondsMax = 300
const restBeginsSeconds = 30
const restSeconds = 20
const restPercentMax = 3
/** The first minute warms everything up: later ones are compared with the second. */
const baseMinute = 2

export async function soak({ minutes }: BenchOptions, print: Print): Promise<BenchResult> {
  print(`soak: ${minutes} minutes of place + pay in one call, ${clients} clients`)
  const shop = await openBenchShop(print)
  try {
    const rounds = await minutesOf(shop, minutes, print)
    const orders = rounds.reduce((sum, { ms }) => sum + ms.length, 0)
    const drained = await drain(shop, { orders, seqs: orders * 2 }, drainSecondsMax, print)
    print(`  drained after ${round(drained.seconds)} s`)
    const percent = await percentAtRest(shop, print)
    const figures = rounds.map((one) => summarize([one]))
    if (minutes <= baseMinute) print(`  ${minutes} minutes are too short to tell whether it is steady`)
    return {
      tables: [minutesTable(figures)],
      verdicts: [
        ...steady(figures),
        promised('no call fails', errorsOf(figures) === 0, `${errorsOf(figures)} errors in ${orders} orders`),
        promised(
          'every order is shown after the load',
          drained.isDrained,
          `${drained.isDrained ? 'all' : 'not all'} of ${orders} orders after ${round(drained.seconds)} s`,
        ),
        atMost(`core in use at rest with ${orders} open orders`, percent, restPercentMax, ' %'),
      ],
      data: { clients, minutes: figures, orders, drained, percentAtRest: percent },
    }
  } finally {
    await shop.close()
  }
}

async function minutesOf(shop: BenchShop, minutes: number, print: Print): Promise<Round[]> {
  const rounds: Round[] = []
  for (let minute = 1; minute <= minutes; minute++) {
    const before = runtimeCpuMs(shop.host.pid)
    const load = await drive((client) => placeAndPay(shop, client), clients, after(60))
    const used = runtimeCpuMs(shop.host.pid)
    rounds.push({ ...load, cpuMs: before === null || used === null ? null : used - before })
    print(`  minute ${minute}: ${round(load.ms.length / load.seconds)} orders/s`)
  }
  return rounds
}

/** How much of one core the runtime uses, in percent, once it has had half a minute to come to rest. */
export async function percentAtRest(shop: BenchShop, print: Print): Promise<number> {
  print(`  waiting ${restBeginsSeconds} s, then watching the runtime at rest for ${restSeconds} s …`)
  await delay(restBeginsSeconds * 1000)
  return ((await coreShare(shop.host.pid, restSeconds)) ?? Number.NaN) * 100
}

/** No verdict on a soak that is too short. */
export function steady(minutes: readonly Figures[]): Verdict[] {
  const base = minutes[baseMinute - 1]
  const last = minutes.at(-1)
  if (base === undefined || last === undefined || minutes.length <= baseMinute) return []
  const name = `minute ${minutes.length} / minute ${baseMinute}`
  const cost = (last.cpuMsPerCall ?? Number.NaN) / (base.cpuMsPerCall ?? Number.NaN)
  return [
    atLeast(`rate of ${name}`, last.perSecond / base.perSecond, 0.9),
    atMost(`CPU per order of ${name}`, cost, 1.15),
  ]
}

function errorsOf(minutes: readonly Figures[]): number {
  return minutes.flatMap(({ errors }) => Object.values(errors)).reduce((sum, count) => sum + count, 0)
}

function minutesTable(minutes: readonly Figures[]) {
  return {
    title: `soak: place + pay in one call, ${clients} clients`,
    columns: ['minute', 'orders', 'per s', 'CPU ms per order', 'p50 ms', 'p99 ms', 'errors'],
    rows: minutes.map((figures, index) => [
      String(index + 1),
      String(figures.calls),
      round(figures.perSecond),
      round(figures.cpuMsPerCall ?? Number.NaN),
      round(figures.p50Ms),
      round(figures.p99Ms),
      String(errorsOf([figures])),
    ]),
  }
}
