// The calls that people make most, each beside the floor of the machine: a bare actor or a bare route.

import { httpClient, type Send } from '../support/http-client.ts'
import { kangsForm } from '../support/story.ts'
import type { Print } from './bench-shop.ts'
import {
  type BenchShop,
  customerOf,
  customersMax,
  drain,
  faultOf,
  openBenchShop,
  orderIdOf,
  placeAndPay,
  placePaid,
} from './bench-shop.ts'
import type { Subject } from './driver.ts'
import {
  atLeast,
  type Figures,
  medianRatio,
  promised,
  type Round,
  rateOf,
  round,
  summarize,
  type Verdict,
} from './figures.ts'
import { startHost } from './hosted.ts'
import type { BenchOptions, BenchResult } from './options.ts'
import { type Contender, measure } from './rounds.ts'

type Call = { name: string; subject: Subject; ratioMin: number | null }
type Spec = { does: string; floor: Floor; callsOf: (shop: BenchShop) => Promise<Call[]> | Call[] }
type Floor = 'bare actor' | 'bare route'

/** The targets are meant for this many clients. */
export const judgedClients = 16
const roundSeconds = 3
/** As many as a customer of such a shop may have. */
const ordersOfCustomer = 5
const drainSecondsMax = 120

export const callSpecs = {
  place: {
    does: 'place an order',
    floor: 'bare actor',
    callsOf: (shop) => [{ name: 'place', ratioMin: 0.6, subject: (client) => place(shop, client) }],
  },
  pay: {
    does: 'place and pay an order, in one call and in two',
    floor: 'bare actor',
    callsOf: (shop) => [
      { name: 'place + pay, one call', ratioMin: 0.4, subject: (client) => placeAndPay(shop, client) },
      { name: 'place + pay, two calls', ratioMin: null, subject: (client) => placeThenPay(shop, client) },
    ],
  },
  read: {
    does: 'read an order',
    floor: 'bare route',
    async callsOf(shop) {
      const { ids } = await withOrders(shop)
      const subject = (client: number) =>
        get(shop.send, `/orders/${ids[client % ids.length]}`, customerOf(shop, client).token)
      return [{ name: 'order read', ratioMin: 0.75, subject }]
    },
  },
  mypage: {
    does: `a customer's own page of ${ordersOfCustomer} orders`,
    floor: 'bare route',
    async callsOf(shop) {
      await withOrders(shop)
      const subject = (client: number) => get(shop.send, '/myPages', customerOf(shop, client).token)
      return [{ name: 'mypage', ratioMin: 0.5, subject }]
    },
  },
  worklist: {
    does: "the staff's worklist, its first 20 rows",
    floor: 'bare route',
    async callsOf(shop) {
      await withOrders(shop)
      return [{ name: 'worklist', ratioMin: null, subject: () => get(shop.send, '/ordermgmts', shop.staff) }]
    },
  },
  items: {
    does: 'the catalog, by nobody in particular',
    floor: 'bare route',
    callsOf: (shop) => [{ name: 'items', ratioMin: null, subject: () => get(shop.send, '/items') }],
  },
} as const satisfies Record<string, Spec>

export type CallName = keyof typeof callSpecs

type Row = {
  call: string
  clients: number
  rounds: Round[]
  figures: Figures
  ratio: number | null
  floor: string | null
}

/** One call at each number of clients, in rounds that alternate with those of its floor. */
export async function benchCall(name: CallName, options: BenchOptions, print: Print): Promise<BenchResult> {
  const { does, floor, callsOf }: Spec = callSpecs[name]
  const plan = { rounds: options.rounds, seconds: options.seconds ?? roundSeconds }
  print(`${name}: ${does}; ${plan.rounds} rounds of ${plan.seconds} s each, in turn with a ${floor}`)
  const shop = await openBenchShop(print, {}, Math.min(customersMax, Math.max(...options.clients)))
  const bare = await startHost({ holds: 'floor' })
  const { send, close } = httpClient(bare.origin)
  try {
    const calls = await callsOf(shop)
    const contenders: Contender[] = [
      { name: floor, pid: bare.pid, subject: await floorSubject(floor, send, Math.max(...options.clients)) },
      ...calls.map((call) => ({ name: call.name, pid: shop.host.pid, subject: call.subject })),
    ]
    const rows: Row[] = []
    const verdicts: Verdict[] = []
    for (const clients of options.clients) {
      const measured = rowsOf(contenders, clients, await measure(contenders, clients, plan, print))
      for (const { call, figures, ratio } of measured) {
        const share = ratio === null ? '' : `, ${round(ratio)} of ${floor}`
        print(`  ${call}, ${clients} clients: ${round(figures.perSecond)}/s${share}`)
      }
      rows.push(...measured)
      if (clients === judgedClients) verdicts.push(...calls.flatMap((call) => judge(call, floor, measured)))
    }
    return {
      tables: [tableOf(`${name}: ${does}`, rows)],
      verdicts: [...verdicts, answered(name, rows)],
      data: rows.map(dataOf),
    }
  } finally {
    close()
    await Promise.all([bare.close(), shop.close()])
  }
}

function rowsOf(contenders: readonly Contender[], clients: number, measured: readonly Round[][]): Row[] {
  const [floorRounds = []] = measured
  return measured.map((rounds, index) => ({
    call: contenders[index]?.name ?? '',
    clients,
    rounds,
    figures: summarize(rounds),
    ratio: index === 0 ? null : medianRatio(rounds, floorRounds),
    floor: index === 0 ? null : (contenders[0]?.name ?? null),
  }))
}

function judge({ name, ratioMin }: Call, floor: Floor, rows: readonly Row[]): Verdict[] {
  const ratio = rows.find(({ call }) => call === name)?.ratio
  return ratioMin === null
    ? []
    : [atLeast(`${name} / ${floor}, ${judgedClients} clients`, ratio ?? Number.NaN, ratioMin)]
}

function answered(name: string, rows: readonly Row[]): Verdict {
  const wrong = rows.flatMap(({ figures }) =>
    Object.entries(figures.errors).map(([fault, count]) => `${count} × ${fault}`),
  )
  const calls = rows.reduce((sum, { figures }) => sum + figures.calls, 0)
  const isWell = wrong.length === 0 && calls > 0
  return promised(
    `${name}: every call is answered as it should be`,
    isWell,
    `${calls} calls; ${wrong.join(', ') || 'no error'}`,
  )
}

function tableOf(title: string, rows: readonly Row[]) {
  return {
    title,
    columns: ['call', 'clients', 'per s', 'p50 ms', 'p99 ms', 'errors', 'CPU ms', 'of its floor'],
    rows: rows.map(({ call, clients, figures, ratio }) => [
      call,
      String(clients),
      round(figures.perSecond),
      round(figures.p50Ms),
      round(figures.p99Ms),
      String(Object.values(figures.errors).reduce((sum, count) => sum + count, 0)),
      round(figures.cpuMsPerCall ?? Number.NaN),
      ratio === null ? '' : round(ratio),
    ]),
  }
}

/** Every figure but the single answers' times. */
function dataOf({ rounds, ...row }: Row) {
  return { ...row, rounds: rounds.map((one) => ({ perSecond: rateOf(one), seconds: one.seconds, cpuMs: one.cpuMs })) }
}

async function floorSubject(floor: Floor, send: Send, clients: number): Promise<Subject> {
  if (floor === 'bare actor') return async () => faultOf(await send({ method: 'POST', path: '/' }), 201)
  for (let client = 0; client < clients; client++) await send({ method: 'POST', path: `/${client}` })
  return async (client) => faultOf(await send({ method: 'GET', path: `/${client}` }), 200)
}

/** A few paid orders of every customer, shown by the projections. */
async function withOrders(shop: BenchShop): Promise<{ ids: string[] }> {
  const ids: string[] = []
  for (let number = 0; number < ordersOfCustomer; number++) {
    ids.push(...(await Promise.all(shop.customers.map((_, client) => placePaid(shop, client)))))
  }
  const { isDrained } = await drain(shop, { orders: ids.length, seqs: ids.length * 2 }, drainSecondsMax, () => {})
  if (!isDrained) throw new Error(`the projections do not show ${ids.length} orders after ${drainSecondsMax} s`)
  return { ids }
}

async function get(send: Send, path: string, token?: string): Promise<string | null> {
  return faultOf(await send({ method: 'GET', path, ...(token === undefined ? {} : { token }) }), 200)
}

async function place(shop: BenchShop, client: number): Promise<string | null> {
  const { token } = customerOf(shop, client)
  return faultOf(await shop.send({ method: 'POST', path: '/orders', token, body: kangsForm }), 201)
}

async function placeThenPay(shop: BenchShop, client: number): Promise<string | null> {
  const { token } = customerOf(shop, client)
  const placed = await shop.send({ method: 'POST', path: '/orders', token, body: kangsForm })
  const fault = faultOf(placed, 201)
  if (fault !== null) return fault
  const body = { orderStatus: 'payApproved', paymentToken: 'tok_approved' }
  return faultOf(await shop.send({ method: 'PATCH', path: `/payments/${orderIdOf(placed)}`, token, body }), 200)
}
