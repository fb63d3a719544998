// The events of orders in payment: notes and refund requests, each independent of the other's failure.
import { beforeEach, describe, expect, it } from 'vitest'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { appliedSeq, handleOrderEvents } from '../../../src/payment/event-handler.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { commands } from '../../support/orders.ts'
import { type LocalDatabase, openDatabase } from '../../support/sqlite.ts'

const [first, second] = [orderIdOf(1), orderIdOf(2)]

let orders: OrderBook
let database: LocalDatabase
let requested: OrderSummary[]
let called: string[]
let isPaymentDown: boolean

beforeEach(() => {
  orders = new OrderBook()
  database = openDatabase('payment')
  requested = []
  called = []
  isPaymentDown = false
})

const ports = () => ({
  database,
  payments: {
    getByName: (orderId: string) => ({
      requestRefunds: async (order: OrderSummary) => {
        called.push(orderId)
        // Later than a failing database: the handler must wait for both.
        await new Promise(setImmediate)
        if (isPaymentDown) throw new Error('the payment is down')
        requested.push(order)
      },
      hasAllRefunds: async () => {
        called.push(orderId)
        return requested.some((order) => order.orderId === orderId)
      },
    }),
  },
})
const notes = () => database.rows('SELECT order_id, day, seq FROM journal ORDER BY order_id, day')
const read = async (orderId: string) => {
  const order = await orders.read(orderId)
  if (order === null) throw new Error('there is no order')
  return order
}

describe('a batch of events', () => {
  it('leaves one note for each order and day, with its newest seq, in any order and however often', async () => {
    await tell(orders, first, 'usr_1', 'place', 'pay')
    await tell(orders, second, 'usr_1', 'place')
    orders.now = '2026-11-03T09:00:00.000Z'
    await tell(orders, first, 'usr_1', 'take')
    const expected = [
      { order_id: first, day: '2026-11-02', seq: 2 },
      { order_id: first, day: '2026-11-03', seq: 3 },
      { order_id: second, day: '2026-11-02', seq: 1 },
    ]
    await handleOrderEvents(ports(), orders.messages.toReversed())
    expect(notes()).toEqual(expected)
    await handleOrderEvents(ports(), orders.messages.slice(0, 1))
    expect(notes()).toEqual(expected)
    expect(called).toEqual([])
  })

  it('requests refunds once for each order, with the newest order that requires one', async () => {
    const meta = { by: { kind: 'system', id: 'test' }, causationId: 'test' } as const
    for (const orderId of [first, second]) {
      await tell(orders, orderId, 'usr_1', 'place', 'pay')
      await orders.handle(orderId, commands.RefundPart, meta)
      await tell(orders, orderId, 'usr_1', 'cancel', 'takeCancel')
    }
    await handleOrderEvents(ports(), [...orders.messages, ...orders.messages].toReversed())
    expect(called.toSorted()).toEqual([first, second])
    expect(requested.map(({ orderStatus }) => orderStatus)).toEqual(['cancelOrderTaken', 'cancelOrderTaken'])
  })

  it('calls nothing when it is empty', async () => {
    await handleOrderEvents(ports(), [])
    expect(database.calls).toEqual({ batches: [], single: 0 })
  })

  it('is noted though a payment fails, and refunded though the database fails; the failure is thrown', async () => {
    await tell(orders, first, 'usr_1', 'place', 'pay', 'cancel', 'takeCancel')
    isPaymentDown = true
    await expect(handleOrderEvents(ports(), orders.messages)).rejects.toThrow('the payment is down')
    expect(notes()).toHaveLength(1)
    isPaymentDown = false
    database.failWith(new Error('the database is down'))
    await expect(handleOrderEvents(ports(), orders.messages)).rejects.toThrow('the database is down')
    expect(requested).toHaveLength(1)
  })
})

describe('the applied seq', () => {
  it('is the noted one, and calls no payment while the order requires no refund', async () => {
    await tell(orders, first, 'usr_1', 'place', 'pay')
    expect(await appliedSeq(ports(), await read(first))).toBe(0)
    await handleOrderEvents(ports(), orders.messages)
    expect(await appliedSeq(ports(), await read(first))).toBe(2)
    expect(called).toEqual([])
  })

  it('is 0 while the payment lacks a refund that the order requires', async () => {
    await tell(orders, first, 'usr_1', 'place', 'pay', 'cancel', 'takeCancel')
    isPaymentDown = true
    await expect(handleOrderEvents(ports(), orders.messages)).rejects.toThrow()
    expect(await appliedSeq(ports(), await read(first))).toBe(0)
    isPaymentDown = false
    await handleOrderEvents(ports(), orders.messages)
    expect(await appliedSeq(ports(), await read(first))).toBe(4)
  })
})
