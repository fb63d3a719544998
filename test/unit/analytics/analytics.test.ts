// The figures of a period, for staff and ops.
import { expect, test } from 'vitest'
import {
  type AnalyticsPorts,
  cancellationsFor,
  deliveryTimesFor,
  itemsFor,
  salesFor,
} from '../../../src/analytics/analytics.ts'
import { handleOrderEvents } from '../../../src/analytics/event-handler.ts'
import { daysIn } from '../../../src/analytics/period.ts'
import type { Result } from '../../../src/contract/result.ts'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { staff, ops, customer, courier } = callers
const usual = { from: null, to: null }
const period = { from: '2026-10-05', to: '2026-11-03', timeZone: 'Asia/Seoul' }
const won = (amount: number) => ({ amount, currency: 'KRW' })

/** Orders that were placed on these days, at noon, and went these ways. */
async function openWith(...stories: readonly (readonly [day: string, ...steps: Step[]])[]): Promise<AnalyticsPorts> {
  const database = openDatabase('analytics')
  const now = () => Date.parse('2026-11-03T03:00:00.000Z')
  const ports = { database, dayOf: daysIn('Asia/Seoul'), timeZone: 'Asia/Seoul', now }
  for (const [index, [day, ...steps]] of stories.entries()) {
    const book = new OrderBook()
    book.now = `${day}T03:00:00.000Z`
    await tell(book, orderIdOf(index), 'usr_1', ...steps)
    await handleOrderEvents(
      ports,
      book.messages.filter(({ data }) => subscribesTo('analytics', data.event.type)),
    )
  }
  return ports
}

const delivered = ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'] as const
const refunded = ['place', 'pay', 'cancel', 'takeCancel', 'refund'] as const

async function answerOf<T>(result: Promise<Result<T>>): Promise<T> {
  const answer = await result
  if (!answer.ok) throw new Error(answer.rejection.detail)
  return answer.value
}

test('without orders every figure is empty', async () => {
  const ports = await openWith()
  expect(await answerOf(salesFor(ports, staff, usual))).toEqual({ ...period, totals: [], days: [] })
  expect(await answerOf(itemsFor(ports, staff, usual, firstPage))).toEqual({ ...period, items: [], cursor: null })
  expect(await answerOf(deliveryTimesFor(ports, staff, usual))).toEqual({
    ...period,
    delivered: 0,
    medianSeconds: null,
    p90Seconds: null,
    days: [],
  })
  expect(await answerOf(cancellationsFor(ports, staff, usual))).toMatchObject({ orders: 0, canceled: 0 })
})

test('sales are summed by day and currency, with what went back', async () => {
  const ports = await openWith(
    ['2026-11-01', ...delivered],
    ['2026-11-01', ...refunded],
    ['2026-11-02', 'place', 'pay'],
    ['2026-11-02', 'place', 'cancel'],
  )
  const first = { orders: 2, canceled: 1, sales: won(2_580_000), returned: won(1_290_000) }
  const second = { orders: 1, canceled: 0, sales: won(1_290_000), returned: won(0) }
  expect(await answerOf(salesFor(ports, ops, usual))).toEqual({
    ...period,
    totals: [{ orders: 3, canceled: 1, sales: won(3_870_000), returned: won(1_290_000) }],
    days: [
      { day: '2026-11-01', ...first },
      { day: '2026-11-02', ...second },
    ],
  })
  expect(await answerOf(salesFor(ports, ops, { from: '2026-11-02', to: '2026-11-02' }))).toMatchObject({
    totals: [second],
  })
})

test('items are counted by piece, canceled ones apart, a page at a time', async () => {
  const ports = await openWith(
    ['2026-11-01', ...delivered],
    ['2026-11-02', ...refunded],
    ['2026-11-02', 'place', 'pay'],
  )
  const translations = { ko: { itemName: '냉방기' } }
  const counts = { orders: 3, qty: 2, canceledQty: 1 }
  const conditioner = { itemId: 'itm_ac', itemName: 'Air conditioner', translations, ...counts }
  const page = await answerOf(itemsFor(ports, staff, usual, firstPage))
  expect(page).toEqual({ ...period, items: [{ ...conditioner, sales: won(2_580_000) }], cursor: null })
})

test('items come a page at a time, each with its names', async () => {
  const translations = { ko: { itemName: '선풍기' } }
  const ports = await openWith(['2026-11-01', ...delivered])
  for (let number = 0; number < 3; number++) {
    const fan = { itemId: `itm_${number}`, itemName: 'Fan', translations, qty: 9 - number, amount: 10 }
    await ports.database
      .prepare(addFact)
      .bind(`ord_${number}`, JSON.stringify([fan]))
      .run()
  }
  const first = await answerOf(itemsFor(ports, staff, usual, { limit: 2, cursor: null }))
  const second = await answerOf(itemsFor(ports, staff, usual, { limit: 2, cursor: first.cursor }))
  expect([first, second].map(({ items }) => items.map(({ itemId }) => itemId))).toEqual([
    ['itm_0', 'itm_1'],
    ['itm_2', 'itm_ac'],
  ])
  expect(second.cursor).toBeNull()
  const names = second.items.map((item) => item.translations?.ko?.itemName)
  expect(names).toEqual(['선풍기', '냉방기'])
})

test('delivery times are the median and the 90th percentile, of each day and of all', async () => {
  const ports = await openWith()
  for (let number = 1; number <= 10; number++) {
    const fact = addFact.replace('NULL, NULL', `NULL, ${number * 3600}`)
    await ports.database.prepare(fact).bind(`ord_${number}`, '[]').run()
  }
  const all = { delivered: 10, medianSeconds: 5 * 3600, p90Seconds: 9 * 3600 }
  expect(await answerOf(deliveryTimesFor(ports, staff, usual))).toEqual({
    ...period,
    ...all,
    days: [{ day: '2026-11-02', ...all }],
  })
})

test('cancels are counted by reason, those that were never paid apart', async () => {
  const ports = await openWith(
    ['2026-11-01', 'place', 'cancel'],
    ['2026-11-01', ...refunded],
    ['2026-11-02', ...delivered],
  )
  expect(await answerOf(cancellationsFor(ports, staff, usual))).toEqual({
    ...period,
    orders: 3,
    canceled: 2,
    reasons: [
      { reason: 'customerRequest', orders: 2, unpaid: 1 },
      { reason: 'staffDecision', orders: 0, unpaid: 0 },
      { reason: 'paymentTimeout', orders: 0, unpaid: 0 },
    ],
  })
})

test('they are for staff and ops alone', async () => {
  const ports = await openWith()
  for (const caller of [customer, courier]) {
    for (const figures of [salesFor, deliveryTimesFor, cancellationsFor]) {
      expect(await figures(ports, caller, usual)).toMatchObject({ rejection: { code: 'forbidden' } })
    }
    expect(await itemsFor(ports, caller, usual, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
  }
})

test('a question that cannot be answered names its field', async () => {
  const ports = await openWith()
  const refusal = async (asked: Parameters<typeof salesFor>[2]) => await salesFor(ports, staff, asked)
  expect(await refusal({ from: '2026-02-30', to: null })).toMatchObject({ rejection: { field: 'from' } })
  expect(await refusal({ from: '2026-11-02', to: '2026-11-01' })).toMatchObject({ rejection: { field: 'from' } })
  expect(await itemsFor(ports, staff, usual, { limit: 0, cursor: null })).toMatchObject({
    rejection: { field: 'limit' },
  })
  expect(await itemsFor(ports, staff, usual, { limit: 5, cursor: 'nonsense' })).toMatchObject({
    rejection: { field: 'cursor' },
  })
})

const addFact = `INSERT INTO order_facts VALUES ('2026-11-02', ?, 5, 'KRW', 1, 10, 0, NULL, NULL, ?)`
