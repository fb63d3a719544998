// Where a customer's live changes begin: after the last one seen, at now, or anew when the projection was set back.
import { expect, test } from 'vitest'
import type { MyPageChanges } from '../../../src/contract/mypage.ts'
import { handleOrderEvents } from '../../../src/mypage/event-handler.ts'
import { followOwn } from '../../../src/mypage/projection.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'
import { testVault } from '../../support/vault.ts'

const { customer } = callers

/** The projection of one order of the customer, or more. */
async function projection(count: number) {
  const clock = { now: Date.parse('2026-11-02T10:00:00.000Z') }
  const database = openDatabase('mypage', { now: () => clock.now })
  const ports = { vault: testVault, shards: [database], now: () => clock.now }
  const book = new OrderBook()

  /** What the order tells next. */
  const happens = async (number: number, what: 'place' | 'pay') => {
    await tell(book, orderIdOf(number), customer.subject, what)
    clock.now += 1
    await handleOrderEvents(ports, book.messages.slice(-1))
  }
  const settle = () => {
    clock.now += 1000
  }
  const follow = async (after: number | null): Promise<MyPageChanges> => {
    const answer = await followOwn(ports, customer, after)
    if (!answer.ok) throw new Error(answer.rejection.code)
    return answer.value
  }
  for (let number = 1; number <= count; number += 1) await happens(number, 'place')
  settle()
  return { database, happens, settle, follow }
}

const nothingAfter = (from: number) => ({ from, isReset: false, rows: [] })
const shown = ({ rows }: MyPageChanges) => rows.map(({ order }) => `${order.orderId} ${order.seq}`)

test('a reader who has seen nothing yet begins at now, and goes on with what changes next', async () => {
  const { happens, settle, follow } = await projection(2)
  const { from, ...begun } = await follow(null)
  expect(begun).toEqual({ isReset: false, rows: [] })
  expect(await follow(from)).toEqual(nothingAfter(from))
  await happens(1, 'pay')
  // What has not settled is still to come, for who begins now too.
  expect(await follow(null)).toEqual(nothingAfter(from))
  settle()
  expect(shown(await follow(from))).toEqual([`${orderIdOf(1)} 2`])
})

test('a reader without orders begins at 0, and gets the first one', async () => {
  const { happens, settle, follow } = await projection(0)
  expect(await follow(null)).toEqual(nothingAfter(0))
  await happens(1, 'place')
  settle()
  expect(shown(await follow(0))).toEqual([`${orderIdOf(1)} 1`])
})

test('a reader who is ahead of a projection that was set back begins anew', async () => {
  const { database, happens, settle, follow } = await projection(2)
  const { from: backup } = await follow(null)
  await happens(1, 'pay')
  settle()
  const { from: last } = await follow(null)
  expect(last).toBeGreaterThan(backup)
  database.rows(`DELETE FROM orders WHERE change > ${backup}`)
  const restored = await follow(last)
  expect(restored).toMatchObject({ from: 0, isReset: true })
  expect(shown(restored)).toEqual([`${orderIdOf(2)} 1`])
  expect(await follow(backup)).toEqual(nothingAfter(backup))
  database.rows('DELETE FROM orders')
  expect(await follow(backup)).toEqual({ from: 0, isReset: true, rows: [] })
  expect(await follow(0)).toEqual(nothingAfter(0))
})

test('a reader of the last change is not ahead while that order changes once more', async () => {
  const { happens, follow } = await projection(1)
  const { from } = await follow(null)
  await happens(1, 'pay')
  expect(await follow(from)).toEqual(nothingAfter(from))
})

test.each([-1, 1.5, Number.NaN])('a change number of %d is refused by its field', async (after) => {
  const ports = { vault: testVault, shards: [openDatabase('mypage')], now: () => 0 }
  expect(await followOwn(ports, customer, after)).toMatchObject({
    rejection: { code: 'invalid_request', field: 'after' },
  })
})
