// An order's messages go to one queue of a subscriber, chosen by its id; how many there are follows from the bindings.
import { expect, test } from 'vitest'
import { queueFor, queuesOf } from '../../../src/platform/event-queues.ts'

const ids = Array.from({ length: 5000 }, (_, number) => `ord_${number}`)

test('as many as are bound without a gap', () => {
  expect(queuesOf({}, 'mypage')).toEqual([])
  expect(queuesOf({ MYPAGE_EVENTS: 'a', MESSAGE_EVENTS: 'm', MESSAGE_EVENTS_1: 'm1' }, 'mypage')).toEqual(['a'])
  const further = { MYPAGE_EVENTS: 'a', MYPAGE_EVENTS_1: 'b', MYPAGE_EVENTS_2: 'c', MYPAGE_EVENTS_4: 'e' }
  expect(queuesOf(further, 'mypage')).toEqual(['a', 'b', 'c'])
  expect(queuesOf({ MYPAGE_EVENTS_1: 'b' }, 'mypage')).toEqual([])
})

test('an order has always the same one, and each gets its share of the orders', () => {
  const queues = ['a', 'b', 'c']
  const shares = Map.groupBy(ids, (orderId) => queueFor(queues, orderId))
  for (const queue of queues) expect((shares.get(queue)?.length ?? 0) / ids.length).toBeCloseTo(1 / 3, 1)
  expect(ids.map((orderId) => queueFor(queues, orderId))).toEqual(ids.map((orderId) => queueFor(queues, orderId)))
})

test('one queue has every order, and none has none', () => {
  expect(new Set(ids.map((orderId) => queueFor(['a'], orderId)))).toEqual(new Set(['a']))
  expect(queueFor([], 'ord_1')).toBeUndefined()
})
