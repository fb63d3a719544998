// mypage: the newest state of every order, to its own customer only, resumable from the last change seen.
import { describe, expect, test } from 'vitest'
import type { Result } from '../../../src/contract/result.ts'
import type { ChangedOrder, Page, PageRequest } from '../../../src/contract/rpc.ts'
import { handleOrderEvents, type MyPagePorts } from '../../../src/mypage/event-handler.ts'
import { changedSince, changesOfOwn, getOwn, listOwn } from '../../../src/mypage/projection.ts'
import { shardsIn } from '../../../src/mypage/shards.ts'
import { encodeCursor } from '../../../src/platform/cursor.ts'
import { shardOf } from '../../../src/platform/shard.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const happyPath = ['place', 'pay', 'take', 'startDelivery', 'completeDelivery'] as const

function openMyPage(shardCount = 2) {
  const databases = Array.from({ length: shardCount }, () => openDatabase('mypage'))
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const ports: MyPagePorts = { shards: databases, now: () => clock.now }
  return { databases, clock, ports }
}

async function changes(ports: MyPagePorts, after: number) {
  const answer = await changesOfOwn(ports, customer, after)
  if (!answer.ok) throw new Error(answer.rejection.code)
  return answer.value
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
    const { ports, databases } = openMyPage(1)
    for (const message of book.messages.toReversed()) {
      await handleOrderEvents(ports, [message])
      await handleOrderEvents(ports, [message])
    }
    expect(await getOwn(ports, customer, orderId)).toMatchObject({ value: { order: await book.read(orderId) } })
    expect(databases[0]?.rows('SELECT seq, change FROM orders')).toEqual([{ seq: 8, change: 1 }])
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
      const { ports } = openMyPage(shardCount)
      for (const message of book.messages) await handleOrderEvents(ports, [message])
      expect(await listOwn(ports, customer, firstPage)).toMatchObject({
        value: { items: [{ order: { orderId: orderIdOf(1) } }], cursor: null },
      })
      expect(await getOwn(ports, customer, orderIdOf(2))).toMatchObject({ rejection: { code: 'order_not_found' } })
      expect((await changes(ports, 0)).map((row) => row.order.orderId)).toEqual([orderIdOf(1)])
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

describe('live changes', () => {
  test('a reader who resumes from the last change seen misses none and sees none twice', async () => {
    const book = new OrderBook()
    const { ports } = openMyPage()
    await tell(book, orderIdOf(1), customer.subject, 'place')
    await tell(book, orderIdOf(2), customer.subject, 'place')
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    const first = await changes(ports, 0)
    expect(first.map((row) => row.order.orderId)).toEqual([orderIdOf(1), orderIdOf(2)])
    const last = first.at(-1)?.change ?? 0
    expect(await changes(ports, last)).toEqual([])

    await tell(book, orderIdOf(1), customer.subject, 'pay')
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    const next = await changes(ports, last)
    expect(next).toMatchObject([{ order: { orderId: orderIdOf(1), orderStatus: 'payApproved' } }])
    expect(next[0]?.change).toBeGreaterThan(last)
  })

  test('changes come a hundred at a time, the oldest first', async () => {
    const book = new OrderBook()
    const { ports } = openMyPage()
    for (let number = 1; number <= 101; number += 1) await tell(book, orderIdOf(number), customer.subject, 'place')
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    const first = await changes(ports, 0)
    expect(first.map((row) => row.order.orderId)).toEqual(
      Array.from({ length: 100 }, (_, index) => orderIdOf(index + 1)),
    )
    expect((await changes(ports, first.at(-1)?.change ?? 0)).map((row) => row.order.orderId)).toEqual([orderIdOf(101)])
  })

  test.each([-1, 1.5, Number.NaN])('a change number of %d is refused by its field', async (after) => {
    expect(await changesOfOwn(openMyPage().ports, customer, after)).toMatchObject({
      rejection: { code: 'invalid_request', field: 'after' },
    })
  })
})

describe('what changed since, for ops', () => {
  const noon = Date.parse('2026-11-02T12:00:00.000Z')

  /** Everybody's orders, heard by the minute: two of one customer, one of the other. */
  async function heard() {
    const book = new OrderBook()
    const { ports, clock } = openMyPage()
    for (const [number, { subject }] of [customer, stranger, customer].entries()) {
      await tell(book, orderIdOf(number), subject, 'place', 'pay')
    }
    clock.now = noon
    for (const message of book.messages) {
      await handleOrderEvents(ports, [message])
      clock.now += 60_000
    }
    return { book, ports, clock }
  }

  async function pagesOf(ports: MyPagePorts, since: string | null, limit: number) {
    const pages: ChangedOrder[][] = []
    for (let cursor: string | null = null; ; ) {
      const page: Result<Page<ChangedOrder>> = await changedSince(ports, ops, since, { limit, cursor })
      if (!page.ok) throw new Error(page.rejection.detail)
      pages.push(page.value.items)
      cursor = page.value.cursor
      if (cursor === null) return pages
    }
  }

  test.each([1, 2, 100])(
    'is found in every database, %i at a time, each once, and nothing of whose it is',
    async (limit) => {
      const { ports } = await heard()
      const pages = await pagesOf(ports, null, limit)
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(limit)
      const found = pages.flat()
      expect(found.map((order) => order.orderId).sort()).toEqual([0, 1, 2].map(orderIdOf))
      for (const order of found) expect(Object.keys(order)).toEqual(['orderId', 'orderStatus', 'seq', 'updatedAt'])
    },
  )

  test('begins with the instant, to which what is still to be paid is added', async () => {
    const { book, ports, clock } = await heard()
    const idsSince = async (since: number) =>
      (await pagesOf(ports, new Date(since).toISOString(), 10)).flat().map((order) => order.orderId)
    expect(await idsSince(noon + 180_000)).toEqual(expect.arrayContaining([orderIdOf(1), orderIdOf(2)]))
    expect(await idsSince(noon + 180_000)).toHaveLength(2)
    expect(await idsSince(clock.now)).toEqual([])
    await tell(book, orderIdOf(3), customer.subject, 'place')
    await handleOrderEvents(ports, [book.message(orderIdOf(3), 'OrderPlaced')])
    expect(await idsSince(clock.now + 3_600_000)).toEqual([orderIdOf(3)])
    // The same instant, as somebody further east writes it.
    const east = new Date(noon + 180_000 + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
    expect((await pagesOf(ports, east, 10)).flat()).toHaveLength(3)
  })

  test.each<[string, string | null, PageRequest]>([
    ['since', 'yesterday', firstPage],
    ['limit', null, { limit: 0, cursor: null }],
    ['cursor', null, { limit: 1, cursor: 'x' }],
    ['cursor', null, { limit: 1, cursor: encodeCursor(['2', '0']) }],
    ['cursor', null, { limit: 1, cursor: encodeCursor(['2026-11-02T12:00:00.000Z', orderId]) }],
    ['cursor', null, { limit: 1, cursor: encodeCursor(['0', 'x']) }],
  ])('is refused by its field: %s %j %j', async (field, since, page) => {
    const { ports } = openMyPage()
    expect(await changedSince(ports, ops, since, page)).toMatchObject({ rejection: { code: 'invalid_request', field } })
  })

  test.each([customer, staff, courier])('is for nobody else: $role', async (caller) => {
    const answer = await changedSince(openMyPage().ports, caller, null, firstPage)
    expect(answer).toMatchObject({ rejection: { code: 'forbidden' } })
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
