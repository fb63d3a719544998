// mypage: the newest state of every order, to its own customer only.
import { describe, expect, test } from 'vitest'
import { handleOrderEvents, type MyPagePorts } from '../../../src/mypage/event-handler.ts'
import { changesOfOwn, getOwn, listOwn } from '../../../src/mypage/projection.ts'
import { shardsIn } from '../../../src/mypage/shards.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const happyPath = ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'] as const

function openMyPage(shardCount = 2) {
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const databases = Array.from({ length: shardCount }, () => openDatabase('mypage', { now: () => clock.now }))
  const ports: MyPagePorts = { shards: databases, now: () => clock.now }
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
      expect(row.value.order).toEqual(message.data.order)
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
    expect(await getOwn(ports, customer, orderId)).toMatchObject({ value: { order: await book.read(orderId) } })
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

describe('who sees what', () => {
  test('a customer sees their own orders only, in the same database or another', async () => {
    for (const shardCount of [1, 2]) {
      const book = new OrderBook()
      await tell(book, orderIdOf(1), customer.subject, 'place')
      await tell(book, orderIdOf(2), stranger.subject, 'place')
      const { ports, clock } = openMyPage(shardCount)
      await handleOrderEvents(ports, book.messages)
      clock.now += 1000
      expect(await listOwn(ports, customer, firstPage)).toMatchObject({
        value: { items: [{ order: { orderId: orderIdOf(1) } }], cursor: null },
      })
      expect(await getOwn(ports, customer, orderIdOf(2))).toMatchObject({ rejection: { code: 'order_not_found' } })
      expect(await changesOfOwn(ports, customer, 0)).toMatchObject({ value: [{ order: { orderId: orderIdOf(1) } }] })
    }
  })

  test('it is for customers alone', async () => {
    const { ports } = openMyPage()
    for (const caller of [staff, courier, ops]) {
      expect(await listOwn(ports, caller, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await getOwn(ports, caller, orderId)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await changesOfOwn(ports, caller, 0)).toMatchObject({ rejection: { code: 'forbidden' } })
    }
  })

  test('orders are paged newest first', async () => {
    const book = new OrderBook()
    const { ports } = openMyPage()
    for (let number = 1; number <= 5; number += 1) await tell(book, orderIdOf(number), customer.subject, 'place')
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const answer = await listOwn(ports, customer, { limit: 2, cursor })
      if (!answer.ok) throw new Error(answer.rejection.code)
      seen.push(...answer.value.items.map((row) => row.order.orderId))
      cursor = answer.value.cursor
    } while (cursor !== null)
    expect(seen).toEqual([5, 4, 3, 2, 1].map(orderIdOf))
  })
})

describe('shards', () => {
  test('customers are spread evenly, and a customer never moves', () => {
    const counts = [0, 0, 0, 0]
    for (let number = 0; number < 4000; number += 1) {
      const shard = shardOf(`usr_${number}`, 4)
      counts[shard] = (counts[shard] ?? 0) + 1
    }
    expect(Math.min(...counts)).toBeGreaterThan(900)
    expect(['usr_customer', 'usr_stranger', 'Kang', ''].map((id) => shardOf(id, 1024))).toMatchInlineSnapshot(`
      [
        836,
        810,
        188,
        11,
      ]
    `)
  })

  test('the databases are those bound under the numbered names, up to the first gap', () => {
    expect(shardsIn({ MYPAGE_DB_0: 'a', MYPAGE_DB_1: 'b', MYPAGE_DB_3: 'd' })).toEqual(['a', 'b'])
    expect(() => shardsIn({})).toThrow('MYPAGE_DB_0')
  })
})
