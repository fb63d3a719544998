// A row of the worklist is made again from its order's messages, and what the clerks have made of it stays.
import { expect, test } from 'vitest'
import { worklistTables } from '../../../src/ordermanagement/rebuild.ts'
import { compareRows } from '../../../src/platform/rebuild.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { messagesAmong } from '../../support/rebuilds.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

async function world() {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', 'place', 'pay')
  const database = openDatabase('ordermanagement')
  const ports = { orders: messagesAmong(() => book.messages), now: () => Date.parse('2026-11-03T00:00:00.000Z') }
  const orders = [{ orderId: orderIdOf(1), key: null }]
  const [table] = worklistTables({ shards: inOne(database), vault: testVault })
  if (table === undefined) throw new Error('it has a database')
  return { database, compare: () => compareRows(table, ports, orders, true) }
}

test('a missing row is made, with the time of its payment and its words for the search', async () => {
  const { database, compare } = await world()
  expect(await compare()).toMatchObject([{ kind: 'missing' }])
  expect(database.rows('SELECT seq, paid_at, paid_at_known, indexed FROM worklist')).toEqual([
    { seq: 2, paid_at: '2026-11-02T09:00:01.000Z', paid_at_known: 1, indexed: 1 },
  ])
  expect(database.rows('SELECT order_id FROM worklist_search')).toEqual([{ order_id: orderIdOf(1) }])
})

test('a repaired row keeps its clerk, and is shown to who follows the list', async () => {
  const { database, compare } = await world()
  await compare()
  database.rows(`UPDATE worklist SET clerk_id = 'usr_han', clerk_name = 'Han', clerk_since = 'x', flagged = 1,
    changed_at = 5`)
  expect(await compare()).toMatchObject([{ kind: 'differs', columns: ['flagged'] }])
  const [row] = database.rows('SELECT clerk_id, flagged, changed_at FROM worklist')
  expect(row).toMatchObject({ clerk_id: 'usr_han', flagged: 0 })
  expect(Number(row?.['changed_at'])).toBeGreaterThan(5)
})

test('a row that an earlier release wrote without what its schema supplies is the same', async () => {
  const { database, compare } = await world()
  await compare()
  database.rows(`UPDATE worklist SET order_json = json_remove(order_json, '$.needsAttention', '$.payment.partRefunds')`)
  expect(await compare()).toEqual([])
})
