// What analytics keeps of orders: the same, in whichever order and however often their events arrive.
import { describe, expect, test } from 'vitest'
import { appliedSeq, handleOrderEvents } from '../../../src/analytics/event-handler.ts'
import { daysIn } from '../../../src/analytics/period.ts'
import { readSums } from '../../../src/analytics/store.ts'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { withoutPersonalData } from '../../../src/contract/sealed.ts'
import { OrderBook, orderIdOf, permutations, type Step, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const orderId = orderIdOf(1)
const delivered = ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'] as const
const canceled = ['place', 'pay', 'take', 'cancel', 'takeCancel', 'refund'] as const

function openAnalytics() {
  const database = openDatabase('analytics')
  return { database, dayOf: daysIn('Asia/Seoul') }
}

/** The order, and the messages that analytics gets of it. */
async function storyOf(...steps: Step[]) {
  const book = new OrderBook()
  await tell(book, orderId, 'usr_1', ...steps)
  const messages = book.messages
    .filter(({ data }) => subscribesTo('analytics', data.event.type))
    .map(
      (message): OrderMessage => ({
        ...message,
        data: { ...message.data, order: withoutPersonalData(message.data.order) },
      }),
    )
  const order = await book.read(orderId)
  if (order === null) throw new Error('it was placed')
  return { order, messages }
}

test('the happy path is two messages and two rows', async () => {
  const ports = openAnalytics()
  const { messages } = await storyOf(...delivered)
  expect(messages.map(({ data }) => data.event.type)).toEqual(['PayApproved', 'DeliveryCompleted'])
  for (const message of messages) await handleOrderEvents(ports, [message])
  expect(ports.database.rows('SELECT * FROM order_facts')).toMatchObject([
    { day: '2026-11-02', order_id: orderId, seq: 5, paid: 1, captured: 1_290_000, returned: 0, delivered_seconds: 4 },
  ])
  expect(JSON.stringify(ports.database.rows('SELECT * FROM order_facts'))).not.toMatch(/Kang|Teheran|010|usr_1/)
})

test('a day is that of the shop, and not of UTC', async () => {
  const ports = openAnalytics()
  const book = new OrderBook()
  book.now = '2026-11-02T15:00:00.000Z'
  await tell(book, orderId, 'usr_1', 'place', 'pay')
  await handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
  expect(ports.database.rows('SELECT day FROM order_facts')).toEqual([{ day: '2026-11-03' }])
})

describe.each([
  ['delivered', delivered],
  ['canceled', canceled],
])('an order that is %s', (_, steps) => {
  test('is the same row in any order of its events, with repeats', async () => {
    const { messages } = await storyOf(...steps)
    const results = await Promise.all(
      permutations(messages).map(async (some) => {
        const ports = openAnalytics()
        for (const message of [...some, ...some]) await handleOrderEvents(ports, [message])
        return ports.database.rows('SELECT * FROM order_facts')
      }),
    )
    for (const rows of results) expect(rows).toEqual(results[0])
    expect(results[0]).toHaveLength(1)
  })

  test('is applied when its last event is, and each one before', async () => {
    const ports = openAnalytics()
    const { order, messages } = await storyOf(...steps)
    expect(await appliedSeq(ports, order)).toBe(0)
    await handleOrderEvents(ports, messages)
    expect(await appliedSeq(ports, order)).toBe(messages.at(-1)?.data.event.seq)
  })
})

test('a delivery whose own event is missing is not applied, whatever came later', async () => {
  const ports = openAnalytics()
  const { order, messages } = await storyOf(...delivered)
  const later = structuredClone(messages)
  Object.assign(later[1]?.data.event ?? {}, { type: 'PartRefunded', seq: 6 })
  Object.assign(later[1]?.data.order ?? {}, { seq: 6 })
  await handleOrderEvents(ports, later)
  expect(await appliedSeq(ports, { ...order, seq: 6 })).toBe(0)
  await handleOrderEvents(ports, messages)
  expect(await appliedSeq(ports, { ...order, seq: 6 })).toBe(6)
})

test('an order that is neither paid nor canceled is none of its business', async () => {
  const { order } = await storyOf('place')
  expect(await appliedSeq(openAnalytics(), order)).toBe(1)
})

test('the sums of a day are made once, and again after a change of one of its orders', async () => {
  const ports = openAnalytics()
  const { messages } = await storyOf(...delivered)
  const [paid, done] = messages
  if (paid === undefined || done === undefined) throw new Error('the story has two messages')
  const days = ['2026-11-01', '2026-11-02']
  await handleOrderEvents(ports, [paid])
  expect((await readSums(ports.database, days)).get('2026-11-02')).toMatchObject({ orders: 1, deliveries: [] })
  const made = ports.database.calls.batches.length
  expect((await readSums(ports.database, days)).get('2026-11-01')).toMatchObject({ orders: 0, sales: [], items: [] })
  expect(ports.database.calls.batches).toHaveLength(made)
  await handleOrderEvents(ports, [done])
  expect(ports.database.rows('SELECT day FROM day_sums')).toEqual([{ day: '2026-11-01' }])
  expect((await readSums(ports.database, days)).get('2026-11-02')).toMatchObject({ deliveries: [[4, 1]] })
})
