// How old mypage is: from the instant an order's event is recorded to the instant the customer's page shows it.
import { setTimeout as delay } from 'node:timers/promises'
import { quantile } from './answers.ts'
import { type BenchShop, customerOf, drain, openBenchShop, type Print, placePaid } from './bench-shop.ts'
import { atLeast, atMost, promised, round } from './figures.ts'
import type { BenchOptions, BenchResult } from './options.ts'
import { eachOf } from './settlement.ts'

const ordersAtRest = 50
const pauseMs = 100
const ordersPerSecond = 30
const loadSeconds = 60
/** Every tenth order is polled through the API: polling all of them would be a load of its own. */
const watchedEvery = 10
const lookEveryMs = 20
const watchMsMax = 60_000
const drainSecondsMax = 600
const lagMsMax = 2000

/** `own`: by the row's timestamps, of every order. `seen`: until a customer saw it, of the polled ones. */
export type Lags = { own: number[]; seen: number[] }
type Placed = { orderId: string; client: number }
type Row = { orderId: string; updatedAt: string; projectedAt: string }

export async function lag({ seconds }: BenchOptions, print: Print): Promise<BenchResult> {
  const forSeconds = seconds ?? loadSeconds
  print(`lag: ${ordersAtRest} orders one by one, then ${ordersPerSecond} orders/s for ${forSeconds} s`)
  const shop = await openBenchShop(print)
  try {
    const atRest = await oneByOne(shop)
    print(`  at rest: p99 ${round(quantile(atRest.seen, 0.99))} ms`)
    const { lags: underLoad, placed, failed, perSecond } = await atRate(shop, forSeconds, print)
    const reached = `${ordersPerSecond} orders/s are reached`
    const rows = [rowOf('at rest', atRest), rowOf(`at ${ordersPerSecond} orders/s`, underLoad)]
    return {
      tables: [{ title: 'projection lag of mypage', columns, rows }],
      verdicts: [
        atMost('lag at rest, p99', worst(atRest), lagMsMax, ' ms'),
        atMost(`lag at ${ordersPerSecond} orders/s, p99`, worst(underLoad), lagMsMax, ' ms'),
        atLeast(reached, perSecond, ordersPerSecond * 0.95, '/s'),
        promised('no order fails', failed === 0, `${failed} of ${placed + failed}`),
      ],
      data: { atRest: quantilesOf(atRest), underLoad: quantilesOf(underLoad), perSecond, failed },
    }
  } finally {
    await shop.close()
  }
}

async function oneByOne(shop: BenchShop): Promise<Lags> {
  const placed: Placed[] = []
  const seen: number[] = []
  for (let client = 0; client < ordersAtRest; client++) {
    const orderId = await placePaid(shop, client)
    placed.push({ orderId, client })
    seen.push(await watch(shop, { orderId, client }))
    await delay(pauseMs)
  }
  return { own: await ownLags(shop, placed), seen }
}

/** An order begins every 33 ms, however long the ones before it take. */
async function atRate(shop: BenchShop, seconds: number, print: Print) {
  const placed: Placed[] = []
  const seen: number[] = []
  const open: Promise<void>[] = []
  let failed = 0
  const one = async (client: number) => {
    try {
      const orderId = await placePaid(shop, client)
      placed.push({ orderId, client })
      if (client % watchedEvery === 0) seen.push(await watch(shop, { orderId, client }))
    } catch {
      failed++
    }
  }
  const beganAt = performance.now()
  for (let number = 0; number < seconds * ordersPerSecond; number++) {
    await delay(Math.max(0, beganAt + (number * 1000) / ordersPerSecond - performance.now()))
    open.push(one(number))
  }
  const placedInTime = placed.length / ((performance.now() - beganAt) / 1000)
  await Promise.all(open)
  const orders = placed.length + ordersAtRest
  const drained = await drain(shop, { orders, seqs: orders * 2 }, drainSecondsMax, print)
  if (!drained.isDrained) throw new Error(`mypage does not show ${orders} orders after ${drainSecondsMax} s`)
  return { lags: { own: await ownLags(shop, placed), seen }, placed: placed.length, failed, perSecond: placedInTime }
}

/** Milliseconds until the customer's page shows the order as paid; the longest wait when it never does. */
async function watch(shop: BenchShop, { orderId, client }: Placed): Promise<number> {
  const { token } = customerOf(shop, client)
  const beganAt = performance.now()
  while (performance.now() - beganAt < watchMsMax) {
    const { status, body } = await shop.send({ method: 'GET', path: `/myPages/${orderId}`, token })
    if (status === 200 && body.includes('"orderStatus":"payApproved"')) break
    await delay(lookEveryMs)
  }
  return performance.now() - beganAt
}

/** From the order's last event to the projection of it, by the clock of the runtime. */
async function ownLags(shop: BenchShop, placed: readonly Placed[]): Promise<number[]> {
  const lags: number[] = []
  await eachOf(placed, 8, async ({ orderId, client }) => {
    const { token } = customerOf(shop, client)
    const { status, body } = await shop.send({ method: 'GET', path: `/myPages/${orderId}`, token })
    if (status !== 200) throw new Error(`mypage does not show ${orderId}: ${body}`)
    const row: Row = JSON.parse(body)
    lags.push(Date.parse(row.projectedAt) - Date.parse(row.updatedAt))
  })
  return lags
}

/** The longer of the two ways of measuring. */
export function worst({ own, seen }: Lags): number {
  return Math.max(quantile(own, 0.99), quantile(seen, 0.99))
}

function quantilesOf(lags: Lags) {
  const of = (ms: readonly number[]) => ({ count: ms.length, p50Ms: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99) })
  return { own: of(lags.own), seen: of(lags.seen) }
}

const columns = ['projection lag', 'orders', 'p50 ms', 'p99 ms', 'watched', 'seen p50 ms', 'seen p99 ms']

function rowOf(name: string, { own, seen }: Lags): string[] {
  const both = [own, seen].map((ms) => [String(ms.length), round(quantile(ms, 0.5)), round(quantile(ms, 0.99))])
  return [name, ...both.flat()]
}
