// A row of analytics is made again from its order's messages, under the day on which the order was placed.
import { expect, test } from 'vitest'
import { daysIn } from '../../../src/analytics/period.ts'
import { factsTable } from '../../../src/analytics/rebuild.ts'
import { compareRows } from '../../../src/platform/rebuild.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { messagesAmong } from '../../support/rebuilds.ts'
import { openDatabase } from '../../support/sqlite.ts'

test('the sums of a day are made again after a repair, and a row under a wrong day is removed', async () => {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', 'place', 'pay')
  const database = openDatabase('analytics')
  const table = factsTable(database, daysIn('Asia/Seoul'))
  const ports = { orders: messagesAmong(() => book.messages), now: () => Date.parse('2026-11-03T00:00:00.000Z') }
  const compare = (key: string[] | null) => compareRows(table, ports, [{ orderId: orderIdOf(1), key }], true)
  expect(await compare(null)).toMatchObject([{ kind: 'missing' }])
  const right = database.rows('SELECT * FROM order_facts')
  expect(right).toMatchObject([{ day: '2026-11-02', captured: 1_290_000 }])
  database.rows(`UPDATE order_facts SET captured = 1`)
  database.rows(`INSERT INTO day_sums VALUES ('2026-11-02', '{}')`)
  expect(await compare(null)).toMatchObject([{ kind: 'differs', columns: ['captured'] }])
  expect(database.rows('SELECT * FROM day_sums')).toEqual([])
  database.rows(`INSERT INTO order_facts SELECT '2020-01-01', order_id, seq, currency, paid, captured, returned,
    cancel_reason, delivered_seconds, lines FROM order_facts`)
  expect(await compare(['2020-01-01', orderIdOf(1)])).toMatchObject([{ kind: 'foreign' }])
  expect(database.rows('SELECT * FROM order_facts')).toEqual(right)
})
