// A row whose JSON somebody has broken is left out of the lists of its projection, and keeps nothing else from showing.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listFor, listOnTheRoadFor } from '../../../src/delivery/deliveries.ts'
import { handleOrderEvents as handleDeliveries } from '../../../src/delivery/event-handler.ts'
import { handleOrderEvents as handleMyPages } from '../../../src/mypage/event-handler.ts'
import { changedSince, changesOfOwn, listOwn, searchOwn } from '../../../src/mypage/projection.ts'
import { readAttentionFigures } from '../../../src/ordermanagement/attention-figures.ts'
import { handleOrderEvents as handleWorklist } from '../../../src/ordermanagement/event-handler.ts'
import { countWork } from '../../../src/ordermanagement/store.ts'
import { listRows, listWorklist } from '../../../src/ordermanagement/worklist.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { type LocalDatabase, openDatabase } from '../../support/sqlite.ts'
import { openDeliveries, openWorklist } from '../../support/subscribers.ts'
import { testVault } from '../../support/vault.ts'

const { customer, staff, courier, ops } = callers

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

/** Three orders, the newest last. */
async function bookOf(...steps: Step[]): Promise<OrderBook> {
  const book = new OrderBook()
  for (const number of [1, 2, 3]) await tell(book, orderIdOf(number), customer.subject, ...steps)
  return book
}

/** Break the row of an order, with half of what it was or with the JSON of something else. */
function breakRow(database: LocalDatabase, table: string, number: number, json = `substr(order_json, 1, 40)`): void {
  database.sqlite.exec(`UPDATE ${table} SET order_json = ${json} WHERE order_id = '${orderIdOf(number)}'`)
}

type Listed = { ok: true; value: { items: unknown[]; cursor: string | null } } | { ok: false }

/** The orders of a list, by pages of one: a page may be empty, and still have a next one. */
async function pagesOf(list: (page: { limit: number; cursor: string | null }) => Promise<Listed>): Promise<string[][]> {
  const pages: string[][] = []
  let cursor: string | null = null
  do {
    const page = await list({ limit: 1, cursor })
    if (!page.ok) throw new Error('it was refused')
    pages.push(page.value.items.map((item) => JSON.stringify(item).match(/ord_0+[123]/)?.[0] ?? ''))
    cursor = page.value.cursor
  } while (cursor !== null)
  return pages
}

const [first, second, third] = [1, 2, 3].map(orderIdOf)

test('mypage', async () => {
  const now = Date.parse('2026-11-02T10:00:00.000Z')
  const clock = { now }
  const database = openDatabase('mypage', { now: () => clock.now })
  const ports = { vault: testVault, shards: [database], now: () => clock.now }
  await handleMyPages(ports, (await bookOf('place')).messages)
  clock.now += 1000
  breakRow(database, 'orders', 2)
  expect(await pagesOf((page) => listOwn(ports, customer, page))).toEqual([[third], [], [first]])
  const found = [{ order: { orderId: third } }, { order: { orderId: first } }]
  expect(await searchOwn(ports, customer, 'air')).toMatchObject({ value: found })
  expect(await changesOfOwn(ports, customer, 0)).toMatchObject({ value: found.toReversed() })
  expect(await pagesOf((page) => changedSince(ports, ops, null, page))).toEqual([[first], [], [third]])
  const lines = vi.mocked(console.error).mock.calls.map(([line]) => JSON.parse(line))
  expect(lines[0]).toEqual({ context: 'mypage', event: 'row_not_readable', orderId: second, fault: 'SyntaxError' })
})

test('the worklist, with its search, its counts and its figures', async () => {
  const { ports, database } = openWorklist()
  await handleWorklist(ports, (await bookOf('place', 'pay', 'flagNotTaken')).messages)
  breakRow(database, 'worklist', 2)
  breakRow(database, 'worklist', 3, `'{"orderId":"ord_3"}'`)
  const filter = { orderStatus: null, flaggedOnly: false }
  expect(await pagesOf((page) => listWorklist(ports, staff, filter, page))).toEqual([[], [], [first]])
  const found = await listRows(ports, staff, { search: 'kang' }, firstPage)
  expect(found).toMatchObject({ value: { items: [{ orderId: first }], cursor: null } })
  expect(await listRows(ports, staff, { search: orderIdOf(2) }, firstPage)).toMatchObject({ value: { items: [] } })
  expect(await countWork([database])).toMatchObject({ toPack: 3, needsAttention: 3, refundsStuck: 0 })
  const figures = await readAttentionFigures([database])
  expect(figures.filter(({ value }) => value > 0)).toMatchObject([{ labels: ['notTaken'], value: 1 }])
})

test('the deliveries', async () => {
  const book = await bookOf('place', 'pay', 'take')
  const { ports, database } = openDeliveries(book)
  await handleDeliveries(ports, book.messages)
  breakRow(database, 'deliveries', 3)
  expect(await pagesOf((page) => listFor(ports, courier, null, page))).toEqual([[], [second], [first]])
  expect(await pagesOf((page) => listOnTheRoadFor(ports, courier, 'free', page))).toEqual([[first], [second], []])
})
