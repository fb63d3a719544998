// The text of a message, and its id.
import { describe, expect, test } from 'vitest'
import { messagesAfter } from '../../../src/actor/outbox.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { dueAfter, dueBy, messageIdOf, textOf } from '../../../src/message/compose.ts'
import { summarize } from '../../../src/order/summary.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { allSituations, commands as c, noon, tell as told, won } from '../../support/orders.ts'
import { bookWithRecalledOrder } from '../../support/subscribers.ts'

const orderId = orderIdOf(1)

describe('what customers are told', () => {
  test('that the delivery has started, and that it was canceled, with name, goods and address', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const { order } = book.message(orderId, 'DeliveryStarted').data
    expect(textOf(order, { kind: 'deliveryStarted' })).toMatchInlineSnapshot(
      `"Dear Kang, your order is on its way: 1 × Air conditioner. Shipping to: 12 Teheran-ro, Gangnam."`,
    )
    expect(textOf(order, { kind: 'deliveryCanceled' })).toMatchInlineSnapshot(
      `"Dear Kang, the delivery of your order was canceled: 1 × Air conditioner. It was shipping to: 12 Teheran-ro, Gangnam. ₩1,290,000 is returned to you."`,
    )
  })
})

describe('the text', () => {
  test('names every line of the order', async () => {
    const { order } = (await bookWithRecalledOrder(orderId)).message(orderId, 'DeliveryStarted').data
    const [line] = order.lines
    if (line === undefined) throw new Error('the order has no line')
    const lines = [line, { ...line, itemName: 'Fan', qty: 3 }]
    expect(textOf({ ...order, lines }, { kind: 'deliveryStarted' })).toContain(': 1 × Air conditioner, 3 × Fan.')
  })

  test('is not made without the contact', async () => {
    const { order } = (await bookWithRecalledOrder(orderId)).message(orderId, 'DeliveryStarted').data
    expect(() => textOf({ ...order, contact: null }, { kind: 'deliveryStarted' })).toThrow('came without its contact')
  })
})

describe('what the store decides is told with its reason', () => {
  const byStore = { type: 'CancelOrder', reason: 'staffDecision', note: 'sold out' } as const
  const paid = [c.PlaceOrder, c.RecordPayApproved]
  const started = [...paid, c.TakeOrder, c.RecordDeliveryStarted]

  /** What the customer must have been sent after the story. */
  const texts = (...story: OrderCommand[]) => {
    const order = summarize(orderId, told(...story).state)
    return order === null ? [] : dueBy(order, noon).map((due) => textOf(order, due))
  }

  test('a cancel before dispatch, paid or not', () => {
    expect([texts(c.PlaceOrder, byStore), texts(...paid, byStore)]).toMatchInlineSnapshot(`
      [
        [
          "Dear Kang, the store canceled your order: 3 × Air conditional. Its reason: “sold out”. If a payment is still under way, it is returned to you.",
        ],
        [
          "Dear Kang, the store canceled your order: 3 × Air conditional. Its reason: “sold out”. ₩4,500 is returned to you.",
        ],
      ]
    `)
  })

  test('a cancel on the way, when the delivery is called back', () => {
    expect(texts(...started, byStore, c.TakeCancelOrder)).toHaveLength(1)
    expect(texts(...started, byStore, c.TakeCancelOrder, c.RecordDeliveryCanceled)[1]).toContain('“sold out”')
  })

  test('a part refund, once the money is back', () => {
    expect(texts(...paid, c.RefundPart)).toEqual([])
    expect(texts(...paid, c.RefundPart, c.RecordPartRefunded)).toMatchInlineSnapshot(`
      [
        "Dear Kang, ₩500 of your order was returned to you: 3 × Air conditional. The reason: “a scratch”.",
      ]
    `)
  })

  test('a cancel by the customer or for want of payment is not told', () => {
    expect(texts(...paid, c.CancelOrder)).toEqual([])
    expect(texts(c.PlaceOrder, { type: 'CancelOrder', reason: 'paymentTimeout', note: null })).toEqual([])
  })

  test.each([
    ...Object.entries(allSituations),
    ['canceled by the store', [...paid, byStore, c.TakeCancelOrder]],
    ['called back by the store', [...started, byStore, c.TakeCancelOrder, c.RecordDeliveryCanceled]],
  ] as [string, OrderCommand[]][])('%s: the events lead to just the messages that are due by then', (_, story) => {
    const messages = messagesAfter(0, orderId, told(...story).events, 'mypage')
    const led = messages.flatMap(({ data: { event, order } }) => dueAfter(event, order, noon) ?? [])
    const last = messages.at(-1)?.data.order
    expect(led).toEqual(last === undefined ? [] : dueBy(last, noon))
  })

  test('the sum that goes back is what part refunds and disputes have left', () => {
    const lost = { ...c.RecordPaymentDisputeLost, amount: won(4500) }
    const paying = [...paid, c.RefundPart, c.RecordPartRefunded, byStore]
    expect(texts(...paying)[0]).toContain('₩4,000 is returned to you.')
    expect(texts(...paid, c.RecordPaymentDisputed, byStore)[0]).toMatch(
      /what it does not return to you, the store does.$/,
    )
    expect(texts(...paid, c.RecordPaymentDisputed, lost, byStore)[0]).toMatch(/Its reason: “sold out”.$/)
  })

  test('what is no longer news is not told: not by its event, and not when the order is republished', () => {
    const later = noon + 8 * 24 * 60 * 60_000
    for (const story of [
      [...paid, byStore],
      [...paid, c.RefundPart, c.RecordPartRefunded],
    ]) {
      const message = messagesAfter(0, orderId, told(...story).events, 'message').at(-1)
      if (message === undefined) throw new Error('there is no message')
      const { event, order } = message.data
      expect([dueAfter(event, order, noon), dueBy(order, noon).length]).toEqual([expect.anything(), 1])
      expect([dueAfter(event, order, later), dueBy(order, later)]).toEqual([null, []])
    }
  })

  test('the context is sent every event that a message is about', () => {
    const types = ['DeliveryStarted', 'DeliveryCanceled', 'OrderCanceled', 'PartRefunded'] as const
    expect(types.filter((type) => !subscribesTo('message', type))).toEqual([])
  })
})

test('the id of a message follows from its order and kind, and from nothing else', async () => {
  const ids = await Promise.all([
    messageIdOf(orderId, { kind: 'deliveryStarted' }),
    messageIdOf(orderId, { kind: 'deliveryCanceled' }),
    messageIdOf(orderIdOf(2), { kind: 'deliveryStarted' }),
    messageIdOf(orderId, { kind: 'partRefunded', refundId: 'rfd_1' }),
    messageIdOf(orderId, { kind: 'partRefunded', refundId: 'rfd_2' }),
  ])
  expect(new Set(ids).size).toBe(5)
  for (const id of ids) expect(id).toMatch(/^msg_[0-9a-z]{26}$/)
  expect(await messageIdOf(orderId, { kind: 'deliveryStarted' })).toBe(ids[0])
})
