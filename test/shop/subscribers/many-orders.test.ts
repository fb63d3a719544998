// Many orders at once: consumers that were down catch up with all of them, alone and two at a time; mypage is rebuilt
// while more come, and heals when it was set back. `npm run test:long` does it with ten times as many.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueOwnsMs, unclaimedMs } from '../../../src/message/claims.ts'
import { underWayMs } from '../../../src/platform/rebuild.ts'
import { myPageRows, openReceiver, orderLoad, recordedMessages } from '../../support/order-load.ts'
import { runScript } from '../../support/run-script.ts'
import { openShop, type Shop, until } from '../../support/shop.ts'

const count = Number(process.env['ORDERS'] ?? 1000)
const secondsMax = 60 + count / 10
const consumers = ['mypage', 'message'] as const
/** Their queues, and those of their second instances. */
const queues = ['mypage', 'message', 'mypage_2', 'message_2']

let shop: Shop
let receiver: Awaited<ReturnType<typeof openReceiver>>
let load: ReturnType<typeof orderLoad>
let mypage: Awaited<ReturnType<typeof myPageRows>>
const orderIds: string[] = []

beforeAll(async () => {
  receiver = await openReceiver()
  const vars = {
    message: receiver.vars,
    // No order polls in the time of the test: the queues alone bring its messages.
    order: { CONFIRM_SECONDS: '3600' },
    // The clock places no order of its own.
    operations: { SYNTHETIC_ORDER_SECONDS: '0' },
  }
  shop = await openShop({ scaledOut: consumers, vars })
  load = orderLoad(shop)
  mypage = await myPageRows(shop)
})
afterAll(async () => {
  load?.close()
  await shop?.close()
  receiver?.close()
})

/** What the customer is told of an order by the time that it has this status. */
const told: Record<string, string[]> = {
  orderStarted: ['received'],
  payApproved: ['received', 'paid'],
  orderCanceled: ['received', 'orderCanceled'],
}

/** Every message of the orders was acknowledged; each order has its one row, and each of its messages went out once. */
async function hasCaughtUp() {
  const states = await load.states(orderIds)
  const due = states.flatMap(({ orderId, orderStatus }) =>
    (told[orderStatus] ?? []).map((kind) => `${orderId} ${kind}`),
  )
  const open = async () => {
    const [sent, acknowledged] = [await shop.sent(), await shop.acknowledged()]
    const waiting = queues.filter((name) => sent[name] !== acknowledged[name])
    if (waiting.length > 0) return [{ waiting, sent, acknowledged }]
    return [
      ...unlike(await rowsShown(), states.map(lineOf)),
      ...unlike(await recordedMessages(shop), due),
      ...unlike(receiver.messages(), due),
    ]
  }
  await until(open, (found) => found.length === 0, secondsMax)
}

test('consumers that are down for many orders catch up when they return: nothing missing, nothing twice', async () => {
  orderIds.push(...(await load.place(count / 10)))
  await hasCaughtUp()
  await clock()
  await mypage.run(
    'CREATE TABLE orders_backup AS SELECT * FROM orders',
    'CREATE TABLE watermark_backup AS SELECT * FROM watermark',
  )
  await shop.outage(true)
  orderIds.push(...(await load.place(count)))
  expect(await mypage.all()).toHaveLength(count / 10)
  await shop.outage(false)
  await hasCaughtUp()
  expect(receiver.repeated()).toEqual([])
})

test('queues and polls bring the same messages at once, when all come back together: each goes out once', async () => {
  await shop.outage(true)
  const placed = await load.place(count / 4)
  orderIds.push(...placed)
  await pass(Date.now() + queueOwnsMs)
  const before = receiver.messages().length
  receiver.takes(200)
  await shop.outage(false)
  await until(
    async () => receiver.messages().length,
    (now) => now > before,
    secondsMax,
  )
  await load.republish(placed)
  await hasCaughtUp()
  receiver.takes(0)
  expect(receiver.repeated()).toEqual([])
})

test('mypage is rebuilt while orders keep coming: what was changed by hand is named and repaired, no read fails, nothing is sent twice', async () => {
  const [changed = '', read = ''] = orderIds
  await mypage.run(
    `UPDATE orders SET order_json = json_set(order_json, '$.total.amount', 1) WHERE order_id = '${changed}'`,
    `INSERT INTO orders SELECT '${foreign}', customer_id, seq, placed_at, projected_at, change, order_json
     FROM orders WHERE order_id = '${changed}'`,
  )
  let isOver = false
  const more: string[] = []
  const reads: number[] = []
  const traffic = Promise.all([
    (async () => {
      while (!isOver) more.push(...(await load.place(4)))
    })(),
    (async () => {
      while (!isOver) reads.push(...(await load.read(read)))
    })(),
  ])
  const args = ['mypage', '--origin', shop.origin]
  const rebuild = runScript('rebuild', { TOKEN: await shop.token('ops') }, [], args)
  const code = await rebuild.ended.finally(async () => {
    isOver = true
    await traffic
  })
  orderIds.push(...more)
  const lines = rebuild.output().split('\n')
  expect([code, lines]).toEqual([
    0,
    expect.arrayContaining([
      `${changed}  differs  order_json`,
      `${foreign}  foreign  `,
      expect.stringMatching(/^mypage: \d+ compared, 2 repaired$/),
      expect.stringMatching(/^mypage: \d+ compared, 0 differ$/),
    ]),
  ])
  expect([more.length > 0, new Set(reads)]).toEqual([true, new Set([200])])
  await hasCaughtUp()
  expect(receiver.repeated()).toEqual([])
})

test('two consumers of each, at once, catch up as one does: nothing missing, nothing twice', async () => {
  await shop.compete()
  await shop.outage(true)
  const placed = await load.place(count)
  orderIds.push(...placed)
  // Their two events come to the consumers in any order.
  await load.cancel(placed.filter((_, number) => number % 4 === 1))
  // What is younger is sent by both, where a queue delivers it twice at the same time.
  await pass(Date.now() + unclaimedMs)
  await shop.outage(false)
  await hasCaughtUp()
  expect(receiver.repeated()).toEqual([])
  const acknowledged = await shop.acknowledged()
  for (const name of queues) expect([name, (acknowledged[name] ?? 0) > count / 2]).toEqual([name, true])
})

test('when mypage is set back, every paid order is shown again with no hand', async () => {
  await clock()
  const paid = (await load.states(orderIds.slice(0, 1.1 * count))).filter(({ seq }) => seq > 1)
  await mypage.run(
    ...['orders', 'watermark'].flatMap((table) => [
      `DELETE FROM ${table}`,
      `INSERT INTO ${table} SELECT * FROM ${table}_backup`,
    ]),
  )
  expect(await mypage.all()).toHaveLength(count / 10)
  // What is younger may be on its way, and is not looked at.
  await pass(Math.max(...paid.map(({ updatedAt }) => Date.parse(updatedAt))) + underWayMs)
  const lacking = async () => {
    await clock()
    const shown = new Set(await rowsShown())
    return paid.map(lineOf).filter((line) => !shown.has(line))
  }
  await until(lacking, (lines) => lines.length === 0, secondsMax)
  const logs = shop.harness.getLogs().filter(({ message }) => message.includes('projection_set_back'))
  expect(logs).toHaveLength(1)
})

/** No order has this id. */
const foreign = 'ord_00000000000000000000000000'

/** Until this time, in epoch milliseconds, has passed. */
async function pass(time: number): Promise<void> {
  await until(
    async () => Date.now(),
    (now) => now > time,
    secondsMax,
  )
}

async function clock(): Promise<void> {
  const operations = shop.harness.getWorker('homeappliance-operations')
  expect((await operations.scheduled({ cron: '*/5 * * * *', scheduledTime: new Date() })).outcome).toBe('ok')
}

const lineOf = ({ orderId, seq, orderStatus }: { orderId: string; seq: number; orderStatus: string }) =>
  `${orderId} ${orderStatus} ${seq}`
const rowsShown = async () => (await mypage.all()).map(lineOf)

/** The first lines that do not stand in both lists equally often. */
function unlike(found: readonly string[], wanted: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const line of found) times.set(line, (times.get(line) ?? 0) + 1)
  for (const line of wanted) times.set(line, (times.get(line) ?? 0) - 1)
  return [...times]
    .filter(([, number]) => number !== 0)
    .map(([line, number]) => `${line}: ${number}`)
    .slice(0, 10)
}
