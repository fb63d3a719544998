// The event handler of mypage: the newest state of every order is shown.
import { describe, expect, test } from 'vitest'
import { handleOrderEvents, type MyPagePorts } from '../../../src/mypage/event-handler.ts'
import { getOwn } from '../../../src/mypage/projection.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, shownOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { customer } = callers
const orderId = orderIdOf(1)
const happyPath = ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'] as const

function openMyPage(shardCount = 2) {
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const databases = Array.from({ length: shardCount }, () => openDatabase('mypage', { now: () => clock.now }))
  const ports: MyPagePorts = { vault: testVault, shards: databases, now: () => clock.now }
  return { databases, clock, ports }
}

describe('the projection', () => {
  test('shows the order after every event, deliveryStarted included', async () => {
    const book = new OrderBook()
    await tell(book, orderId, customer.subject, ...happyPath)
    const { ports } = openMyPage()
    const shown: string[] = []
    for (const message of book.messages) {
      await handleOrderEvents(ports, [message])
      const row = await getOwn(ports, customer, orderId)
      if (!row.ok) throw new Error(row.rejection.code)
      expect(row.value.order).toEqual(shownOf(message.data.order))
      shown.push(row.value.order.orderStatus)
    }
    expect(shown).toEqual(['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted', 'deliveryCompleted'])
  })

  test('agrees with the order in the end, when every message comes twice and in reverse', async () => {
    const book = new OrderBook()
    await tell(book, orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery', 'cancel', 'takeCancel')
    await tell(book, orderId, customer.subject, 'refund', 'recall')
    const { ports, databases, clock } = openMyPage(1)
    for (const message of book.messages.toReversed()) {
      await handleOrderEvents(ports, [message])
      await handleOrderEvents(ports, [message])
    }
    const order = await book.read(orderId)
    if (order === null) throw new Error('the order was placed')
    expect(await getOwn(ports, customer, orderId)).toMatchObject({ value: { order: shownOf(order) } })
    expect(databases[0]?.rows('SELECT seq, change FROM orders')).toEqual([{ seq: 8, change: clock.now }])
  })

  test('says when it took in what it shows, and a repeat does not make that younger', async () => {
    const book = new OrderBook()
    await tell(book, orderId, customer.subject, 'place')
    const { ports, clock } = openMyPage()
    await handleOrderEvents(ports, [book.message(orderId, 'OrderPlaced')])
    clock.now += 60_000
    await handleOrderEvents(ports, [book.message(orderId, 'OrderPlaced')])
    expect(await getOwn(ports, customer, orderId)).toMatchObject({ value: { projectedAt: '2026-11-02T10:00:00.000Z' } })
  })
})
