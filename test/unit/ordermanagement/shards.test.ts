// The worklist over several databases shows what it shows over one, and each order keeps what is its own.
import { describe, expect, test } from 'vitest'
import type { OrderMessagesRpc } from '../../../src/contract/rebuild.ts'
import { collectActs } from '../../../src/operations/audit-store.ts'
import { readAttentionFigures } from '../../../src/ordermanagement/attention-figures.ts'
import { claimOrder, releaseOrder } from '../../../src/ordermanagement/claims.ts'
import { appliedSeq, handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { addNote, listNotes, notesFor } from '../../../src/ordermanagement/notes.ts'
import { worklistTables } from '../../../src/ordermanagement/rebuild.ts'
import { countWork, findOrder } from '../../../src/ordermanagement/store.ts'
import { listedOf, tabs } from '../../../src/ordermanagement/tabs.ts'
import {
  type Listed,
  listRows,
  newestChange,
  takeOrder,
  type WorkPorts,
} from '../../../src/ordermanagement/worklist.ts'
import { actsInOne } from '../../../src/platform/acts.ts'
import { readNewestChange } from '../../../src/platform/changes.ts'
import { homeOf, layoutsIn, orderShards } from '../../../src/platform/order-shards.ts'
import { compareAll, rowsOfAll } from '../../../src/platform/sharded-rebuild.ts'
import { callers, request } from '../../support/callers.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { messagesAmong } from '../../support/rebuilds.ts'
import { inOne, pagesOf } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { staff, staff2, ops } = callers
const later = Date.parse('2026-11-05T00:00:00.000Z')
const numbers = Array.from({ length: 24 }, (_, number) => number)
/** The first orders stand in database 0, and those from then on in the two others. */
const layouts = '0; 1-2 from 2026-11-02T09:00:25.000Z'

const paths: Step[][] = [
  ['place', 'pay'],
  ['place', 'pay', 'flagNotTaken'],
  ['place', 'pay', 'take'],
  ['place', 'pay', 'take', 'startDelivery'],
  ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'],
  ['place', 'pay', 'cancel', 'takeCancel'],
]

/** The same orders in one database and in three. */
async function world() {
  const book = new OrderBook()
  for (const number of numbers) await tell(book, orderIdOf(number), 'usr_1', ...(paths[number % paths.length] ?? []))
  const databases = [0, 1, 2].map(() => openDatabase('ordermanagement'))
  const whole = openDatabase('ordermanagement')
  const shared = { vault: testVault, orders: book, now: () => later, log: () => {} }
  const several: WorkPorts = { ...shared, shards: orderShards(layoutsIn(layouts), databases) }
  const one: WorkPorts = { ...shared, shards: inOne(whole) }
  for (const ports of [one, several]) await handleOrderEvents(ports, book.messages)
  const orderOf = async (number: number) => {
    const order = await book.read(orderIdOf(number))
    if (order === null) throw new Error('every order was placed')
    return order
  }
  return { book, databases, whole, one, several, orderOf }
}

function pages(ports: WorkPorts, listed: Listed, limit: number) {
  return pagesOf((page) => {
    expect(page.cursor?.length ?? 0).toBeLessThan(500)
    return listRows(ports, staff, listed, page)
  }, limit)
}

test('each database has orders, and the first one only those of its time', async () => {
  const { databases, orderOf, several } = await world()
  const counts = databases.map((database) => database.rows('SELECT 1 FROM worklist').length)
  expect([Math.min(...counts) > 0, counts.reduce((sum, count) => sum + count)]).toEqual([true, 24])
  for (const number of numbers) {
    const order = await orderOf(number)
    const isOld = order.placedAt < '2026-11-02T09:00:25.000Z'
    expect(homeOf(several.shards, order) === databases[0]).toBe(isOld)
    expect(await appliedSeq(several, order)).toBe(order.seq)
  }
})

describe('over several databases', () => {
  test.each(tabs)('the pages of the tab %s are those of one database', async (tab) => {
    const { one, several } = await world()
    const listed = listedOf({ tab, orderStatus: null, search: null })
    for (const limit of [1, 4, 100])
      expect(await pages(several, listed, limit)).toEqual(await pages(one, listed, limit))
  })

  test.each([1, 3, 24, 100])(
    'a search in pages of %d finds each order once, with a cursor that goes on',
    async (limit) => {
      const { one, several } = await world()
      const found = (await pages(several, { search: 'conditioner' }, limit)).flat()
      const [all] = await pages(one, { search: 'conditioner' }, 100)
      expect(found).toHaveLength(24)
      expect(new Set(found.map((row) => JSON.stringify(row)))).toEqual(new Set(all?.map((row) => JSON.stringify(row))))
    },
  )

  test('an order is found by its number, wherever it stands', async () => {
    const { several } = await world()
    for (const number of numbers) {
      expect(await pages(several, { search: orderIdOf(number) }, 10)).toMatchObject([[{ orderId: orderIdOf(number) }]])
      expect(await findOrder(several.shards, orderIdOf(number))).toMatchObject({
        order: { orderId: orderIdOf(number) },
      })
    }
  })

  test('counts and figures are of all orders', async () => {
    const { one, several } = await world()
    expect(await countWork(several.shards.all)).toEqual(await countWork(one.shards.all))
    expect((await countWork(several.shards.all)).toPack).toBe(8)
    expect(await readAttentionFigures(several.shards.all)).toEqual(await readAttentionFigures(one.shards.all))
  })

  test('claims, notes and who packed stand with their order, of either layout, and the audit has every act', async () => {
    const { several, databases } = await world()
    const audit = openDatabase('operations')
    const source = {
      actsAfter: (seq: number, limit: number, database?: number) => actsInOne(several.shards, seq, limit, database),
    }
    const toPack = numbers.filter((number) => number % paths.length < 2).map(orderIdOf)
    for (const orderId of toPack) {
      expect(await claimOrder(several, staff, orderId, null)).toMatchObject({ ok: true })
      expect(await claimOrder(several, staff2, orderId, null)).toMatchObject({ ok: false })
      expect(await claimOrder(several, staff2, orderId, staff.subject)).toMatchObject({ ok: true })
      expect(await releaseOrder(several, staff, orderId)).toMatchObject({ ok: false })
      expect(await addNote(several, staff, orderId, { text: 'gift', key: 'key-1' })).toMatchObject({ ok: true })
      expect(await listNotes(several.shards, orderId)).toMatchObject([{ kind: 'claim' }, { kind: 'note' }])
      expect(await notesFor(several, ops, orderId)).toMatchObject({ value: [{ text: 'gift' }] })
      expect(await takeOrder(several, staff, orderId, request)).toMatchObject({ ok: false })
      expect(await takeOrder(several, staff2, orderId, request)).toMatchObject({ ok: true })
      expect(await findOrder(several.shards, orderId)).toMatchObject({ clerk: { id: staff2.subject } })
    }
    await collectActs(audit, 'ordermanagement', source)
    await collectActs(audit, 'ordermanagement', source)
    const targets = audit.rows('SELECT target FROM audit').map(({ target }) => target)
    expect(targets.sort()).toEqual(toPack.toSorted())
    expect(databases.every((database) => database.rows('SELECT 1 FROM acts').length > 0)).toBe(true)
  })

  test('while one database is down the orders of the others are written', async () => {
    const { book, databases, several } = await world()
    for (const database of databases) database.rows('DELETE FROM worklist')
    databases[1]?.failWith(new Error('the database is down'))
    await expect(handleOrderEvents(several, book.messages)).rejects.toThrow('is down')
    databases[1]?.failWith(null)
    const [first, second, third] = databases.map((database) => database.rows('SELECT 1 FROM worklist').length)
    expect([Number(first) > 0, second, Number(third) > 0]).toEqual([true, 0, true])
  })
})

test('a rebuild walks over each database, and makes a row that is missing where its order stands', async () => {
  const { book, databases, several } = await world()
  const { messages } = messagesAmong(() => book.messages)
  const asked: string[] = []
  const orders: OrderMessagesRpc = {
    messages: (orderId, withContact) => {
      asked.push(orderId)
      return messages(orderId, withContact)
    },
  }
  const ports = { orders, now: () => later }
  const tables = worklistTables(several)
  const rows = await rowsOfAll(tables, null, 100)
  expect(rows).toHaveLength(24)
  expect(await compareAll(tables, ports, rows, false)).toEqual([])
  const all = numbers.map((number) => ({ orderId: orderIdOf(number), key: null }))
  asked.splice(0)
  expect(await compareAll(tables, ports, all, false)).toEqual([])
  expect(asked).toEqual([])
  const before = databases.map((database) => database.rows('SELECT order_id FROM worklist'))
  for (const database of databases) database.rows('DELETE FROM worklist')
  expect(await compareAll(tables, ports, all, true)).toHaveLength(24)
  expect(databases.map((database) => database.rows('SELECT order_id FROM worklist'))).toEqual(before)
})

test('a row in a database that is not its own is removed, and then made in its own', async () => {
  const { book, databases, several } = await world()
  const wrong: WorkPorts = { ...several, shards: orderShards(layoutsIn('2'), databases) }
  for (const database of databases) database.rows('DELETE FROM worklist')
  await handleOrderEvents(wrong, book.messages)
  const ports = { orders: messagesAmong(() => book.messages), now: () => later }
  const tables = worklistTables(several)
  const removed = await compareAll(tables, ports, await rowsOfAll(tables, null, 100), true)
  expect(new Set(removed.map(({ kind }) => kind))).toEqual(new Set(['foreign']))
  const all = numbers.map((number) => ({ orderId: orderIdOf(number), key: null }))
  expect(await compareAll(tables, ports, all, true)).toHaveLength(removed.length)
  expect(await compareAll(tables, ports, await rowsOfAll(tables, null, 100), true)).toEqual([])
})

/** A change in a database, and some looks later two in another, whose clock is behind. */
async function follow(firstAt: number, secondAt: number) {
  const clock = { now: later }
  const databases = [0, 1].map((of) => openDatabase('ordermanagement', { now: () => clock.now - of * 200 }))
  const shards = orderShards(layoutsIn('0-1'), databases)
  const insert = (of: number) =>
    databases[of]?.rows(`INSERT INTO worklist (order_id, seq, order_status, paid_at, order_json, changed_at)
      VALUES ('order_${clock.now}_${of}', 1, 'x', '', '{}', 1)`)
  const newest = () => readNewestChange(databases)
  const read = () => databases.map((database) => database.rows('SELECT order_id FROM worklist'))
  await newest()
  clock.now += 5000
  let told = await newest()
  let shown = read()
  insert(0)
  for (let step = 1; step < 60; step += 1) {
    if (step === firstAt || step === secondAt) insert(1)
    const change = await newestChange({ shards, newest }, staff, null, told)
    if (change.ok && change.value > told) {
      told = change.value
      shown = read()
    }
    clock.now += 50
  }
  return { shown, all: read() }
}

test('who follows the list is shown each change of any database, whose clocks may differ', async () => {
  for (let firstAt = 1; firstAt < 6; firstAt += 1) {
    for (let secondAt = firstAt; secondAt < 35; secondAt += 1) {
      const { shown, all } = await follow(firstAt, secondAt)
      expect(shown).toEqual(all)
    }
  }
})
