// The live stream by a clock of its own: where it begins, what it sends, how it keeps its connection open, its end.
import { expect, test } from 'vitest'
import type { MyPageChanges, MyPageRow } from '../../../../src/contract/mypage.ts'
import { liveEvents } from '../../../../src/gateway/api/live.ts'
import { OrderBook, orderIdOf, tell } from '../../../support/order-book.ts'

const book = new OrderBook()
await tell(book, orderIdOf(1), 'usr_1', 'place')
const { order } = book.message(orderIdOf(1), 'OrderPlaced').data
const rowAt = (change: number): MyPageRow => ({ order, projectedAt: '2026-11-02T10:00:00.000Z', change })
const none = (from: number): MyPageChanges => ({ from, isReset: false, rows: [] })

/** What a stream sends from its first to its last second, with the second. `closesAt`: when the reader leaves. */
async function sent(first: MyPageChanges, isNew: boolean, changes: MyPageChanges[] = [], closesAt = 3600) {
  let second = 0
  const asked: number[] = []
  const events: string[] = []
  const stream = liveEvents(first, isNew, {
    follow: async (after) => {
      asked.push(after)
      return changes.shift() ?? none(after)
    },
    pause: async (milliseconds) => {
      second += milliseconds / 1000
    },
    now: () => 1000 * second,
    isClosed: () => second >= closesAt,
  })
  for await (const sent of stream) {
    const what = 'row' in sent ? sent.row.change : 'from' in sent ? sent.from : ''
    events.push(`${second} ${sent.event} ${what}`.trim())
  }
  return { events, asked, second }
}

test('it says where it begins, and beats every 15 seconds until it ends before a minute is over', async () => {
  const { events, asked, second } = await sent(none(7), true)
  expect(events).toEqual(['0 start 7', '15 heartbeat', '30 heartbeat', '45 heartbeat'])
  expect(new Set(asked)).toEqual(new Set([7]))
  expect(second).toBe(55)
})

test('it goes on after each change that it has sent', async () => {
  const changes = [{ ...none(7), rows: [rowAt(8), rowAt(10)] }, none(10), { ...none(10), rows: [rowAt(11)] }]
  const { events, asked } = await sent({ ...none(6), rows: [rowAt(7)] }, false, changes, 5)
  expect(events).toEqual(['0 order 7', '1 order 8', '1 order 10', '3 order 11'])
  expect(asked).toEqual([7, 10, 10, 11])
})

test('it tells a reader who is ahead to begin anew, at its beginning and in its midst', async () => {
  const reset = { from: 0, isReset: true, rows: [rowAt(3)] }
  expect((await sent(reset, false, [], 1)).events).toEqual(['0 reset 0', '0 order 3'])
  const { events, asked } = await sent(none(7), true, [reset], 3)
  expect(events).toEqual(['0 start 7', '1 reset 0', '1 order 3'])
  expect(asked).toEqual([7, 3])
})
