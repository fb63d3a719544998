// The text of a message, and its id.
import { describe, expect, test } from 'vitest'
import { messageIdOf, textOf } from '../../../src/message/compose.ts'
import { orderIdOf } from '../../support/order-book.ts'
import { bookWithRecalledOrder } from '../../support/subscribers.ts'

const orderId = orderIdOf(1)

describe('what customers are told', () => {
  test('that the delivery has started, and that it was canceled, with name, goods and address', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const { order } = book.message(orderId, 'DeliveryStarted').data
    expect(textOf(order, 'deliveryStarted')).toMatchInlineSnapshot(
      `"Dear Kang, your order is on its way: 1 × Air conditioner. Shipping to: 12 Teheran-ro, Gangnam."`,
    )
    expect(textOf(order, 'deliveryCanceled')).toMatchInlineSnapshot(
      `"Dear Kang, the delivery of your order was canceled: 1 × Air conditioner. It was shipping to: 12 Teheran-ro, Gangnam. What you paid is returned to you."`,
    )
  })
})

describe('the text', () => {
  test('names every line of the order', async () => {
    const { order } = (await bookWithRecalledOrder(orderId)).message(orderId, 'DeliveryStarted').data
    const [line] = order.lines
    if (line === undefined) throw new Error('the order has no line')
    const lines = [line, { ...line, itemName: 'Fan', qty: 3 }]
    expect(textOf({ ...order, lines }, 'deliveryStarted')).toContain(': 1 × Air conditioner, 3 × Fan.')
  })

  test('is not made without the contact', async () => {
    const { order } = (await bookWithRecalledOrder(orderId)).message(orderId, 'DeliveryStarted').data
    expect(() => textOf({ ...order, contact: null }, 'deliveryStarted')).toThrow('came without its contact')
  })
})

test('the id of a message follows from its order and kind, and from nothing else', async () => {
  const ids = await Promise.all([
    messageIdOf(orderId, 'deliveryStarted'),
    messageIdOf(orderId, 'deliveryCanceled'),
    messageIdOf(orderIdOf(2), 'deliveryStarted'),
  ])
  expect(new Set(ids).size).toBe(3)
  for (const id of ids) expect(id).toMatch(/^msg_[0-9a-z]{26}$/)
  expect(await messageIdOf(orderId, 'deliveryStarted')).toBe(ids[0])
})
