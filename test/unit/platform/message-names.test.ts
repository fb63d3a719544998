// What a log line tells of a message: names only, also of one that is no message, or dead.
import { expect, test } from 'vitest'
import { namesIn, namesOf } from '../../../src/platform/message-names.ts'
import { newTrace } from '../../../src/platform/trace.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const orderId = orderIdOf(1)
const traceparent = newTrace('call')

test('an order message names its id, its order and its span', async () => {
  const book = new OrderBook()
  await tell(book, orderId, 'usr_1', 'place')
  const message = book.message(orderId, 'OrderPlaced')
  expect(namesOf(message)).toEqual({ id: `${orderId}/1`, orderId, traceparent: message.traceparent })
})

test.each([
  ['one of a newer release', { subject: orderId, traceparent, data: { name: 'Kang' } }, { orderId, traceparent }],
  [
    'a dead letter',
    { deadLetter: { cause: '' }, message: { subject: orderId, traceparent } },
    { orderId, traceparent },
  ],
  ['a dead letter around nothing', { deadLetter: {}, message: null }, {}],
  ['one with a name in place of the order', { subject: 'Kang', traceparent: 7 }, {}],
  ['text', 'Kang', {}],
  ['nothing', null, {}],
])('%s names what it has of these, and nothing else', (_, body, names) => {
  expect(namesIn({ id: 'm1', body })).toEqual({ id: 'm1', ...names })
})
