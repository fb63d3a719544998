// A message of any release is read: what this one does not know is kept, or waits.
import { describe, expect, test } from 'vitest'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { readOrderMessage } from '../../../src/contract/read-message.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const book = new OrderBook()
await tell(book, orderIdOf(1), 'usr_1', 'place', 'pay', 'flagNotTaken')
const message = book.message(orderIdOf(1), 'OrderFlagged')

/** A copy in which a test changes something that no type allows. */
function changed(change: (body: ReturnType<typeof bodyOf>) => void) {
  const body = bodyOf(message)
  change(body)
  return body
}

function bodyOf(of: OrderMessage) {
  return JSON.parse(JSON.stringify(of))
}

test('a message of this release is read as it is', () => {
  for (const each of book.messages) expect(readOrderMessage(bodyOf(each))).toEqual({ kind: 'known', message: each })
})

test('fields of a later release are kept at each depth', () => {
  const body = changed(({ data, ...envelope }) => {
    Object.assign(envelope, { traceparent: 'trace' })
    Object.assign(data, { tenant: { id: 't1' } })
    Object.assign(data.event.data, { urgency: 3 })
    Object.assign(data.order.payment, { loyalty: { points: [1, { kind: 'extra' }] } })
    Object.assign(data.order.lines[0].unitPrice, { tax: { rate: '10' } })
  })
  expect(readOrderMessage(body)).toEqual({ kind: 'known', message: body })
})

test('fields that an older release did not write have their defaults', () => {
  const body = changed(({ data }) => {
    delete data.order.payment.partRefunds
    delete data.order.needsAttention
  })
  expect(readOrderMessage(body)).toMatchObject({
    message: { data: { order: { payment: { partRefunds: [] }, needsAttention: null } } },
  })
})

describe('newer, not malformed, is', () => {
  test.each([
    [
      'an event type',
      changed(({ data }) => Object.assign(data.event, { type: 'OrderWrapped', data: { paper: 'red' } })),
    ],
    ['a cause in the event', changed(({ data }) => Object.assign(data.event.data, { cause: 'bored' }))],
    ['a cause in the order', changed(({ data }) => Object.assign(data.order, { needsAttention: 'bored' }))],
    [
      'several of them',
      changed(({ data }) => {
        data.event.type = 'OrderWrapped'
        data.order.needsAttention = 'bored'
        data.order.payment.status = 'promised'
      }),
    ],
  ])('%s that is not known', (_, body) =>
    expect(readOrderMessage(body)).toMatchObject({
      kind: 'newer',
      fields: expect.arrayContaining([expect.stringMatching(/^data\./)]),
    }),
  )
})

describe('malformed is', () => {
  test.each([
    ['nonsense', 'nonsense'],
    ['nothing', null],
    ['an empty object', {}],
    ['an event without a type', changed(({ data }) => delete data.event.type)],
    ['an event whose type is a number', changed(({ data }) => Object.assign(data.event, { type: 7 }))],
    ['a cause that is missing', changed(({ data }) => delete data.event.data.cause)],
    ['an amount that is a text', changed(({ data }) => Object.assign(data.order.total, { amount: '1500' }))],
    ['another source', changed((body) => Object.assign(body, { source: '/payments' }))],
    [
      'an unknown event of an order without its lines',
      changed(({ data }) => {
        data.event.type = 'OrderWrapped'
        delete data.order.lines
      }),
    ],
  ])('%s', (_, body) => expect(readOrderMessage(body)).toMatchObject({ kind: 'malformed' }))
})
