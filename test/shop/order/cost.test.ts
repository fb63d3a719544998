// What one order costs: the counts that docs/scale.md does its sums with, measured on the real code and stores.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databasesPerOrder, dollarsPerMillion, messagesPerOrder } from '../../../scripts/scale/counts.ts'
import { forEachSubscriber, serviceOf, subscribers, subscribesTo } from '../../../src/contract/routing.ts'
import type { LedgerEntry } from '../../../src/payment/providers/provider.ts'
import { beginRun, writeStep } from '../../../src/payment/reconciliation/store.ts'
import { createHarness } from '../../support/harness/harness.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { subscriberHandlers } from '../../support/subscriber-handlers.ts'

/** The page, with its tables' padding taken out. */
const scale = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8').replace(/ +\|/g, ' |')

/** The subscriber for which an order on the happy path is no work. */
const idle = 'operations'

const databaseNames = subscribers.map((subscriber) => `${serviceOf(subscriber)}_DB`)

const harness = createHarness({
  workers: [
    {
      name: 'meter',
      entry: 'meter',
      objects: { ORDER_METER: 'OrderMeter', PAYMENT_METER: 'PaymentMeter' },
      databases: { ...Object.fromEntries(databaseNames.map((name) => [name, name])), MYPAGE_DB: 'MYPAGE_DB_0' },
    },
  ],
})

let cost: Cost
beforeAll(async () => {
  const { url } = await harness.listen()
  const response = await fetch(url)
  expect(response.status).toBe(200)
  cost = await response.json()
})
afterAll(() => harness.close())

type Tally = { calls: number; alarms?: number; alarmsSet?: number; rowsWritten: number; rowsRead: number }
type Cost = {
  orderStatus: string
  sent: string[]
  brought: string[]
  questions: number
  order: Tally
  payment: Tally
  databases: Record<string, Tally>
}

/** What an order may write in all D1 databases, and in its objects; and what a million orders may cost. */
const databaseRowsMax = 28
const objectRowsMax = 22
const dollarsPerMillionMax = 70

/** Dollars for a million of each, as of November 2026. */
const dollars = {
  'requests of Workers': 0.3,
  'CPU of Workers, ms': 0.02,
  'requests of objects': 0.15,
  'GB-s of objects': 12.5,
  'rows written by objects': 1,
  'rows read by objects': 0.001,
  'rows written by D1': 1,
  'rows read by D1': 0.001,
  'operations of queues': 0.4,
} as const

/** What no count shows: calls through the gateway, the gate, CPU time, and an object's 128 MB for a second. */
const gatewayCalls = 3
const gateCalls = 1
const cpuMs = 60
const awakeGbSeconds = 0.128

function needsOf({ sent, order, payment, databases }: Cost): Record<keyof typeof dollars, number> {
  const objects = [order, payment]
  const stores = Object.values(databases)
  const sum = (tallies: Tally[], of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
  return {
    'requests of Workers': gatewayCalls + sent.length,
    'CPU of Workers, ms': cpuMs,
    'requests of objects': gateCalls + sum(objects, ({ calls, alarms = 0 }) => calls + alarms),
    'GB-s of objects': awakeGbSeconds,
    'rows written by objects': sum(objects, ({ rowsWritten, alarmsSet = 0 }) => rowsWritten + alarmsSet),
    'rows read by objects': sum(objects, ({ rowsRead }) => rowsRead),
    'rows written by D1': sum(stores, ({ rowsWritten }) => rowsWritten),
    'rows read by D1': sum(stores, ({ rowsRead }) => rowsRead),
    'operations of queues': 3 * sent.length,
  }
}

/** A line of the table in docs/scale.md. Each alarm is a request, and each setting or clearing of one a row written. */
const line = (name: string, { calls, alarms = 0, alarmsSet = 0, rowsWritten, rowsRead }: Tally) =>
  `| ${name} | ${calls + alarms} | ${rowsWritten + alarmsSet} | ${rowsRead} |`

test('one order from the shelf to the doorstep costs what docs/scale.md says', async () => {
  const { orderStatus, sent, brought, questions, order, payment, databases } = cost
  expect(orderStatus).toBe('deliveryCompleted')
  expect(sent).toEqual([
    'PayApproved → ordermanagement',
    'PayApproved → message',
    'PayApproved → mypage',
    'OrderTaken → delivery',
    'DeliveryStarted → ordermanagement',
    'DeliveryStarted → message',
    'DeliveryStarted → mypage',
    'DeliveryCompleted → message',
    'DeliveryCompleted → mypage',
  ])
  expect(brought).toEqual([
    'PayApproved → payment',
    'PayApproved → analytics',
    ...['OrderPlaced', 'PayApproved', 'OrderTaken', 'DeliveryStarted', 'DeliveryCompleted'].map(
      (type) => `${type} → archive`,
    ),
    'DeliveryCompleted → ordermanagement',
    'PayApproved → analytics',
    'DeliveryCompleted → analytics',
  ])
  expect(scale).toContain(`${sent.length} messages and ${questions} questions`)
  const lines = [
    line('the order’s object', order),
    line('the payment’s object', payment),
    ...Object.entries(databases).flatMap(([name, tally]) => (name === idle ? [] : [line(`D1 ${name}`, tally)])),
  ]
  expect(scale.split('\n')).toEqual(expect.arrayContaining(lines))
  expect(databases[idle]).toMatchObject({ calls: 0, rowsWritten: 0, rowsRead: 0 })
  // `npm run scale` does its sums with these.
  for (const [name, counts] of Object.entries(databasesPerOrder)) {
    const { calls = 0, alarms = 0, rowsWritten } = databases[name] ?? {}
    expect({ name, calls: calls + alarms, rowsWritten }).toEqual({
      name,
      calls: counts.calls,
      rowsWritten: counts.rowsWritten,
    })
  }
  for (const [subscriber, messages] of Object.entries(messagesPerOrder)) {
    expect([subscriber, sent.filter((one) => one.endsWith(` ${subscriber}`)).length]).toEqual([subscriber, messages])
  }
})

test('a million orders cost at most $70, all in, as docs/scale.md adds it up', () => {
  const needs = needsOf(cost)
  expect(needs['rows written by D1']).toBeLessThanOrEqual(databaseRowsMax)
  expect(needs['rows written by objects']).toBeLessThanOrEqual(objectRowsMax)
  const names = Object.keys(dollars) as (keyof typeof dollars)[]
  const total = names.reduce((sum, name) => sum + needs[name] * dollars[name], 0)
  expect(total).toBeLessThanOrEqual(dollarsPerMillionMax)
  const lines = names.map((name) => {
    return `| ${name} | ${needs[name]} | $${dollars[name]} | $${(needs[name] * dollars[name]).toFixed(2)} |`
  })
  expect(scale.split('\n')).toEqual(expect.arrayContaining(lines))
  expect(scale).toContain(`**$${total.toFixed(2)}**`)
  expect(dollarsPerMillion).toBe(Number(total.toFixed(2)))
})

test('a stored order takes the bytes that docs/scale.md says', async () => {
  const stores = forEachSubscriber(openDatabase)
  const ordersMax = 1000
  const entries: LedgerEntry[] = []
  const payments = { getByName: () => ({ requestRefunds: async () => {}, hasAllRefunds: async () => true }) }
  for (let number = 0; number < ordersMax; number++) {
    const book = new OrderBook()
    const orderId = orderIdOf(number)
    const handlers = subscriberHandlers(stores, { orders: book, payments, now: () => 0 })
    await tell(book, orderId, `usr_${number % 300}`, 'place', 'pay', 'take', 'startDelivery', 'completeDelivery')
    for (const subscriber of subscribers) {
      await handlers[subscriber].handle(book.messages.filter(({ data }) => subscribesTo(subscriber, data.event.type)))
    }
    const { total } = book.message(orderId, 'OrderPlaced').data.order
    entries.push({ kind: 'charge', id: `ch_${orderId}_1`, orderId, amount: total, at: number })
  }
  const step = {
    status: 'done',
    cursor: null,
    entries,
    orders: 0,
    underWay: 0,
    differences: [],
    endedAt: null,
  } as const
  await writeStep(stores.payment, await beginRun(stores.payment, '2026-11-02', '', []), step, [])
  const { [idle]: unused, ...used } = stores
  expect(unused.calls).toEqual({ batches: [], single: 0 })
  const lines = Object.entries(used).map(([name, store]) => {
    const [{ bytes } = { bytes: 0 }] = store.rows(
      'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()',
    )
    return `| D1 ${name} | ${(Number(bytes) / ordersMax / 1000).toFixed(1)} KB |`
  })
  for (const name of Object.keys(used)) {
    const { kilobytes = 0 } = Object.entries(databasesPerOrder).find(([known]) => known === name)?.[1] ?? {}
    if (kilobytes > 0) expect(lines).toContain(`| D1 ${name} | ${kilobytes.toFixed(1)} KB |`)
  }
  const beginnings = scale.split('\n').map((row) => row.split('|').slice(0, 3).join('|').concat('|'))
  expect(beginnings).toEqual(expect.arrayContaining(lines))
})
