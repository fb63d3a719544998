// An outage of mypage while orders come in: what it costs the queue, and whether mypage shows all orders afterwards.
import type { OrderEvent } from '../../src/contract/events.ts'
import { hasMessage, type Subscriber, subscribers } from '../../src/contract/routing.ts'
import { type BenchShop, customerOf, drain, openBenchShop, type Print, placePaid } from './bench-shop.ts'
import { drive } from './driver.ts'
import { atMost, promised, round, type Verdict } from './figures.ts'
import type { BenchOptions, BenchResult } from './options.ts'
import { eachOf } from './settlement.ts'
import { percentAtRest } from './soak.ts'

const clients = 16
const drainSecondsMax = 300
const messagesOfEventMax = 1.05
const restPercentMax = 3
const namedMax = 5

type Placed = { orderId: string; client: number }
/** An order's own history: its events, in the order in which they were recorded. */
type Reported = Placed & { events: OrderEvent[] }
type Row = { orderId: string; seq: number }
export type Shown = { missing: string[]; twice: string[]; stale: string[] }

export async function outage({ orders }: BenchOptions, print: Print): Promise<BenchResult> {
  print(`outage: mypage is off for ${orders} orders, ${clients} clients`)
  const shop = await openBenchShop(print, { breakable: ['mypage'], counted: true })
  try {
    await shop.host.ask('outage', true)
    const placed: Placed[] = []
    let begun = 0
    const load = await drive(
      async (client) => {
        begun++
        try {
          placed.push({ orderId: await placePaid(shop, client), client })
          return null
        } catch {
          return 'no paid order'
        }
      },
      Math.min(clients, orders),
      () => begun >= orders,
    )
    print(`  ${placed.length} orders in ${round(load.seconds)} s; mypage comes back`)
    await shop.host.ask('outage', false)
    const drained = await drain(shop, { orders: placed.length, seqs: placed.length * 2 }, drainSecondsMax, print)
    print(`  drained after ${round(drained.seconds)} s`)
    const percent = await percentAtRest(shop, print)
    print('  comparing every order with its page, and counting …')
    const result = await historiesOf(shop, placed)
    const shown = compare(result, await pagesOf(shop))
    const counts = countsOf(result, await shop.host.ask('sent'))
    return {
      tables: [countsTable(orders, counts)],
      verdicts: [
        ...judgeMessages(counts),
        promised('no order is missing, none is twice, none is old', isWhole(shown), sentence(shown, result.length)),
        promised('no order fails', placed.length === begun, `${begun - placed.length} of ${begun}`),
        promised('the projection catches up', drained.isDrained, `after ${round(drained.seconds)} s`),
        atMost('core in use at rest afterwards', percent, restPercentMax, ' %'),
      ],
      data: { orders: placed.length, seconds: load.seconds, drained, percentAtRest: percent, counts, shown },
    }
  } finally {
    await shop.close()
  }
}

async function historiesOf(shop: BenchShop, placed: readonly Placed[]): Promise<Reported[]> {
  const reported: Reported[] = []
  await eachOf(placed, clients, async ({ orderId, client }) => {
    const { token } = customerOf(shop, client)
    const answer = await shop.send({ method: 'GET', path: `/orders/${orderId}/events`, token })
    if (answer.status !== 200) throw new Error(`the order ${orderId} does not tell its history: ${answer.body}`)
    const { events }: { events: OrderEvent[] } = JSON.parse(answer.body)
    reported.push({ orderId, client, events })
  })
  return reported
}

/** What every customer sees, page by page. */
async function pagesOf(shop: BenchShop): Promise<Row[]> {
  const rows: Row[] = []
  await eachOf(shop.customers, clients, async ({ token }) => {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/myPages?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const answer = await shop.send({ method: 'GET', path, token })
      if (answer.status !== 200) throw new Error(`a page is not shown: ${answer.body}`)
      const page: { items: Row[]; cursor: string | null } = JSON.parse(answer.body)
      rows.push(...page.items)
      cursor = page.cursor
    }
  })
  return rows
}

/** Orders that no page shows, that pages show twice, and that are shown in a state before their last event. */
export function compare(
  known: readonly { orderId: string; events: readonly unknown[] }[],
  rows: readonly Row[],
): Shown {
  const shown = Map.groupBy(rows, ({ orderId }) => orderId)
  const idsOf = (is: (rowsOfOrder: readonly Row[], seq: number) => boolean) =>
    known.flatMap(({ orderId, events }) => (is(shown.get(orderId) ?? [], events.length) ? [orderId] : []))
  return {
    missing: idsOf((found) => found.length === 0),
    twice: idsOf((found) => found.length > 1),
    stale: idsOf((found, seq) => found.some((row) => row.seq !== seq)),
  }
}

export type Count = { subscriber: Subscriber; due: number; sent: number }

/** For each subscriber: the messages that the events are due, and those that were put on its queue. */
export function countsOf(
  result: readonly { events: readonly OrderEvent[] }[],
  sent: Readonly<Record<string, number>>,
): Count[] {
  const due = (subscriber: Subscriber) =>
    result.flatMap(({ events }) => events.filter((event, index) => hasMessage(subscriber, event, events[index + 1])))
  return subscribers.map((subscriber) => ({
    subscriber,
    due: due(subscriber).length,
    sent: sent[subscriber] ?? 0,
  }))
}

export function judgeMessages(counts: readonly Count[]): Verdict[] {
  const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0)
  const mypage = counts.filter(({ subscriber }) => subscriber === 'mypage')
  const ratio = (all: readonly Count[]) =>
    all.reduce((total, { sent }) => total + sent, 0) / all.reduce((total, { due }) => total + due, 0)
  return [
    atMost("messages per event on mypage's queue", ratio(mypage), messagesOfEventMax),
    atMost(`messages per event on all queues (${sum(({ due }) => due)} due)`, ratio(counts), messagesOfEventMax),
  ]
}

function isWhole({ missing, twice, stale }: Shown): boolean {
  return missing.length + twice.length + stale.length === 0
}

function sentence({ missing, twice, stale }: Shown, orders: number): string {
  const named = [...missing, ...twice, ...stale].slice(0, namedMax).join(', ')
  const counts = `${missing.length} missing, ${twice.length} twice, ${stale.length} old of ${orders}`
  return named === '' ? counts : `${counts}: ${named}`
}

function countsTable(orders: number, counts: readonly Count[]) {
  return {
    title: `outage of mypage for ${orders} orders`,
    columns: ['queue', 'events due', 'messages sent', 'per event'],
    rows: counts.map(({ subscriber, due, sent }) => {
      return [subscriber, String(due), String(sent), due === 0 ? '' : round(sent / due)]
    }),
  }
}
