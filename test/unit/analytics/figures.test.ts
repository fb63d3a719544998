// The figures of several days are those of one day with all their orders.
import { expect, test } from 'vitest'
import { cancellationsIn, deliveryTimesIn, itemsIn, salesIn } from '../../../src/analytics/figures.ts'
import type { DaySums } from '../../../src/analytics/store.ts'

const sale = { orders: 1, canceled: 0, sales: 100, returned: 10 }
const item = { itemId: '1', itemName: 'Fan', orders: 1, qty: 2, canceledQty: 1, sales: 100 }
const empty: DaySums = { orders: 0, sales: [], items: [], deliveries: [], cancellations: [] }
const days = new Map<string, DaySums>([
  [
    '2026-11-01',
    {
      orders: 4,
      sales: [
        { currency: 'KRW', ...sale },
        { currency: 'USD', ...sale },
      ],
      items: [
        { currency: 'KRW', ...item },
        { currency: 'USD', ...item },
      ],
      deliveries: [[100, 1]],
      cancellations: [{ reason: 'paymentTimeout', orders: 2, unpaid: 2 }],
    },
  ],
  ['2026-11-02', empty],
  [
    '2026-11-03',
    {
      ...empty,
      orders: 2,
      sales: [{ currency: 'KRW', ...sale }],
      items: [{ currency: 'KRW', ...item, itemName: 'New fan' }],
      deliveries: [
        [300, 1],
        [10, 2],
      ],
      cancellations: [
        { reason: 'paymentTimeout', orders: 1, unpaid: 0 },
        { reason: 'aLaterReason', orders: 1, unpaid: 0 },
      ],
    },
  ],
])

test('sales of one currency are added, and of two are not', () => {
  const { totals, days: each } = salesIn(days)
  expect(totals.map(({ orders, sales }) => [orders, sales.amount, sales.currency])).toEqual([
    [2, 200, 'KRW'],
    [1, 100, 'USD'],
  ])
  expect(each.map(({ day }) => day)).toEqual(['2026-11-01', '2026-11-01', '2026-11-03'])
})

test('an item has its last name, the best-sold first', () => {
  expect(itemsIn(days)).toMatchObject([
    { itemName: 'New fan', qty: 4, canceledQty: 2, orders: 2, sales: { amount: 200, currency: 'KRW' } },
    { itemName: 'Fan', qty: 2, sales: { currency: 'USD' } },
  ])
})

test('percentiles are by nearest rank, over all days', () => {
  expect(deliveryTimesIn(days)).toEqual({
    delivered: 4,
    medianSeconds: 10,
    p90Seconds: 300,
    days: [
      { day: '2026-11-01', delivered: 1, medianSeconds: 100, p90Seconds: 100 },
      { day: '2026-11-03', delivered: 3, medianSeconds: 10, p90Seconds: 300 },
    ],
  })
})

test('each reason is there, also with no order; the reason of a later release counts in the sum', () => {
  const { orders, canceled, reasons } = cancellationsIn(days)
  expect([orders, canceled]).toEqual([6, 4])
  expect(reasons).toEqual([
    { reason: 'customerRequest', orders: 0, unpaid: 0 },
    { reason: 'staffDecision', orders: 0, unpaid: 0 },
    { reason: 'paymentTimeout', orders: 3, unpaid: 2 },
  ])
})
