// Which messages are due after an event, and by a time; and their ids.
import { describe, expect, test } from 'vitest'
import { messagesAfter } from '../../../src/actor/outbox.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { eventTypes } from '../../../src/contract/events.ts'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { type DueMessage, dueAfter, dueBy, isNews, messageIdOf } from '../../../src/message/compose.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { allSituations, commands as c, kangsOrder, noon, tell as told, toldOf, won } from '../../support/orders.ts'

const orderId = orderIdOf(1)
const day = 24 * 60 * 60_000
const byStore = { type: 'CancelOrder', reason: 'staffDecision', note: 'sold out' } as const
const paid = [c.PlaceOrder, c.RecordPayApproved]
const taken = [...paid, c.TakeOrder]
const started = [...taken, c.RecordDeliveryStarted]
const failed = (attempt: number) => ({ ...c.RecordDeliveryAttemptFailed, attempt, next: 'retry' }) as const

/** The messages that the events lead to, and those that must have been handled by then. */
function dueOf(story: readonly OrderCommand[], now = noon) {
  const messages = messagesAfter(0, toldOf(told(...story).events), 'mypage')
  const afterEach = messages.flatMap(({ data: { event, order } }) => dueAfter(event, order) ?? [])
  const last = messages.at(-1)?.data.order
  return { after: afterEach, by: last === undefined ? [] : dueBy(last, now) }
}

const kinds = (due: DueMessage[]) => due.map(({ kind }) => kind)
const sorted = (due: DueMessage[]) => due.map((one) => JSON.stringify(one)).sort()

describe('a customer is told at each step', () => {
  const free = { ...c.PlaceOrder, total: won(0), lines: [{ ...kangsOrder.lines[0], unitPrice: won(0) }] }

  test.each<[string, OrderCommand[], string[]]>([
    [
      'delivered',
      [...started, c.RecordDeliveryCompleted],
      ['received', 'paid', 'packed', 'deliveryStarted', 'delivered'],
    ],
    [
      'not met twice',
      [...started, failed(1), failed(2)],
      ['received', 'paid', 'packed', 'deliveryStarted', 'attemptFailed', 'attemptFailed'],
    ],
    ['canceled before it was paid', [c.PlaceOrder, c.CancelOrder], ['received', 'orderCanceled']],
    ['paid too late', [c.PlaceOrder, c.CancelOrder, c.RecordPayApproved], ['received', 'orderCanceled', 'paid']],
    [
      'called back on its way',
      [...started, c.CancelOrder, c.TakeCancelOrder, c.RecordDeliveryCanceled, c.RecordPayCanceled],
      ['received', 'paid', 'packed', 'deliveryStarted', 'orderCanceled', 'deliveryCanceled', 'refunded'],
    ],
    ['refunded in part', [...paid, c.RefundPart, c.RecordPartRefunded], ['received', 'paid', 'partRefunded']],
    ['a part refund that is still due', [...paid, c.RefundPart], ['received', 'paid']],
    ['an order that costs nothing', [free], ['received']],
    ['an order that costs nothing, canceled', [free, c.CancelOrder], ['received', 'orderCanceled']],
  ])('%s', (_, story, expected) => expect(kinds(dueOf(story).after)).toEqual(expected))

  test('the context subscribes to every event that a message is about, and to the one that erases them', () => {
    const stories = Object.values(allSituations)
    const messages = stories.flatMap((story) => messagesAfter(0, toldOf(told(...story).events), 'mypage'))
    const about = messages.flatMap(({ data }) => (dueAfter(data.event, data.order) === null ? [] : data.event.type))
    expect(eventTypes.filter((type) => subscribesTo('message', type))).toEqual(
      eventTypes.filter((type) => about.includes(type) || type === 'PersonalDataErased'),
    )
  })
})

describe('the order knows which messages must have been handled', () => {
  test.each([
    ...Object.entries(allSituations),
    ['not met three times', [...started, failed(1), failed(2), failed(3)]],
    ['canceled by the store', [...paid, byStore, c.TakeCancelOrder]],
    ['called back by the store', [...started, byStore, c.TakeCancelOrder, c.RecordDeliveryCanceled]],
  ] as [string, OrderCommand[]][])('%s: the events lead to just the messages that are due by then', (_, story) => {
    const { after, by } = dueOf(story)
    const isRefundOff = story.some(({ type }) => type === 'RecordRefundFailed')
    expect(sorted(by)).toEqual(sorted(after.filter(({ kind }) => !(isRefundOff && kind === 'refunded'))))
  })

  test('but for one: that an order was packed is not missed once it is canceled', () => {
    const { after, by } = dueOf([...taken, byStore])
    expect([kinds(after), kinds(by)]).toEqual([
      ['received', 'paid', 'packed', 'orderCanceled'],
      ['received', 'paid', 'orderCanceled'],
    ])
  })

  test('as long as its last change is news', () => {
    expect(dueOf(started, noon + 7 * day).by).toHaveLength(4)
    expect(dueOf(started, noon + 8 * day).by).toEqual([])
  })
})

test('a step is news for seven days', () => {
  const at = new Date(noon).toISOString()
  expect([6, 7, 8].map((days) => isNews({ at }, noon + days * day))).toEqual([true, true, false])
})

test('the id of a message follows from its order and kind, and from nothing else', async () => {
  const ids = await Promise.all([
    messageIdOf(orderId, { kind: 'deliveryStarted' }),
    messageIdOf(orderId, { kind: 'deliveryCanceled' }),
    messageIdOf(orderIdOf(2), { kind: 'deliveryStarted' }),
    messageIdOf(orderId, { kind: 'attemptFailed', attempt: 1 }),
    messageIdOf(orderId, { kind: 'attemptFailed', attempt: 2 }),
    messageIdOf(orderId, { kind: 'partRefunded', refundId: 'rfd_1' }),
    messageIdOf(orderId, { kind: 'partRefunded', refundId: 'rfd_2' }),
  ])
  expect(new Set(ids).size).toBe(7)
  for (const id of ids) expect(id).toMatch(/^msg_[0-9a-z]{26}$/)
  expect(await messageIdOf(orderId, { kind: 'deliveryStarted' })).toBe(ids[0])
})
