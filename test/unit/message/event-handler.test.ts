// The messages' event handler: each customer is told once, in full.
import { describe, expect, test } from 'vitest'
import { messageKinds } from '../../../src/contract/customer-message.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { appliedSeq, handleOrderEvents } from '../../../src/message/event-handler.ts'
import { listFor } from '../../../src/message/messages.ts'
import { saveKindsOff } from '../../../src/message/settings-store.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { type OrderBook, orderIdOf, permutations, tell } from '../../support/order-book.ts'
import { bookWithRecalledOrder, openMessages } from '../../support/subscribers.ts'

const { customer } = callers
const orderId = orderIdOf(1)

describe('what customers are told', () => {
  test('never with a part left open: an order without its contact is a fault', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const message = book.message(orderId, 'DeliveryCanceled')
    const bare = { ...message, data: { ...message.data, order: { ...message.data.order, contact: null } } }
    const { ports, sent, database } = openMessages()
    await expect(handleOrderEvents(ports, [bare])).rejects.toThrow('came without its contact')
    expect(sent).toEqual([])
    expect(database.rows('SELECT * FROM messages')).toEqual([])
  })

  test('once for each order and kind, however often and in whichever order the events arrive', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const result = [book.message(orderId, 'DeliveryStarted'), book.message(orderId, 'DeliveryCanceled')]
    const ends = new Set<string>()
    for (const messages of permutations(result)) {
      const { ports, sent, database } = openMessages()
      for (const message of [...messages, ...messages]) await handleOrderEvents(ports, [message])
      expect(sent.map(({ kind }) => kind).sort()).toEqual(['deliveryCanceled', 'deliveryStarted', 'packed'])
      ends.add(JSON.stringify(database.rows('SELECT * FROM messages ORDER BY message_id')))
    }
    expect(ends.size).toBe(1)
  })

  test('of each step, and nothing about an event that a later release may bring', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const { ports, sent } = openMessages()
    const [newer] = structuredClone(book.messages)
    if (newer === undefined) throw new Error('there is no message')
    Object.assign(newer.data.event, { type: 'OrderWrapped' })
    await handleOrderEvents(ports, [newer, ...book.messages])
    expect(sent.map(({ kind }) => kind)).toEqual([
      'received',
      'paid',
      'packed',
      'deliveryStarted',
      'orderCanceled',
      'deliveryCanceled',
    ])
  })

  test('of each failed attempt to deliver, once, and it stands with the order’s other messages', async () => {
    const book = await bookWithRecalledOrder(orderIdOf(2))
    await tell(book, orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery', 'bringBack', 'restart')
    const meta = { by: { kind: 'system', id: 'story' }, causationId: 'req_story' } as const
    const again = { type: 'RecordDeliveryAttemptFailed', attempt: 2, reason: 'nobodyHome', note: null } as const
    await book.handle(orderId, { ...again, next: 'retry' }, meta)
    const { ports, sent } = openMessages()
    await handleOrderEvents(ports, [...book.messages, ...book.messages])
    await handleOrderEvents(ports, book.messages)
    const texts = sent.filter(({ kind }) => kind === 'attemptFailed').map(({ text }) => text)
    expect(texts).toEqual([
      expect.stringContaining('The reason: the goods were not accepted. The goods go back to the store'),
      expect.stringContaining('The reason: nobody was at home. The courier tries again.'),
    ])
    const listed = await listFor(ports, customer, orderId, firstPage)
    expect(listed).toMatchObject({
      value: { items: [{ kind: 'attemptFailed' }, { kind: 'attemptFailed' }, {}, {}, {}, {}] },
    })
  })
})

describe('what is withheld', () => {
  const lastOrder = (book: OrderBook) => book.messages.at(-1)?.data.order as OrderSummary

  test('a kind that is off is not sent or shown, counts as applied, and is not sent once it is on again', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const { ports, sent, database } = openMessages()
    await saveKindsOff(database, customer.subject, ['packed', 'deliveryCanceled'], book.now)
    expect(await appliedSeq(ports, lastOrder(book))).toBe(0)
    await handleOrderEvents(ports, book.messages)
    expect(await appliedSeq(ports, lastOrder(book))).toBe(lastOrder(book).seq)
    await saveKindsOff(database, customer.subject, [], book.now)
    await handleOrderEvents(ports, book.messages)
    const kinds = ['received', 'paid', 'deliveryStarted', 'orderCanceled']
    expect(sent.map(({ kind }) => kind)).toEqual(kinds)
    expect(await listFor(ports, customer, null, firstPage)).toMatchObject({
      value: { items: kinds.toReversed().map((kind) => ({ kind })) },
    })
  })

  test('another customer’s switches change nothing', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const { ports, sent, database } = openMessages()
    await saveKindsOff(database, callers.stranger.subject, [...messageKinds], book.now)
    await handleOrderEvents(ports, book.messages)
    expect(sent).toHaveLength(6)
  })

  test('what is no longer news is not sent, and counts as applied; of a final order nothing is missed', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const { ports, sent, database } = openMessages()
    const days = (count: number) => () => Date.parse('2026-11-02T09:00:00.000Z') + count * 24 * 60 * 60_000
    await tell(book, orderIdOf(2), customer.subject, 'place')
    book.now = '2026-11-06T09:00:00.000Z'
    await tell(book, orderIdOf(2), customer.subject, 'pay')
    const later = { ...ports, now: days(10) }
    expect(await appliedSeq(later, book.message(orderId, 'DeliveryCanceled').data.order)).toBe(7)
    expect(await appliedSeq(later, lastOrder(book))).toBe(0)
    await handleOrderEvents(later, book.messages)
    expect(sent.map(({ kind }) => kind)).toEqual(['paid'])
    expect(await appliedSeq(later, lastOrder(book))).toBe(2)
    expect(database.rows('SELECT * FROM withheld_messages')).toHaveLength(7)
  })
})
