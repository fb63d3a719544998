// The outbox: the events that are pending for each subscriber, and the messages that they become.
import { describe, expect, it, test } from 'vitest'
import {
  emptyOutbox,
  hasPendingEvents,
  lastRelevantSeq,
  messagesAfter,
  pendingEvents,
  retryMilliseconds,
  skipApplied,
} from '../../../src/actor/outbox.ts'
import { forEachSubscriber, subscribers } from '../../../src/contract/routing.ts'
import { commands as c, tell, toldOf } from '../../support/orders.ts'

const placed = { ...c.PlaceOrder, payment: 'processing' } as const
const { events } = tell(placed, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted)
const seqs = (list: readonly { seq: number }[]) => list.map(({ seq }) => seq)

describe('pending for a subscriber', () => {
  it('are the events that it subscribes to, after the last one that was sent', () => {
    expect(seqs(pendingEvents(emptyOutbox(0), events, 'mypage'))).toEqual([2, 4])
    expect(seqs(pendingEvents(emptyOutbox(0), events, 'ordermanagement'))).toEqual([2, 4])
    expect(seqs(pendingEvents(emptyOutbox(2), events, 'ordermanagement'))).toEqual([4])
    expect(pendingEvents(emptyOutbox(3), events, 'delivery')).toEqual([])
  })
  it('is nothing once all was sent to all', () => {
    expect(hasPendingEvents(emptyOutbox(4), events)).toBe(false)
    expect(hasPendingEvents(emptyOutbox(3), events)).toBe(true)
    const { sent } = emptyOutbox(4)
    expect(hasPendingEvents({ ...emptyOutbox(4), sent: { ...sent, message: 3 } }, events)).toBe(true)
    expect(hasPendingEvents({ ...emptyOutbox(4), sent: { ...sent, delivery: 3 } }, events)).toBe(false)
  })
})

test('what a subscriber has applied is skipped, and nothing becomes pending again', () => {
  const applied = { ...forEachSubscriber(() => 0), message: 4, mypage: 1 }
  const outbox = { ...emptyOutbox(2), failures: 3, retryAt: 5 }
  expect(skipApplied(outbox, applied)).toEqual({
    sent: { ...forEachSubscriber(() => 2), message: 4 },
    failures: 3,
    retryAt: 5,
  })
})

test('the last relevant event is the last that the subscriber subscribes to', () => {
  const last = Object.fromEntries(subscribers.map((subscriber) => [subscriber, lastRelevantSeq(events, subscriber)]))
  expect(last).toEqual({
    ...{ ordermanagement: 4, delivery: 3, payment: 2, message: 4, mypage: 4, analytics: 2 },
    ...{ operations: 0, archive: 4 },
  })
  expect(lastRelevantSeq(events.slice(0, 1), 'payment')).toBe(0)
})

describe('the messages', () => {
  it('have the order as it stood after their event, oldest first', () => {
    const messages = messagesAfter(0, toldOf(events), 'ordermanagement')
    expect(messages.map(({ data }) => [data.event.type, data.order.orderStatus, data.order.seq])).toEqual([
      ['PayApproved', 'payApproved', 2],
      ['DeliveryStarted', 'deliveryStarted', 4],
    ])
  })
  it('have the contact for a subscriber that needs it, and none for another', () => {
    const contactFor = (subscriber: 'delivery' | 'payment') =>
      messagesAfter(0, toldOf(events), subscriber).map(({ data }) => data.order.contact?.customerName ?? null)
    expect(contactFor('delivery')).toEqual(['Kang'])
    expect(contactFor('payment')).toEqual([null])
  })
  it('begin after the seq, and are none when nothing relevant follows', () => {
    expect(messagesAfter(2, toldOf(events), 'mypage').map(({ data }) => data.event.seq)).toEqual([3, 4])
    expect(messagesAfter(3, toldOf(events), 'delivery')).toEqual([])
    expect(messagesAfter(4, toldOf(events), 'mypage')).toEqual([])
  })
  it('tell message and mypage of the step before, and when it was, where that has no message of its own', () => {
    const precedingFor = (subscriber: 'message' | 'mypage' | 'delivery', story = events) =>
      messagesAfter(0, toldOf(story), subscriber).map(({ data }) => data.preceding ?? null)
    const [first, , taken] = events
    const two = [null, { type: 'OrderPlaced', at: first?.at }, null, { type: 'OrderTaken', at: taken?.at }]
    expect([precedingFor('message'), precedingFor('mypage'), precedingFor('delivery')]).toEqual([two, two, [null]])
    const apart = tell(c.PlaceOrder, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted).events
    expect(precedingFor('message', apart).slice(0, 2)).toEqual([null, null])
  })
  it('of a history that does not begin with its order are none: it throws', () => {
    expect(() => messagesAfter(0, toldOf(events.slice(1)), 'mypage')).toThrow('event 2')
  })
})

test('tries at a queue that stays down grow apart to a quarter of a minute, and never end', () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((failures) => retryMilliseconds(failures, 0) / 1000)
  expect(seconds).toEqual([1, 2, 4, 8, 16, 16, 16, 16, 16])
  expect(retryMilliseconds(7, 0.999)).toBeGreaterThan(8000)
})
