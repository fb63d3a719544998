// What changed in mypage: live for a customer, resumable from the last change seen; and everybody's, for ops.
import { describe, expect, test } from 'vitest'
import type { OrderMessage } from '../../../src/contract/message.ts'
import type { ChangedOrder } from '../../../src/contract/mypage.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { Page, PageRequest } from '../../../src/contract/rpc.ts'
import { handleOrderEvents, type MyPagePorts } from '../../../src/mypage/event-handler.ts'
import { changedSince, changesOfOwn } from '../../../src/mypage/projection.ts'
import { scannedMax, watchedMax } from '../../../src/mypage/store.ts'
import { encodeCursor } from '../../../src/platform/cursor.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)

function openMyPage(shardCount = 2) {
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const databases = Array.from({ length: shardCount }, () => openDatabase('mypage', { now: () => clock.now }))
  const ports: MyPagePorts = { vault: testVault, shards: databases, now: () => clock.now }
  return { databases, clock, ports }
}

/** Apply messages a millisecond apart, and let a moment pass. */
async function apply(ports: MyPagePorts, clock: { now: number }, messages: readonly OrderMessage[]) {
  for (const message of messages) {
    clock.now += 1
    await handleOrderEvents(ports, [message])
  }
  clock.now += 1000
}

/** Orders of one customer, placed one after the other; nothing is applied yet. */
async function placed(count: number) {
  const book = new OrderBook()
  const ids = Array.from({ length: count }, (_, index) => orderIdOf(index + 1))
  for (const id of ids) await tell(book, id, customer.subject, 'place')
  return { ...openMyPage(), book, ids, messages: book.messages }
}

async function changes(ports: MyPagePorts, after: number) {
  const answer = await changesOfOwn(ports, customer, after)
  if (!answer.ok) throw new Error(answer.rejection.code)
  return answer.value.map(({ change, order }) => ({ change, orderId: order.orderId, seq: order.seq }))
}

const idsOf = (rows: readonly { orderId: string }[]) => rows.map((row) => row.orderId)

describe('live changes', () => {
  test('a reader who resumes from the last change seen misses none and sees none twice', async () => {
    const { ports, clock, book, ids, messages } = await placed(2)
    await apply(ports, clock, messages)
    const first = await changes(ports, 0)
    expect(idsOf(first)).toEqual(ids)
    const last = first.at(-1)?.change ?? 0
    expect(await changes(ports, last)).toEqual([])
    await tell(book, orderId, customer.subject, 'pay')
    await apply(ports, clock, messages)
    const next = await changes(ports, last)
    expect(next).toMatchObject([{ orderId, seq: 2 }])
    expect(next[0]?.change).toBeGreaterThan(last)
  })

  test('changes come a hundred at a time, the oldest first', async () => {
    const { ports, clock, ids, messages } = await placed(101)
    await apply(ports, clock, messages)
    const first = await changes(ports, 0)
    expect(idsOf(first)).toEqual(ids.slice(0, 100))
    expect(idsOf(await changes(ports, first.at(-1)?.change ?? 0))).toEqual(ids.slice(100))
  })

  test('those of one instant are never parted, so that nobody goes on behind one that was not shown', async () => {
    const { ports, clock, ids, messages } = await placed(130)
    await apply(ports, clock, messages.slice(0, 60))
    await handleOrderEvents(ports, messages.slice(60, 120))
    await apply(ports, clock, messages.slice(120))
    const first = await changes(ports, 0)
    expect(idsOf(first).sort()).toEqual(ids.slice(0, 120))
    expect(idsOf(await changes(ports, first.at(-1)?.change ?? 0))).toEqual(ids.slice(120))
  })

  test('a change is shown a moment later, with all that was written in its instant or by a clock set back', async () => {
    const { ports, clock, ids, messages } = await placed(3)
    const seen: string[] = []
    let after = 0
    const look = async () => {
      const rows = await changes(ports, after)
      seen.push(...idsOf(rows))
      after = rows.at(-1)?.change ?? after
    }
    for (const message of messages) {
      await handleOrderEvents(ports, [message])
      await look()
      if (message === messages[1]) clock.now -= 150
    }
    for (let passed = 0; passed < 500; passed += 50) {
      clock.now += 50
      await look()
    }
    expect(seen.sort()).toEqual(ids)
  })

  test('an order’s own change never falls, however far the clock is set back', async () => {
    const { ports, clock, book } = await placed(1)
    await tell(book, orderId, customer.subject, 'pay')
    await apply(ports, clock, book.messages.slice(0, 1))
    const [before] = await changes(ports, 0)
    clock.now -= 3_600_000
    await handleOrderEvents(ports, book.messages)
    clock.now += 3_700_000
    expect(await changes(ports, before?.change ?? 0)).toMatchObject([{ orderId, seq: 2 }])
  })

  test('of a customer with very many orders the newest are followed', async () => {
    const { ports, clock, ids, messages } = await placed(watchedMax + 1)
    await apply(ports, clock, messages)
    const followed: string[] = []
    for (let after = 0; ; ) {
      const rows = await changes(ports, after)
      followed.push(...idsOf(rows))
      after = rows.at(-1)?.change ?? -1
      if (after === -1) break
    }
    expect(followed).toEqual(ids.slice(1))
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
  async function received() {
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
      const { ports } = await received()
      const pages = await pagesOf(ports, null, limit)
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(limit)
      const found = pages.flat()
      expect(found.map((order) => order.orderId).sort()).toEqual([0, 1, 2].map(orderIdOf))
      for (const order of found) expect(Object.keys(order)).toEqual(['orderId', 'orderStatus', 'seq', 'updatedAt'])
    },
  )

  test('begins with the instant, to which what is still to be paid is added', async () => {
    const { book, ports, clock } = await received()
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

  test('a call looks at so many rows and no more: a page may be empty, and yet lead on', async () => {
    const { ports, databases } = openMyPage(1)
    const book = new OrderBook()
    const [first, last] = [orderIdOf(1), orderIdOf(2 * scannedMax)]
    await tell(book, first, customer.subject, 'place', 'pay')
    await tell(book, last, customer.subject, 'place')
    await handleOrderEvents(ports, book.messages)
    databases[0]?.rows(`
      WITH RECURSIVE numbers (number) AS
        (SELECT 2 UNION ALL SELECT number + 1 FROM numbers LIMIT ${2 * scannedMax - 2})
      INSERT INTO orders
      SELECT printf('ord_%026d', number), customer_id, seq, placed_at, projected_at, change, order_json
      FROM orders, numbers WHERE order_id = '${first}'`)
    const pages = await pagesOf(ports, '2026-11-03T00:00:00Z', 100)
    expect(pages.map((page) => page.map(({ orderId }) => orderId))).toEqual([[], [last], []])
  })

  test.each<[string, string | null, PageRequest]>([
    ['since', 'yesterday', firstPage],
    ['limit', null, { limit: 0, cursor: null }],
    ['cursor', null, { limit: 1, cursor: 'x' }],
    ['cursor', null, { limit: 1, cursor: encodeCursor(['2', '0']) }],
    ['cursor', null, { limit: 1, cursor: encodeCursor(['2026-11-02T12:00:00.000Z', orderId]) }],
  ])('is refused by its field: %s %j %j', async (field, since, page) => {
    const { ports } = openMyPage()
    expect(await changedSince(ports, ops, since, page)).toMatchObject({ rejection: { code: 'invalid_request', field } })
  })

  test.each([customer, staff, courier])('is for nobody else: $role', async (caller) => {
    const answer = await changedSince(openMyPage().ports, caller, null, firstPage)
    expect(answer).toMatchObject({ rejection: { code: 'forbidden' } })
  })
})
