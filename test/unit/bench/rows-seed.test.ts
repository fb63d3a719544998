// The seed of large tables: as many rows as are asked for, which the stores' own code lists as it lists real ones.
import { expect, test } from 'vitest'
import { listOrders } from '../../../src/mypage/store.ts'
import { listOrders as listWorklist } from '../../../src/ordermanagement/store.ts'
import { readPage } from '../../../src/platform/paging.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { askedStatus, seedRows } from '../../bench/rows-seed.ts'
import { openDatabase } from '../../support/sqlite.ts'

const customers = ['bench-1', 'bench-2', 'bench-3']

async function seeded(rows: number) {
  const mypage = [openDatabase('mypage'), openDatabase('mypage')]
  const ordermanagement = openDatabase('ordermanagement')
  const cursors = await seedRows({ mypage, ordermanagement }, rows, customers)
  return { mypage, ordermanagement, cursors }
}

function pageAt(cursor: string | null) {
  const keyset = readPage({ limit: 20, cursor })
  if (!keyset.ok) throw new Error(keyset.rejection.detail)
  return keyset.value
}

test('each table has its rows, and each customer an equal part of them', async () => {
  const { mypage, ordermanagement } = await seeded(1000)
  const count = (rows: Record<string, unknown>[]) => rows.map(({ n }) => n)
  const perCustomer = mypage.flatMap((shard) => shard.rows('SELECT COUNT(*) AS n FROM orders GROUP BY customer_id'))
  expect(count(perCustomer).toSorted()).toEqual([333, 333, 334])
  expect(count(ordermanagement.rows('SELECT COUNT(*) AS n FROM worklist'))).toEqual([1000])
  const byStatus = 'SELECT COUNT(*) AS n FROM worklist GROUP BY order_status ORDER BY n'
  expect(count(ordermanagement.rows(byStatus))).toEqual([50, 50, 900])
})

test('the first page and the middle page are full, newest first', async () => {
  const { mypage, ordermanagement, cursors } = await seeded(1000)
  const filter = { statuses: [askedStatus], flagged: 'any', order: 'newestFirst' } as const
  for (const customerId of customers) {
    const shard = mypage[shardOf(customerId, 2)]
    if (shard === undefined) throw new Error('no shard')
    for (const cursor of [null, cursors.mypage[customerId] ?? '']) {
      const { items } = await listOrders(shard, customerId, pageAt(cursor))
      const times = items.map(({ order }) => order.placedAt)
      expect(items).toHaveLength(20)
      expect(times).toEqual(times.toSorted().reverse())
      expect(new Set(items.map(({ order }) => order.orderId)).size).toBe(20)
      expect(items.every(({ order }) => order.customerId === customerId)).toBe(true)
    }
  }
  for (const cursor of [null, cursors.worklistByStatus]) {
    const { items } = await listWorklist([ordermanagement], filter, pageAt(cursor))
    expect(items.map(({ order }) => order.orderStatus)).toEqual(Array.from({ length: 20 }, () => askedStatus))
  }
  const { items } = await listWorklist([ordermanagement], { ...filter, statuses: null }, pageAt(cursors.worklist))
  expect(new Set(items.map(({ order }) => order.orderId)).size).toBe(20)
})
