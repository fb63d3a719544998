// The message of an event: a CloudEvent whose attributes are those of the event.
import { expect, test } from 'vitest'
import { orderMessage, orderMessageSchema } from '../../../src/contract/message.ts'
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

test('the envelope names the order and the event, and the schema reads it as it was made', async () => {
  const book = new OrderBook()
  await tell(book, orderId, 'usr_1', 'place', 'pay')
  const [before, { event, order }] = [
    book.message(orderId, 'OrderPlaced').data.event,
    book.message(orderId, 'PayApproved').data,
  ]
  const message = orderMessage(event, order)
  expect(message).toMatchObject({
    id: `${orderId}/2`,
    type: 'homeappliance.order.PayApproved',
    subject: orderId,
    time: event.at,
    sequence: '0000000002',
  })
  expect(message.data).toEqual({ event, order })
  const both = orderMessage(event, order, before)
  expect(both.data).toEqual({ event, order, preceding: { type: 'OrderPlaced', at: before.at } })
  for (const one of [message, both]) expect(orderMessageSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one)
})
