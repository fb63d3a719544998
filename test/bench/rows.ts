// Pages over small and large tables: a page costs what it shows, however many rows there are.
import { quantile } from './answers.ts'
import { type BenchShop, customerOf, faultOf, openBenchShop, type Print, rest } from './bench-shop.ts'
import type { Subject } from './driver.ts'
import {
  atMost,
  type Figures,
  medianP50Ratio,
  promised,
  type Round,
  round,
  summarize,
  type Verdict,
} from './figures.ts'
import type { BenchOptions, BenchResult } from './options.ts'
import { measure } from './rounds.ts'
import { askedStatus, type SeededRows } from './rows-seed.ts'

/** With one client the time of an answer is the work for it, not a wait for the others. */
const clients = 1
const roundSeconds = 3
const slowdownMax = 1.3
const restSecondsMax = 60

type Seeded = { rows: number; shop: BenchShop; cursors: SeededRows }
export type PageRow = { page: string; rows: number; rounds: Round[]; figures: Figures }

export async function rows({ rows: sizes, ...options }: BenchOptions, print: Print): Promise<BenchResult> {
  print(`rows: pages of mypage and of the worklist over ${sizes.join(', ')} rows, one client`)
  const seeded: Seeded[] = []
  try {
    // One shop for each size, so that rounds can alternate: nothing but the size differs then.
    for (const size of sizes) seeded.push(await seedShop(size, print))
    const plan = { rounds: options.rounds, seconds: options.seconds ?? roundSeconds }
    const measured: PageRow[] = []
    for (const [page, path] of Object.entries(pages)) {
      const contenders = seeded.map(({ rows: size, shop, cursors }) => {
        return { name: String(size), pid: shop.host.pid, subject: subjectOf(shop, path(shop, cursors)) }
      })
      const rounds = await measure(contenders, clients, plan, print)
      measured.push(
        ...rounds.map((all, index) => ({ page, rows: sizes[index] ?? 0, rounds: all, figures: summarize(all) })),
      )
      print(
        `  ${page}: p50 ${measured
          .slice(-sizes.length)
          .map(({ figures }) => round(figures.p50Ms))
          .join(', ')} ms`,
      )
    }
    return {
      tables: [tableOf(measured)],
      verdicts: [...judgeSizes(measured), answered(measured)],
      data: measured.map(dataOf),
    }
  } finally {
    await Promise.all(seeded.map(({ shop }) => shop.close()))
  }
}

async function seedShop(size: number, print: Print): Promise<Seeded> {
  const shop = await openBenchShop(print)
  try {
    const beganAt = performance.now()
    print(`  seeding ${size} rows …`)
    const cursors = await shop.host.ask(
      'seedRows',
      size,
      shop.customers.map(({ id }) => id),
    )
    await rest(shop.host.pid, restSecondsMax)
    print(`  seeded in ${round((performance.now() - beganAt) / 1000)} s`)
    return { rows: size, shop, cursors }
  } catch (fault) {
    await shop.close()
    throw fault
  }
}

type Path = (shop: BenchShop, cursors: SeededRows) => (call: number) => { path: string; token: string }

const cursorOf = (cursor: string | undefined) => encodeURIComponent(cursor ?? '')

/** Each page; mypage's are those of one customer after the other. */
const pages: Record<string, Path> = {
  'mypage, first page': (shop) => (call) => ({ path: '/myPages', token: customerOf(shop, call).token }),
  'mypage, middle page':
    (shop, { mypage }) =>
    (call) => {
      const { id, token } = customerOf(shop, call)
      return { path: `/myPages?cursor=${cursorOf(mypage[id])}`, token }
    },
  'worklist, first page':
    ({ staff }) =>
    () => ({ path: '/ordermgmts', token: staff }),
  'worklist, middle page':
    ({ staff }, { worklist }) =>
    () => {
      return { path: `/ordermgmts?cursor=${cursorOf(worklist)}`, token: staff }
    },
  'worklist by status, first page':
    ({ staff }) =>
    () => {
      return { path: `/ordermgmts?orderStatus=${askedStatus}`, token: staff }
    },
  'worklist by status, middle page':
    ({ staff }, { worklistByStatus }) =>
    () => {
      return { path: `/ordermgmts?orderStatus=${askedStatus}&cursor=${cursorOf(worklistByStatus)}`, token: staff }
    },
}

/** A page must be full to count: an empty one would be quick. */
function subjectOf(shop: BenchShop, of: ReturnType<Path>): Subject {
  let calls = 0
  return async () => {
    const answer = await shop.send({ method: 'GET', ...of(calls++) })
    const fault = faultOf(answer, 200)
    if (fault !== null) return fault
    const { items }: { items: unknown[] } = JSON.parse(answer.body)
    return items.length === rowsOfPage ? null : `${items.length} rows`
  }
}

const rowsOfPage = 20

/** Each page of the largest table against the same page of the smallest. */
export function judgeSizes(measured: readonly PageRow[]): Verdict[] {
  return [...Map.groupBy(measured, ({ page }) => page)].flatMap(([page, sizes]) => {
    const [small, large] = [sizes[0], sizes.at(-1)]
    if (small === undefined || large === undefined || sizes.length < 2) return []
    const name = `${page}: p50 of ${large.rows} rows / ${small.rows} rows`
    return [atMost(name, medianP50Ratio(large.rounds, small.rounds), slowdownMax)]
  })
}

function answered(measured: readonly PageRow[]): Verdict {
  const faults = measured.flatMap(({ figures }) => Object.entries(figures.errors))
  const named = faults.map(([fault, count]) => `${count} × ${fault}`).join(', ')
  return promised('every page is full', faults.length === 0, named || 'no error')
}

/** Every figure but the single answers' times. */
function dataOf({ rounds, ...row }: PageRow) {
  return { ...row, roundsP50Ms: rounds.map(({ ms }) => quantile(ms, 0.5)) }
}

function tableOf(measured: readonly PageRow[]) {
  return {
    title: 'pages over growing tables, one client',
    columns: ['page', 'rows', 'per s', 'p50 ms', 'p99 ms', 'CPU ms'],
    rows: measured.map(({ page, rows: size, figures }) => [
      page,
      String(size),
      round(figures.perSecond),
      round(figures.p50Ms),
      round(figures.p99Ms),
      round(figures.cpuMsPerCall ?? Number.NaN),
    ]),
  }
}
