// Each subscriber applies a batch with one write to its database, and with the same result as message by message.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { forEachSubscriber, type Subscriber, subscribers, subscribesTo } from '../../../src/contract/routing.ts'
import type { DeliveryPorts } from '../../../src/delivery/event-handler.ts'
import * as message from '../../../src/message/event-handler.ts'
import type { OutgoingMessage } from '../../../src/message/notifier.ts'
import * as mypage from '../../../src/mypage/event-handler.ts'
import * as payment from '../../../src/payment/event-handler.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { bound, subscriberHandlers } from '../../support/subscriber-handlers.ts'
import { testVault } from '../../support/vault.ts'

const now = () => Date.parse('2026-11-02T10:00:00.000Z')

function subscribersOf(book: OrderBook) {
  const databases = {
    ...forEachSubscriber((subscriber) => openDatabase(subscriber, { now })),
    mypage1: openDatabase('mypage', { now }),
  }
  const sent: OutgoingMessage[] = []
  const refunds: OrderSummary[] = []
  const faulty = new Set<string>()
  const demand = (orderId: string) => {
    if (faulty.has(orderId)) throw new Error(`${orderId} does not answer`)
  }
  const atOnce = { now: 0, most: 0 }
  const orders: DeliveryPorts['orders'] = {
    read: (orderId) => book.read(orderId),
    handle: async (orderId, ...rest) => {
      atOnce.most = Math.max(atOnce.most, ++atOnce.now)
      await new Promise((resolve) => setImmediate(resolve))
      atOnce.now -= 1
      demand(orderId)
      return book.handle(orderId, ...rest)
    },
  }
  const notifier = {
    channel: 'test',
    send: async (outgoing: OutgoingMessage) => {
      demand(outgoing.orderId)
      sent.push(outgoing)
      return { channelId: null }
    },
  }
  const payments = {
    getByName: () => ({
      requestRefunds: async (order: OrderSummary) => {
        demand(order.orderId)
        refunds.push(order)
      },
      hasAllRefunds: async () => true,
    }),
  }
  const handlers = {
    ...subscriberHandlers(databases, { orders, payments, now }),
    message: bound(message, { shards: inOne(databases.message), vault: testVault, notifier, now, random: () => 0 }),
    mypage: bound(mypage, { vault: testVault, shards: [databases.mypage, databases.mypage1], now }),
  }
  const apply = forEachSubscriber((subscriber) => handlers[subscriber].handle)
  return { databases, sent, refunds, faulty, atOnce, apply }
}

const messagesFor = (subscriber: Subscriber, { messages }: OrderBook) =>
  messages.filter(({ data }) => subscribesTo(subscriber, data.event.type))

async function bookOf(stories: readonly (readonly Step[])[]): Promise<OrderBook> {
  const book = new OrderBook()
  for (const [number, steps] of stories.entries()) await tell(book, orderIdOf(number), `usr_${number % 5}`, ...steps)
  return book
}

/** Finished stories: the order has recorded every report of a subscriber already. */
const ended: Step[][] = [
  ['place'],
  ['place', 'cancel'],
  ['place', 'pay', 'cancel', 'takeCancel', 'refund'],
  ['place', 'pay', 'take', 'cancel', 'takeCancel', 'refund'],
  ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'],
  ['place', 'pay', 'flagNotTaken', 'take', 'startDelivery', 'cancel', 'takeCancel', 'recall', 'refund'],
]

describe('a batch of many orders', () => {
  test('is one write to each database, of two statements for each order at most; messages are six to a write', async () => {
    const book = await bookOf(Array.from({ length: 20 }, () => ended[4] ?? []))
    const { databases, apply } = subscribersOf(book)
    for (const subscriber of subscribers) await apply[subscriber](messagesFor(subscriber, book))
    const calls = Object.fromEntries(Object.entries(databases).map(([name, { calls }]) => [name, calls]))
    expect(calls).toEqual({
      ordermanagement: { batches: [40], single: 0 },
      delivery: { batches: [20], single: 0 },
      payment: { batches: [20], single: 0 },
      // Messages of a backlog are claimed, and recorded, six at a time.
      message: { batches: [...Array(16).fill(6), 4], single: 3 + 17 },
      mypage: { batches: [expect.any(Number)], single: 0 },
      mypage1: { batches: [expect.any(Number)], single: 0 },
      analytics: { batches: [21], single: 0 },
      operations: { batches: [], single: 0 },
      archive: { batches: [20], single: 0 },
    })
    expect([...databases.mypage.calls.batches, ...databases.mypage1.calls.batches].reduce((a, b) => a + b)).toBe(20)
  })

  test('ends as message by message, in any order, with repeats, in whatever batches it comes', async () => {
    const book = await bookOf([...ended, ...ended])
    const rows = ({ databases }: ReturnType<typeof subscribersOf>) => ({
      analytics: databases.analytics.rows('SELECT * FROM order_facts ORDER BY order_id'),
      ordermanagement: databases.ordermanagement.rows('SELECT *, 0 AS changed_at FROM worklist ORDER BY order_id'),
      delivery: databases.delivery.rows('SELECT order_id, status, ended_at FROM deliveries ORDER BY order_id'),
      payment: databases.payment.rows('SELECT * FROM journal ORDER BY order_id, day'),
      // An order that was packed is dated by the event that told it.
      message: databases.message.rows(
        `SELECT *, IIF(kind = 'packed', '', recorded_at) AS recorded_at FROM messages ORDER BY message_id`,
      ),
      mypage: [databases.mypage, databases.mypage1].map((shard) =>
        shard.rows('SELECT order_id, seq, order_json FROM orders ORDER BY order_id'),
      ),
    })
    const alone = subscribersOf(book)
    for (const subscriber of subscribers) {
      for (const each of messagesFor(subscriber, book)) await alone.apply[subscriber]([each])
    }
    const expected = rows(alone)
    const result = book.messages.length
    const arrivals = fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 2 * result })
    await fc.assert(
      fc.asyncProperty(arrivals, fc.infiniteStream(fc.nat()), async (early, sizes) => {
        const together = subscribersOf(book)
        for (const subscriber of subscribers) {
          const due = messagesFor(subscriber, book)
          // First some messages out of order, and then all of them, backwards or forwards.
          const some = early.flatMap(([pick]) => due[pick % due.length] ?? [])
          const queue = [...some, ...(early[0]?.[1] ? due.toReversed() : due)]
          while (queue.length > 0) {
            const { value: size } = sizes.next()
            await together.apply[subscriber](queue.splice(0, 1 + (Number(size) % 20)))
          }
        }
        expect(rows(together)).toEqual(expected)
        expect(book.messages).toHaveLength(result)
      }),
      { numRuns: 30 },
    )
  })
})

describe('in a batch in which one order does not answer', () => {
  const faultyId = orderIdOf(3)
  const stateOf = (rows: Record<string, unknown>[], column: string) =>
    rows.map((row) => (row['order_id'] === faultyId ? `! ${row[column]}` : row[column]))

  test('ordermanagement acknowledges the others, a few at a time, and shows the one as canceled', async () => {
    const book = await bookOf(Array.from({ length: 30 }, () => ['place', 'pay', 'cancel'] as const))
    const { databases, faulty, atOnce, apply } = subscribersOf(book)
    const batch = messagesFor('ordermanagement', book)
    faulty.add(faultyId)
    await expect(apply.ordermanagement(batch)).rejects.toThrow('does not answer')
    const states = stateOf(databases.ordermanagement.rows('SELECT * FROM worklist'), 'order_status')
    expect(new Set(states)).toEqual(new Set(['cancelOrderTaken', '! orderCanceled']))
    expect(states).toHaveLength(30)
    expect(atOnce.most).toBe(10)
    expect(databases.ordermanagement.calls).toEqual({ batches: [60], single: 0 })
    faulty.clear()
    await apply.ordermanagement(batch)
    expect(stateOf(databases.ordermanagement.rows('SELECT * FROM worklist'), 'order_status')).toContain(
      '! cancelOrderTaken',
    )
    expect(book.messages.filter(({ data }) => data.event.type === 'CancelOrderTaken')).toHaveLength(30)
  })

  test('the delivery starts the others, and shows the one as assigned', async () => {
    const book = await bookOf(Array.from({ length: 30 }, () => ['place', 'pay', 'take'] as const))
    const { databases, faulty, atOnce, apply } = subscribersOf(book)
    faulty.add(faultyId)
    await expect(apply.delivery(messagesFor('delivery', book))).rejects.toThrow('does not answer')
    const states = stateOf(databases.delivery.rows('SELECT * FROM deliveries'), 'status')
    expect(new Set(states)).toEqual(new Set(['started', '! assigned']))
    expect(states).toHaveLength(30)
    expect(atOnce.most).toBe(10)
  })

  test('the delivery calls an order back, and starts nothing first, when both come together', async () => {
    const book = await bookOf([['place', 'pay', 'take', 'startDelivery', 'cancel', 'takeCancel']])
    const before = book.commands.length
    const { databases, apply } = subscribersOf(book)
    await apply.delivery(messagesFor('delivery', book).toReversed())
    expect(book.commands.slice(before).map(({ command }) => command.type)).toEqual(['RecordDeliveryCanceled'])
    expect(databases.delivery.rows('SELECT status FROM deliveries')).toEqual([{ status: 'canceled' }])
  })

  test('the other customers are told, and that is recorded', async () => {
    const book = await bookOf(Array.from({ length: 12 }, () => ['place', 'pay', 'take', 'startDelivery'] as const))
    const { databases, faulty, sent, apply } = subscribersOf(book)
    const batch = messagesFor('message', book).filter(({ data }) => data.event.type === 'DeliveryStarted')
    faulty.add(faultyId)
    await expect(apply.message([...batch, ...batch])).rejects.toThrow('2 wait for their next try')
    const sentRows = () => databases.message.rows('SELECT * FROM messages WHERE sent_at IS NOT NULL')
    expect(sentRows()).toHaveLength(22)
    expect(sent).toHaveLength(22)
    faulty.clear()
    databases.message.rows(`UPDATE messages SET next_try_at = '2026-11-02T10:00:00.000Z' WHERE problem = 'waiting'`)
    await apply.message(batch)
    expect(sent.slice(22).map(({ orderId }) => orderId)).toEqual([faultyId, faultyId])
    expect(sentRows()).toHaveLength(24)
  })

  test('payment notes all and gives the others their money back, each once', async () => {
    const book = await bookOf(Array.from({ length: 12 }, () => ['place', 'pay', 'cancel', 'takeCancel'] as const))
    const { databases, faulty, refunds, apply } = subscribersOf(book)
    const batch = messagesFor('payment', book)
    faulty.add(faultyId)
    await expect(apply.payment([...batch, ...batch])).rejects.toThrow('does not answer')
    expect(refunds).toHaveLength(11)
    expect(databases.payment.rows('SELECT seq FROM journal')).toEqual(Array(12).fill({ seq: 4 }))
  })

  test('payment gives all money back though its journal is away', async () => {
    const book = await bookOf(Array.from({ length: 12 }, () => ['place', 'pay', 'cancel', 'takeCancel'] as const))
    const { databases, refunds, apply } = subscribersOf(book)
    databases.payment.failWith(new Error('the database is down'))
    await expect(apply.payment(messagesFor('payment', book))).rejects.toThrow('is down')
    expect(refunds).toHaveLength(12)
  })
})

test('an order whose days are many finds its newest note', async () => {
  const database = openDatabase('payment')
  const payments = { getByName: () => ({ requestRefunds: async () => {}, hasAllRefunds: async () => true }) }
  const book = await bookOf([['place', 'pay']])
  await payment.handleOrderEvents({ database, payments }, messagesFor('payment', book))
  const order = await book.read(orderIdOf(0))
  if (order === null) throw new Error('it was placed')
  expect(await payment.appliedSeq({ database, payments }, order)).toBe(2)
  const later = { ...order, seq: 9, updatedAt: '2028-02-29T00:00:00.000Z' }
  expect(await payment.appliedSeq({ database, payments }, later)).toBe(2)
  database.rows(`INSERT INTO journal (order_id, day, seq) VALUES ('${order.orderId}', '2028-02-29', 9)`)
  expect(await payment.appliedSeq({ database, payments }, later)).toBe(9)
})
