// The migrations that rewrite a table lose no row, and readers get the same from it. A Worker knows which it needs.
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as delivery from '../../../src/delivery/deliveries.ts'
import { messageIdOf } from '../../../src/message/compose.ts'
import { handleOrderEvents as tellCustomers } from '../../../src/message/event-handler.ts'
import * as message from '../../../src/message/messages.ts'
import { recordedOnly } from '../../../src/message/notifier.ts'
import { handleOrderEvents } from '../../../src/mypage/event-handler.ts'
import * as mypage from '../../../src/mypage/projection.ts'
import * as worklist from '../../../src/ordermanagement/worklist.ts'
import { notedSeq } from '../../../src/payment/reconciliation/order-activity.ts'
import { checkMigrated, NotMigrated, newestMigrations } from '../../../src/platform/migrations.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { type OpenMessage, OrderBook, orderIdOf, shownOf, tell } from '../../support/order-book.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { customer, staff, courier } = callers

/** An order that was delivered and one that is to be taken, as an older release had them in its rows. */
async function stories() {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), customer.subject, 'place', 'pay', 'take', 'startDelivery', 'completeDelivery')
  await tell(book, orderIdOf(2), customer.subject, 'place', 'pay', 'flagNotTaken')
  const newest = (number: number): OpenMessage['data'] => {
    const last = book.messages.findLast(({ subject }) => subject === orderIdOf(number))
    if (last === undefined) throw new Error('the story has no end')
    return last.data
  }
  return { book, rows: [newest(1).order, newest(2).order] as const }
}

const quoted = (value: unknown) => `'${JSON.stringify(value).replaceAll(`'`, `''`)}'`

test('mypage: the same orders, and changes that go on from where a reader was', async () => {
  const { book, rows } = await stories()
  const now = Date.parse('2026-11-03T00:00:00Z')
  const database = openDatabase('mypage', { migrations: 1, now: () => now })
  for (const [index, order] of rows.entries()) {
    const { customerId, seq, placedAt } = order
    database.rows(`INSERT INTO orders (order_id, customer_id, seq, placed_at, projected_at, change, order_json) VALUES
      ('${order.orderId}', '${customerId}', ${seq}, '${placedAt}', 'then', ${index + 41}, ${quoted(order)})`)
  }
  const before = database.rows('SELECT * FROM orders ORDER BY order_id')
  database.migrate()
  expect(database.rows('SELECT * FROM orders ORDER BY order_id')).toEqual(before)
  const ports = { vault: testVault, shards: [database], now: () => now }
  expect(await mypage.listOwn(ports, customer, firstPage)).toMatchObject({
    value: { items: rows.toReversed().map((order) => ({ order: shownOf(order) })) },
  })
  expect(await mypage.changesOfOwn(ports, customer, 41)).toMatchObject({
    value: [{ order: { orderId: rows[1]?.orderId }, change: 42 }],
  })
  await tell(book, orderIdOf(2), customer.subject, 'take')
  await handleOrderEvents(ports, book.messages)
  const later = { ...ports, shards: [database], now: () => now + 1000 }
  expect(database.rows(`SELECT change FROM orders WHERE order_id = '${orderIdOf(2)}'`)).toEqual([{ change: now }])
  expect(await mypage.getOwn(later, customer, orderIdOf(2))).toMatchObject({
    value: { order: { orderStatus: 'orderTaken' } },
  })
})

test('ordermanagement: the same worklist, by every filter', async () => {
  const { book, rows } = await stories()
  const database = openDatabase('ordermanagement', { migrations: 3 })
  for (const order of rows) {
    database.rows(`INSERT INTO worklist (order_id, seq, order_status, paid_at, paid_at_known, flagged, order_json)
      VALUES
      ('${order.orderId}', ${order.seq}, '${order.orderStatus}', '${order.placedAt}', ${order === rows[0] ? 1 : 0},
       ${order.needsAttention === null ? 0 : 1}, ${quoted(order)})`)
  }
  const columns = 'order_id, seq, order_status, paid_at, paid_at_known, flagged, order_json'
  const before = database.rows(`SELECT ${columns} FROM worklist ORDER BY order_id`)
  database.migrate()
  expect(database.rows(`SELECT ${columns} FROM worklist ORDER BY order_id`)).toEqual(before)
  const ports = { shards: inOne(database), vault: testVault, orders: book, log: () => {} }
  const idsFor = async (orderStatus: 'payApproved' | 'deliveryCompleted' | null, flaggedOnly: boolean) => {
    const page = await worklist.listWorklist(ports, staff, { orderStatus, flaggedOnly }, firstPage)
    return page.ok && page.value.items.map(({ orderId }) => orderId)
  }
  expect(await idsFor(null, false)).toEqual([orderIdOf(2), orderIdOf(1)])
  expect(await idsFor('payApproved', false)).toEqual([orderIdOf(2)])
  expect(await idsFor('deliveryCompleted', false)).toEqual([orderIdOf(1)])
  expect(await idsFor(null, true)).toEqual([orderIdOf(2)])
})

test('delivery: the same deliveries, with their times', async () => {
  const { book, rows } = await stories()
  const database = openDatabase('delivery', { migrations: 1 })
  const [order] = rows
  database.rows(`INSERT INTO deliveries VALUES ('${order.orderId}', 'dlv_1', 5, 'completed', '${order.placedAt}',
    '2026-11-02T09:00:03.000Z', '2026-11-02T09:00:04.000Z', ${quoted(order)})`)
  const before = database.rows('SELECT * FROM deliveries')
  database.migrate()
  expect(database.rows('SELECT * FROM deliveries')).toMatchObject(before)
  const ports = { shards: inOne(database), vault: testVault, orders: book, log: () => {}, now: () => 0 }
  expect(await delivery.listFor(ports, courier, 'completed', firstPage)).toMatchObject({
    value: { items: [{ orderId: order.orderId, startedAt: '2026-11-02T09:00:03.000Z' }] },
  })
})

test.each([1, 2])(
  'message, from %i: the same messages; one recorded and never sent is sent, then shown',
  async (from) => {
    const book = new OrderBook()
    const orderId = orderIdOf(1)
    await tell(
      book,
      orderId,
      customer.subject,
      'place',
      'pay',
      'take',
      'startDelivery',
      'cancel',
      'takeCancel',
      'recall',
    )
    const database = openDatabase('message', { migrations: from })
    const sent = await messageIdOf(orderId, { kind: 'deliveryStarted' })
    const unsent = await messageIdOf(orderId, { kind: 'deliveryCanceled' })
    const values = (id: string, kind: string, sentAt: string) =>
      `('${id}', '${orderId}', '${customer.subject}', '${kind}', 'Dear Kang', '2026-11-02T09:00:00Z', ${sentAt})`
    database.rows(`INSERT INTO messages (message_id, order_id, customer_id, kind, text, recorded_at, sent_at)
    VALUES ${values(sent, 'deliveryStarted', `'2026-11-02T09:00:01Z'`)},
    ${values(unsent, 'deliveryCanceled', 'NULL')}`)
    const before = database.rows('SELECT * FROM messages ORDER BY message_id')
    database.migrate()
    const columns = Object.keys(before[0] ?? {}).join()
    expect(database.rows(`SELECT ${columns} FROM messages ORDER BY message_id`)).toEqual(before)
    const ports = { shards: inOne(database), vault: testVault, notifier: recordedOnly, now: () => 0, random: () => 0 }
    const shown = async () => {
      const page = await message.listFor(ports, customer, orderId, firstPage)
      return page.ok && page.value.items.map(({ messageId }) => messageId).sort()
    }
    expect(await shown()).toEqual([sent])
    await tellCustomers(ports, [book.message(orderId, 'DeliveryStarted'), book.message(orderId, 'DeliveryCanceled')])
    const packed = await messageIdOf(orderId, { kind: 'packed' })
    expect(await shown()).toEqual([sent, unsent, packed].sort())
  },
)

test('payment: the same notes', async () => {
  const { rows } = await stories()
  const database = openDatabase('payment', { migrations: 1 })
  database.rows(`INSERT INTO journal (order_id, day, seq) VALUES
    ('${orderIdOf(1)}', '2026-11-01', 9), ('${orderIdOf(1)}', '2026-11-02', 2), ('${orderIdOf(2)}', '2026-11-02', 3)`)
  const before = database.rows('SELECT order_id, day, seq FROM journal ORDER BY order_id, day')
  database.migrate()
  expect(database.rows('SELECT order_id, day, seq FROM journal ORDER BY order_id, day')).toEqual(before)
  expect(await notedSeq(database, rows[0])).toBe(2)
})

describe('a Worker', () => {
  const check = (database: ReturnType<typeof openDatabase>) => checkMigrated('mypage', 'MYPAGE_DB_1', database)

  test('knows the newest migration of its folder', () => {
    const migrations = new URL('../../../migrations/', import.meta.url)
    const newest = readdirSync(migrations).map((folder) => {
      return [folder, readdirSync(new URL(folder, migrations)).toSorted().at(-1)] as const
    })
    expect(newestMigrations).toEqual(Object.fromEntries(newest))
  })

  test('is ready when its database has that one, and newer ones', async () => {
    const database = openDatabase('mypage')
    await check(database)
    database.rows(`INSERT INTO d1_migrations (name) VALUES ('9999_next_release.sql')`)
    await check(database)
  })

  test('is not when its database has older ones only, or none, or was never migrated', async () => {
    const bare = openDatabase('mypage', { migrations: 0 })
    bare.rows('DROP TABLE d1_migrations')
    const older = [3, 2, 1, 0].map((migrations) => openDatabase('mypage', { migrations }))
    for (const database of [...older, bare]) {
      await expect(check(database)).rejects.toThrow(
        new NotMigrated('MYPAGE_DB_1 lacks the migration 0004_watermark.sql'),
      )
    }
  })

  test.each(Object.keys(newestMigrations) as (keyof typeof newestMigrations)[])(
    'is not when its tables are gone, and their record is not: %s',
    async (folder) => {
      const database = openDatabase(folder)
      await checkMigrated(folder, 'DB', database)
      const named = `SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT IN ('d1_migrations', 'sqlite_sequence')
          AND name NOT GLOB 'worklist_search_*'`
      database.rows('PRAGMA foreign_keys = OFF')
      for (const { name } of database.rows(named)) database.rows(`DROP TABLE "${name}"`)
      await expect(checkMigrated(folder, 'DB', database)).rejects.toThrow(NotMigrated)
    },
  )

  test('is not when its database does not answer, which is another reason', async () => {
    const database = openDatabase('mypage')
    database.failWith(new Error('D1 is out of reach'))
    await expect(check(database)).rejects.toThrow('D1 is out of reach')
  })
})
