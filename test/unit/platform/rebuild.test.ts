// A row that is not what its order's events make is found, and made again; what else a row has is left alone.
import { describe, expect, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import type { EventType } from '../../../src/contract/events.ts'
import { type Projection, projections } from '../../../src/contract/rebuild.ts'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { canonicalOrder, compareRows, rowsAfter, underWayMs } from '../../../src/platform/rebuild.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { messagesAmong, tablesOf } from '../../support/rebuilds.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { subscriberHandlers } from '../../support/subscriber-handlers.ts'

const stories: Step[][] = [
  ['place'],
  ['place', 'cancel'],
  ['place', 'pay'],
  ['place', 'pay', 'cancel', 'takeCancel', 'refund'],
  ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'],
  ['place', 'pay', 'flagNotTaken', 'take', 'startDelivery', 'cancel', 'takeCancel', 'recall', 'refund'],
  ['place', 'pay', 'take', 'startDelivery', 'bringBack'],
  ['place', 'pay', 'take', 'startDelivery', 'bringBack', 'restart', 'completeDelivery'],
]

const recordedBy: Partial<Record<OrderCommand['type'], EventType>> = {
  RecordDeliveryStarted: 'DeliveryStarted',
  TakeCancelOrder: 'CancelOrderTaken',
}

const names = { mypage: 'orders', ordermanagement: 'worklist', delivery: 'deliveries', analytics: 'order_facts' }

/** Every story, told to the projection as far as the events up to `upTo` go. */
async function world(projection: Projection, upTo = Number.POSITIVE_INFINITY) {
  const book = new OrderBook()
  for (const [number, steps] of stories.entries()) await tell(book, orderIdOf(number), 'usr_1', ...steps)
  const now = Date.parse(book.messages.at(-1)?.time ?? '') + 10 * underWayMs
  const databases = {
    ...{ ordermanagement: openDatabase('ordermanagement'), delivery: openDatabase('delivery') },
    ...{ analytics: openDatabase('analytics'), payment: openDatabase('payment'), message: openDatabase('message') },
    ...{ mypage: openDatabase('mypage'), operations: openDatabase('operations'), archive: openDatabase('archive') },
  }
  const payments = { getByName: () => ({ requestRefunds: async () => {}, hasAllRefunds: async () => true }) }
  // A command of the subscriber's is answered with the order right after it.
  const orders = {
    read: async () => null,
    handle: async (orderId: string, { type }: OrderCommand) => {
      const { order } = book.message(orderId, recordedBy[type] ?? 'DeliveryCanceled').data
      return { ok: true as const, value: { order, recorded: true } }
    },
  }
  const handlers = subscriberHandlers(databases, { orders, payments, now: () => now })
  const heard = book.messages.filter(({ data }) => data.event.seq <= upTo && subscribesTo(projection, data.event.type))
  for (const message of heard) await handlers[projection].handle([message])
  const clock = { now }
  const table = tablesOf(databases)[projection]
  const ports = { orders: messagesAmong(() => book.messages), now: () => clock.now }
  const all = stories.map((_, number) => ({ orderId: orderIdOf(number), key: null }))
  const database = databases[projection]
  const rows = () => database.rows(`SELECT * FROM ${names[projection]} ORDER BY order_id`).map(withoutTimes)
  const compare = (isRepairing: boolean, orders: { orderId: string; key: string[] | null }[] = all) =>
    compareRows(table, ports, orders, isRepairing)
  return { book, database, table, ports, clock, rows, compare, commands: () => book.commands.length }
}

function withoutTimes({
  changed_at: _,
  projected_at: __,
  change: ___,
  order_json = 'null',
  ...row
}: Record<string, unknown>): Record<string, unknown> {
  return { ...row, order_json: JSON.parse(String(order_json)) }
}

/** A row may be of a later event than the last that its subscriber gets. */
function withoutSeq({ seq: _, order_json: __, ...row }: Record<string, unknown>) {
  return row
}

describe.each(projections)('%s', (projection) => {
  const name = names[projection]

  test('as its events made it nothing differs', async () => {
    const { compare, table } = await world(projection)
    expect(await compare(false)).toEqual([])
    const refs = await rowsAfter(table, null, 100)
    expect(refs.length).toBeGreaterThan(3)
    const first = await rowsAfter(table, null, 2)
    expect([...first, ...(await rowsAfter(table, first.at(-1)?.key ?? null, 100))]).toEqual(refs)
  })

  test('each column that is changed by hand is found, and made again, and no command is given', async () => {
    const { compare, database, rows, table, commands } = await world(projection)
    const before = [rows(), commands()]
    for (const column of table.columns) {
      const value = column === 'order_json' ? `json_set(order_json, '$.total.amount', 1)` : changed[column]
      database.rows(`UPDATE ${name} SET ${column} = ${value ?? `'x'`} WHERE order_id = '${orderIdOf(4)}'`)
      const found = [{ orderId: orderIdOf(4), kind: expect.any(String), columns: expect.arrayContaining([column]) }]
      expect([column, await compare(false)]).toEqual([column, found])
      expect([column, await compare(true)]).toEqual([column, found])
      expect([rows(), commands()]).toEqual(before)
    }
    expect(await compare(false)).toEqual([])
  })

  test('a row that is gone is made again, and one of no order is removed', async () => {
    const { compare, database, rows, table } = await world(projection)
    const before = rows()
    database.rows(`UPDATE ${name} SET order_id = 'ord_none' WHERE order_id = '${orderIdOf(4)}'`)
    const refs = await rowsAfter(table, null, 100)
    expect((await compare(true, refs)).map(({ kind }) => kind)).toEqual(['foreign'])
    expect((await compare(true)).map(({ orderId, kind }) => [orderId, kind])).toEqual([[orderIdOf(4), 'missing']])
    expect(rows().map(withoutSeq)).toEqual(before.map(withoutSeq))
  })

  test('a projection that was set back is brought up to date', async () => {
    const { compare, rows } = await world(projection, 3)
    const differences = await compare(true)
    expect(differences.length).toBeGreaterThan(1)
    expect(await compare(false)).toEqual([])
    expect(rows().map(withoutSeq)).toEqual((await world(projection)).rows().map(withoutSeq))
  })

  test('an empty one is made from nothing', async () => {
    const { compare, rows, database } = await world(projection)
    const before = rows()
    database.rows(`DELETE FROM ${name}`)
    await compare(true)
    expect(await compare(false)).toEqual([])
    expect(rows().map(withoutSeq)).toEqual(before.map(withoutSeq))
  })

  test('an event that may be on its way is no difference', async () => {
    const { compare, clock, database, book } = await world(projection)
    database.rows(`DELETE FROM ${name}`)
    clock.now = Date.parse(book.messages[0]?.time ?? '') + underWayMs - 1
    expect(await compare(true)).toEqual([])
  })

  test('a row that goes on while it is compared is left alone', async () => {
    const { compare, database, ports } = await world(projection)
    database.rows(`UPDATE ${name} SET seq = 1 WHERE order_id = '${orderIdOf(4)}'`)
    const read = ports.orders.messages
    let reads = 0
    ports.orders.messages = async (...args) => {
      // The first answer is of before the order's last event.
      const messages = await read(...args)
      return args[0] === orderIdOf(4) && reads++ === 0 ? messages.slice(0, 4) : messages
    }
    database.rows(`UPDATE ${name} SET seq = 5 WHERE order_id = '${orderIdOf(4)}'`)
    expect(await compare(true)).toEqual([])
    expect(reads).toBe(2)
  })
})

/** What a column is set to, where a text will not do. */
const changed: Record<string, string> = {
  seq: '99',
  flagged: '1',
  paid_at_known: '0',
  paid: '0',
  captured: '1',
  returned: '1',
  delivered_seconds: '1',
  status: `'canceled'`,
  lines: `'[]'`,
}

test('a text that is no order stays as it is', () => {
  const never = () => {
    throw new Error('it is no order')
  }
  expect(canonicalOrder('{}', never)).toBe('{}')
  expect(canonicalOrder('not JSON', never)).toBe('not JSON')
})
