// The message of an event: a CloudEvent whose attributes are those of the event.
import { expect, test } from 'vitest'
import { orderMessage } from '../../../src/contract/message.ts'
import { newTrace } from '../../../src/platform/trace.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const orderId = orderIdOf(1)

test('it tells the trace of its event, and of an event without one it tells none', async () => {
  const book = new OrderBook()
  await tell(book, orderId, 'usr_1', 'place')
  const { event, order } = book.message(orderId, 'OrderPlaced').data
  const traceparent = newTrace('call')
  const attributes = { id: `${orderId}/1`, subject: orderId, sequence: '0000000001', time: event.at }
  expect(orderMessage({ ...event, traceparent }, { ...order, sealed: null })).toMatchObject({
    ...attributes,
    traceparent,
  })
  expect(orderMessage({ ...event, traceparent: undefined }, { ...order, sealed: null })).not.toHaveProperty(
    'traceparent',
  )
})
