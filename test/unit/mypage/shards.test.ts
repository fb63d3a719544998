// The shards of mypage: customers are spread evenly over the databases that are bound, and a move loses no order.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { appliedSeq, handleOrderEvents, type MyPagePorts } from '../../../src/mypage/event-handler.ts'
import { listOwn } from '../../../src/mypage/projection.ts'
import { readShards } from '../../../src/mypage/shards.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, shownOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

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

  test('when their number doubles, a customer stays or goes to a new one', () => {
    for (let number = 0; number < 1000; number += 1) {
      const [of2, of4] = [shardOf(`usr_${number}`, 2), shardOf(`usr_${number}`, 4)]
      expect([of2, of2 + 2]).toContain(of4)
    }
  })

  test.each([
    ['1', ['a'], null],
    ['2', ['a', 'b'], null],
    ['2 to 4', ['a', 'b'], ['a', 'b', 'c', 'd']],
    ['4 to 2', ['a', 'b', 'c', 'd'], ['a', 'b']],
  ])('"%s" of four that are bound', (configured, shards, next) => {
    expect(readShards(configured, ['a', 'b', 'c', 'd'])).toEqual({ shards, next })
  })

  test.each(['', '0', '5', '2 to 5', '2to4', 'two', '2 to', '-1', '02'])('"%s" is refused', (configured) => {
    expect(() => readShards(configured, ['a', 'b', 'c', 'd'])).toThrow(RangeError)
  })
})

describe.each([
  [1, 2],
  [2, 4],
  [2, 3],
  [4, 2],
])('from %d databases to %d', (from, to) => {
  const people = Array.from({ length: 12 }, (_, number): Caller => ({ ...callers.customer, subject: `usr_${number}` }))
  const bound = () => Array.from({ length: 4 }, () => openDatabase('mypage'))

  test('every customer sees each of their orders as it stands, before the move, during it and after it', async () => {
    const databases = bound()
    const ports = (configured: string): MyPagePorts => ({
      ...readShards(configured, databases),
      vault: testVault,
      now: Date.now,
    })
    const [before, during, after] = [ports(`${from}`), ports(`${from} to ${to}`), ports(`${to}`)]
    const book = new OrderBook()
    let told = 0
    /** One more event of every order, handled by Workers of this release. */
    const goOn = async (handledBy: MyPagePorts, step: 'place' | 'pay' | 'take' | 'startDelivery') => {
      for (const [number, { subject }] of people.entries()) await tell(book, orderIdOf(number), subject, step)
      await handleOrderEvents(handledBy, book.messages.slice(told))
      told = book.messages.length
    }
    const agrees = async (readBy: MyPagePorts) => {
      for (const [number, caller] of people.entries()) {
        const list = await listOwn(readBy, caller, { limit: 10, cursor: null })
        const order = await book.read(orderIdOf(number))
        if (order === null) throw new Error('every order was placed')
        expect(list).toMatchObject({ ok: true, value: { items: [{ order: shownOf(order) }] } })
      }
    }
    await goOn(before, 'place')
    await agrees(before)
    await goOn(during, 'pay')
    await agrees(during)
    // A Worker of the release before handles some events too, while the new one is deployed.
    await goOn(before, 'take')
    await agrees(during)
    for (const [number, { subject }] of people.entries()) {
      const order = await book.read(orderIdOf(number))
      if (order === null) throw new Error(`no order of ${subject}`)
      if ((await appliedSeq(during, order)) === order.seq) continue
      await handleOrderEvents(during, [book.message(order.orderId, 'OrderTaken')])
      expect(await appliedSeq(during, order)).toBe(order.seq)
    }
    await agrees(after)
    await goOn(after, 'startDelivery')
    await agrees(after)
  })

  test('an order is applied only when it is at its new home, too', async () => {
    const databases = bound()
    const book = new OrderBook()
    const mover = people.find(({ subject }) => shardOf(subject, from) !== shardOf(subject, to))
    await tell(book, orderIdOf(1), mover?.subject ?? '', 'place')
    const { order } = book.message(orderIdOf(1), 'OrderPlaced').data
    await handleOrderEvents({ ...readShards(`${from}`, databases), vault: testVault, now: Date.now }, book.messages)
    expect(await appliedSeq(readShards(`${from}`, databases), order)).toBe(1)
    expect(await appliedSeq(readShards(`${from} to ${to}`, databases), order)).toBe(0)
  })
})
