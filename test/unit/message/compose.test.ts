// The text of a message, and its id.
import { describe, expect, test } from 'vitest'
import { textOf } from '../../../src/message/compose.ts'
import { callers } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const { customer } = callers
const orderId = orderIdOf(1)

async function recalled(): Promise<OrderBook> {
  const book = new OrderBook()
  await tell(book, orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery', 'cancel', 'takeCancel', 'recall')
  return book
}

describe('what customers are told', () => {
  test('that the delivery has started, and that it was canceled, with name, goods and address', async () => {
    const book = await recalled()
    const { order } = book.message(orderId, 'DeliveryStarted').data
    expect(textOf(order, 'deliveryStarted')).toMatchInlineSnapshot(
      `"Dear Kang, your order is on its way: 1 × Air conditioner. Shipping to: 12 Teheran-ro, Gangnam."`,
    )
    expect(textOf(order, 'deliveryCanceled')).toMatchInlineSnapshot(
      `"Dear Kang, the delivery of your order was canceled: 1 × Air conditioner. It was shipping to: 12 Teheran-ro, Gangnam. What you paid is returned to you."`,
    )
  })
})
