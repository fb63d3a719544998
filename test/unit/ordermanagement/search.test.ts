// The search: by number, name, phone and item, in Korean too; page by page; and no input that breaks it.
import { describe, expect, test } from 'vitest'
import { searchOrders } from '../../../src/ordermanagement/search.ts'
import { saveOrder } from '../../../src/ordermanagement/store.ts'
import { listRows, listWorklist } from '../../../src/ordermanagement/worklist.ts'
import { decodeCursor } from '../../../src/platform/cursor.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { type OpenOrder, OrderBook, tell } from '../../support/order-book.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { openWorklist } from '../../support/subscribers.ts'
import { testVault } from '../../support/vault.ts'

const rows = { limit: 10, after: null }
const ids = [
  'ord_a1b2c3d4e5f6g7h8j9k0m1n2p3',
  'ord_a1b2c3d4zzzzzzzzzzzzzzzzzz',
  'ord_b1b2c3d4e5f6g7h8j9k0m1n2p3',
] as const

async function filled(database = openDatabase('ordermanagement')) {
  const people = [
    { name: '강민호', phone: '010-0123-4567', item: '삼성 에어컨 18평(스탠드형)' },
    { name: 'Kang Min-ho', phone: '+82 10 9876 5432', item: 'Refrigerator 600 L' },
    { name: 'Élodie 김', phone: '02-555-0199', item: '에어컨 리모컨' },
  ] as const
  for (const [index, { name, phone, item }] of people.entries()) {
    await database.batch(
      saveOrder({ database, vault: testVault }, await orderOf(ids[index] ?? ids[0], name, phone, item), null),
    )
  }
  return database
}

async function orderOf(orderId: string, name: string, phone: string, item: string): Promise<OpenOrder> {
  const book = new OrderBook()
  await tell(book, orderId, 'usr_1', 'place', 'pay')
  const { order } = book.message(orderId, 'PayApproved').data
  const contact = { customerName: name, deliveryAddress: 'Gangnam', deliveryPhoneNumber: phone }
  return { ...order, contact, lines: order.lines.map((line) => ({ ...line, itemName: item })) }
}

describe('the search', () => {
  test.each([
    [ids[0], [0]],
    ['B1B2-C3D4', [2]],
    ['a1b2c3d4', [0, 1]],
    ['강민호', [0]],
    ['민호', [0]],
    ['강', [0]],
    ['kang', [1]],
    ['KANG min', [1]],
    ['elodie', [2]],
    ['김', [2]],
    ['010-0123-4567', [0]],
    ['01001234567', [0]],
    ['0123-4567', [0]],
    ['4567', [0]],
    ['5432', [1]],
    ['+82 10 9876 5432', [1]],
    ['에어컨', [2, 0]],
    ['어컨', [2, 0]],
    ['스탠드', [0]],
    ['에어컨 민호', [0]],
    ['refrig', [1]],
    ['efrig', []],
    ['에어컨 냉장고', []],
    ['Gangnam', []],
  ])('%s finds the orders %j, the newest first', async (input, found) => {
    const { items, cursor } = await searchOrders({ shards: inOne(await filled()), vault: testVault }, input, rows)
    expect(items.map(({ order }) => order.orderId)).toEqual(found.map((index) => ids[index]))
    expect(cursor).toBeNull()
  })

  test.each([
    '',
    ' ',
    '"',
    '*',
    'a" OR "b',
    'words:x',
    'NEAR(a b)',
    '(',
    '-',
    '+',
    '%',
    "'; DROP TABLE worklist",
    '\u0000',
  ])('%j breaks nothing', async (input) => {
    const { items } = await searchOrders({ shards: inOne(await filled()), vault: testVault }, input, rows)
    expect(items).toEqual([])
  })

  test('goes page by page, and an order is indexed once', async () => {
    const database = await filled()
    await filled(database)
    const first = await searchOrders({ shards: inOne(database), vault: testVault }, '에어컨', { limit: 1, after: null })
    expect(first.items.map(({ order }) => order.orderId)).toEqual([ids[2]])
    const [place, id] = decodeCursor(first.cursor ?? '', 2) ?? []
    const second = await searchOrders({ shards: inOne(database), vault: testVault }, '에어컨', {
      limit: 1,
      after: [String(place), String(id)],
    })
    expect(second.items.map(({ order }) => order.orderId)).toEqual([ids[0]])
    expect(second.cursor).toBeNull()
  })
})

test('an order of the release before is found after the migration', async () => {
  const database = openDatabase('ordermanagement', { migrations: 4 })
  const order = JSON.stringify(await orderOf(ids[0], '강민호', '010-0123-4567', '삼성 에어컨'))
  database.rows(`INSERT INTO worklist (order_id, seq, order_status, paid_at, order_json)
    VALUES ('${ids[0]}', 2, 'payApproved', '2026-11-02T09:00:00.000Z', '${order}')`)
  database.migrate()
  for (const input of ['강민호', '민호', '01001234567', '4567', '어컨', 'A1B2-C3D4']) {
    expect((await searchOrders({ shards: inOne(database), vault: testVault }, input, rows)).items).toHaveLength(1)
  }
})

describe('the worklist’s search', () => {
  const { staff, courier } = callers
  test('goes alone, is bounded, and takes no cursor of a list', async () => {
    const { ports } = openWorklist()
    const filter = { orderStatus: null, flaggedOnly: false, search: 'kang' }
    expect(await listWorklist(ports, staff, { ...filter, orderStatus: 'payApproved' }, firstPage)).toMatchObject({
      rejection: { field: 'q' },
    })
    expect(await listWorklist(ports, staff, { ...filter, flaggedOnly: true }, firstPage)).toMatchObject({
      rejection: { field: 'q' },
    })
    expect(await listRows(ports, staff, { search: 'x'.repeat(101) }, firstPage)).toMatchObject({
      rejection: { field: 'q' },
    })
    const cursor = btoa(encodeURIComponent(JSON.stringify(['2026-11-02T09:00:00.000Z', 'ord_1'])))
    expect(await listRows(ports, staff, { search: 'kang' }, { limit: 5, cursor })).toMatchObject({
      rejection: { field: 'cursor' },
    })
    expect(await listRows(ports, courier, { search: 'kang' }, firstPage)).toMatchObject({
      rejection: { code: 'forbidden' },
    })
  })
})
