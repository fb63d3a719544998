// mypage: each order is shown to its own customer only.
import { describe, expect, test } from 'vitest'
import { handleOrderEvents, type MyPagePorts } from '../../../src/mypage/event-handler.ts'
import { changesOfOwn, followOwn, getOwn, listOwn } from '../../../src/mypage/projection.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault, unreadableRow } from '../../support/vault.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)

function openMyPage(shardCount = 2) {
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const databases = Array.from({ length: shardCount }, () => openDatabase('mypage', { now: () => clock.now }))
  const ports: MyPagePorts = { vault: testVault, shards: databases, now: () => clock.now }
  return { databases, clock, ports }
}

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
      expect(await followOwn(ports, caller, null)).toMatchObject({ rejection: { code: 'forbidden' } })
    }
  })

  test('a row that was changed by hand lacks its personal data, and takes no other row away', async () => {
    const book = new OrderBook()
    const { ports, databases, clock } = openMyPage(1)
    for (const number of [1, 2]) await tell(book, orderIdOf(number), customer.subject, 'place')
    await handleOrderEvents(ports, book.messages)
    databases[0]?.rows(unreadableRow('orders', orderIdOf(1)))
    clock.now += 1000
    const changed = { order: { orderId: orderIdOf(1), contact: { customerName: '' } } }
    const whole = { order: { orderId: orderIdOf(2), contact: { customerName: expect.stringMatching(/./) } } }
    expect(await listOwn(ports, customer, firstPage)).toMatchObject({ value: { items: [whole, changed] } })
    expect(await changesOfOwn(ports, customer, 0)).toMatchObject({ value: [changed, whole] })
    expect(await getOwn(ports, customer, orderIdOf(1))).toMatchObject({ value: changed })
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
