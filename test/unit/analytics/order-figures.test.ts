// The figures of the orders of one day.
import { expect, test } from 'vitest'
import { readOrderFigures } from '../../../src/analytics/order-figures.ts'
import { upsertFact } from '../../../src/analytics/store.ts'
import { openDatabase } from '../../support/sqlite.ts'

const fact = {
  ...{ day: '2026-11-01', seq: 2, currency: 'KRW', isPaid: true, captured: 100, returned: 0, lines: [] },
  ...{ cancelReason: null, deliveredSeconds: null },
}

test('paid, delivered and canceled orders of the day are counted, and of no other day', async () => {
  const database = openDatabase('analytics')
  const none = await readOrderFigures(database, fact.day)
  expect(none.map(({ value }) => value)).toEqual([0, 0, 0])
  await upsertFact(database, { ...fact, orderId: 'ord_1' }).run()
  await upsertFact(database, { ...fact, orderId: 'ord_2', deliveredSeconds: 60 }).run()
  await upsertFact(database, { ...fact, orderId: 'ord_3', isPaid: false, cancelReason: 'paymentTimeout' }).run()
  await upsertFact(database, { ...fact, orderId: 'ord_4', day: '2026-11-02' }).run()
  const figures = await readOrderFigures(database, fact.day)
  expect(figures.map(({ labels, value }) => [...labels, value])).toEqual([
    ['paid', 2],
    ['delivered', 1],
    ['canceled', 1],
  ])
  const plan = database.rows(`EXPLAIN QUERY PLAN SELECT paid FROM order_facts WHERE day = '2026-11-01' LIMIT 1`)
  expect(String(plan[0]?.['detail'])).toMatch(/^SEARCH .* USING PRIMARY KEY/)
})
