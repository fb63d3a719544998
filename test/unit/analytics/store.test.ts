// Analytics' store: the newest seq wins, and the sums of a day are never older than its orders.
import { expect, test } from 'vitest'
import type { OrderFact } from '../../../src/analytics/facts.ts'
import { findFact, readSums, removeSums, summedAtOnceMax, upsertFact } from '../../../src/analytics/store.ts'
import { openDatabase } from '../../support/sqlite.ts'

const fact: OrderFact = {
  day: '2026-11-01',
  orderId: 'ord_1',
  seq: 2,
  currency: 'KRW',
  isPaid: true,
  captured: 100,
  returned: 0,
  cancelReason: null,
  deliveredSeconds: null,
  lines: [],
}

test('an older fact changes nothing but the time of the delivery', async () => {
  const database = openDatabase('analytics')
  await upsertFact(database, { ...fact, seq: 6, returned: 40 }).run()
  await upsertFact(database, { ...fact, seq: 5, deliveredSeconds: 7200 }).run()
  await upsertFact(database, { ...fact, seq: 4, deliveredSeconds: 9999 }).run()
  expect(database.rows('SELECT seq, returned, delivered_seconds FROM order_facts')).toEqual([
    { seq: 6, returned: 40, delivered_seconds: 7200 },
  ])
  expect(await findFact(database, fact.day, 'ord_1')).toEqual({ seq: 6, isDelivered: true })
  expect(await findFact(database, '2026-11-02', 'ord_1')).toBeNull()
})

test('many days are summed up a few at a time, each once', async () => {
  const database = openDatabase('analytics')
  await upsertFact(database, fact).run()
  const days = Array.from(
    { length: 2 * summedAtOnceMax + 1 },
    (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}`,
  )
  const sums = await readSums(database, days)
  expect([...sums.keys()].sort()).toEqual(days)
  expect(sums.get(fact.day)).toMatchObject({ orders: 1, sales: [{ currency: 'KRW', orders: 1, sales: 100 }] })
  expect(database.calls.batches).toEqual([summedAtOnceMax, summedAtOnceMax, 1])
  await readSums(database, days)
  expect(database.calls.batches).toHaveLength(3)
})

test('sums are removed for their day alone', async () => {
  const database = openDatabase('analytics')
  await readSums(database, ['2026-11-01', '2026-11-02'])
  await removeSums(database, ['2026-11-01', '2026-12-01']).run()
  expect(database.rows('SELECT day FROM day_sums')).toEqual([{ day: '2026-11-02' }])
})
