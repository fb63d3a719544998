// The checkpoint of each subscriber: it covers exactly the events that have taken effect.
import { describe, expect, test } from 'vitest'
import type { OrderSummary } from '../../../src/contract/order.ts'
import * as delivery from '../../../src/delivery/event-handler.ts'
import { isCarriedOut } from '../../../src/delivery/progress.ts'
import * as message from '../../../src/message/event-handler.ts'
import * as mypage from '../../../src/mypage/event-handler.ts'
import { fold } from '../../../src/order/evolve.ts'
import { summarize } from '../../../src/order/summary.ts'
import * as worklist from '../../../src/ordermanagement/event-handler.ts'
import * as payment from '../../../src/payment/event-handler.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'
import { tell as orderAfter, situations } from '../../support/orders.ts'
import { inOne } from '../../support/shards.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const orderId = orderIdOf(1)

async function bookOf(...steps: Step[]) {
  const book = new OrderBook()
  await tell(book, orderId, '1', ...steps)
  return { book, order: async () => (await book.read(orderId)) as OrderSummary }
}

const log = () => {}

test('delivery: sent out when the order has recorded it, not when the row stands', async () => {
  const { book, order } = await bookOf('place', 'pay', 'take')
  const ports = { shards: inOne(openDatabase('delivery')), orders: book, newId: () => 'req_test', log }
  book.fault = new Error('the order Worker is down')
  await expect(delivery.handleOrderEvents(ports, [book.message(orderId, 'OrderTaken')])).rejects.toThrow('is down')
  book.fault = null
  expect(await delivery.appliedSeq(ports, await order())).toBe(0)
  await delivery.handleOrderEvents(ports, [book.message(orderId, 'OrderTaken')])
  expect(await delivery.appliedSeq(ports, await order())).toBe(4)
})

test('delivery: called back when the order has recorded it', async () => {
  const { book, order } = await bookOf('place', 'pay', 'take')
  const ports = { shards: inOne(openDatabase('delivery')), orders: book, newId: () => 'req_test', log }
  await delivery.handleOrderEvents(ports, [book.message(orderId, 'OrderTaken')])
  await tell(book, orderId, '1', 'cancel', 'takeCancel')
  expect(await delivery.appliedSeq(ports, await order())).toBe(0)
  await delivery.handleOrderEvents(ports, [book.message(orderId, 'CancelOrderTaken')])
  expect(await delivery.appliedSeq(ports, await order())).toBe((await order()).seq)
})

test('delivery, over every situation: which rows are all that the order asks for', () => {
  const statuses = [null, 'assigned', 'started', 'completed', 'canceled'] as const
  const lines = Object.entries(situations).flatMap(([name, story]) => {
    const order = summarize(orderId, fold(orderAfter(...story).events))
    if (order === null) return []
    return `${name.padEnd(46)} ${statuses
      .filter((status) => isCarriedOut(order, status))
      .map((status) => status ?? 'no row')
      .join(', ')}`
  })
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    orderStarted, requested                        no row
    orderStarted, deferred                         no row
    orderStarted, unknown                          no row
    orderStarted, declined                         no row
    payApproved                                    no row
    orderTaken                                     
    deliveryStarted                                started
    deliveryCompleted                              completed
    orderCanceled, not paid                        no row, canceled
    orderCanceled, paid                            no row, canceled
    orderCanceled, delivery started                started
    cancelOrderTaken, no delivery                  no row, canceled
    cancelOrderTaken, late approval                no row, canceled
    cancelOrderTaken, delivery started             
    cancelOrderTaken, refunded, not recalled       
    cancelOrderTaken, recalled, not refunded       canceled
    payCanceled, no delivery                       no row, canceled
    payCanceled, recalled                          canceled
    cancelOrderTaken, refund failed                no row, canceled
    "
  `)
})

test('message: applied when all are sent', async () => {
  const { book, order } = await bookOf('place', 'pay', 'take', 'startDelivery')
  let isUp = false
  let now = 0
  const send = () => (isUp ? Promise.resolve({ channelId: null }) : Promise.reject(new Error('no line')))
  const clock = { now: () => now, random: () => 0 }
  const ports = {
    vault: testVault,
    shards: inOne(openDatabase('message')),
    notifier: { channel: 'test', send },
    ...clock,
  }
  const before = [...book.messages]
  await expect(message.handleOrderEvents(ports, before)).rejects.toThrow('wait for their next try')
  expect(await message.appliedSeq(ports, await order())).toBe(0)
  isUp = true
  now += 1000
  await message.handleOrderEvents(
    ports,
    before.filter(({ data }) => data.event.type !== 'PayApproved'),
  )
  expect(await message.appliedSeq(ports, await order())).toBe(0)
  await message.handleOrderEvents(ports, before)
  expect(await message.appliedSeq(ports, await order())).toBe(4)
  await tell(book, orderId, '1', 'cancel', 'takeCancel', 'recall')
  expect(await message.appliedSeq(ports, await order())).toBe(0)
  await message.handleOrderEvents(ports, [book.message(orderId, 'OrderCanceled')])
  expect(await message.appliedSeq(ports, await order())).toBe(0)
  await message.handleOrderEvents(ports, [book.message(orderId, 'DeliveryCanceled')])
  expect(await message.appliedSeq(ports, await order())).toBe(7)
})

test('mypage: the seq it shows', async () => {
  const { book, order } = await bookOf('place', 'pay')
  const ports = { vault: testVault, shards: [openDatabase('mypage'), openDatabase('mypage')], now: () => 0 }
  expect(await mypage.appliedSeq(ports, await order())).toBe(0)
  await mypage.handleOrderEvents(ports, [book.message(orderId, 'OrderPlaced')])
  expect(await mypage.appliedSeq(ports, await order())).toBe(1)
  await mypage.handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
  expect(await mypage.appliedSeq(ports, await order())).toBe(2)
})

describe('ordermanagement', () => {
  const portsOf = (book: OrderBook) => ({
    shards: inOne(openDatabase('ordermanagement')),
    vault: testVault,
    orders: book,
    newId: () => 'req_test',
    log,
  })

  test('a cancel is applied when it is acknowledged', async () => {
    const { book, order } = await bookOf('place', 'pay', 'cancel')
    const ports = portsOf(book)
    expect(await worklist.appliedSeq(ports, await order())).toBe(0)
    await worklist.handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
    book.fault = new Error('the order Worker is down')
    await expect(worklist.handleOrderEvents(ports, [book.message(orderId, 'OrderCanceled')])).rejects.toThrow('is down')
    book.fault = null
    expect(await worklist.appliedSeq(ports, await order())).toBe(2)
    await worklist.handleOrderEvents(ports, [book.message(orderId, 'OrderCanceled')])
    expect(await worklist.appliedSeq(ports, await order())).toBe(4)
  })

  test('a payment is applied when its own event was applied, whatever else is known', async () => {
    const { book, order } = await bookOf('place', 'pay', 'take', 'startDelivery')
    const ports = portsOf(book)
    await worklist.handleOrderEvents(ports, [book.message(orderId, 'DeliveryStarted')])
    expect(await worklist.appliedSeq(ports, await order())).toBe(0)
    await worklist.handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
    expect(await worklist.appliedSeq(ports, await order())).toBe(4)
  })

  test('an order that was never paid is none of its business', async () => {
    const { book, order } = await bookOf('place', 'cancel')
    expect(await worklist.appliedSeq(portsOf(book), await order())).toBe(2)
  })
})

test('payment: applied when it is noted, and its own books owe the refund', async () => {
  const { book, order } = await bookOf('place', 'pay', 'cancel', 'takeCancel')
  const requested: string[] = []
  const payments = {
    getByName: () => ({
      requestRefunds: async (order: OrderSummary) => void requested.push(order.orderId),
      hasAllRefunds: async (order: OrderSummary) => requested.includes(order.orderId),
    }),
  }
  const ports = { database: openDatabase('payment'), payments }
  expect(await payment.appliedSeq(ports, await order())).toBe(0)
  await payment.handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
  expect(await payment.appliedSeq(ports, await order())).toBe(0)
  await payment.handleOrderEvents(ports, [book.message(orderId, 'CancelOrderTaken')])
  expect(await payment.appliedSeq(ports, await order())).toBe(4)
  requested.length = 0
  expect(await payment.appliedSeq(ports, await order())).toBe(0)
})
