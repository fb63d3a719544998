// The messages' event handler: each customer is told once, in full.
import { describe, expect, test } from 'vitest'
import { messageIdOf } from '../../../src/message/compose.ts'
import { handleOrderEvents } from '../../../src/message/event-handler.ts'
import { listFor } from '../../../src/message/messages.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { orderIdOf, permutations } from '../../support/order-book.ts'
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
      expect(sent.map(({ kind }) => kind).sort()).toEqual(['deliveryCanceled', 'deliveryStarted'])
      ends.add(JSON.stringify(database.rows('SELECT * FROM messages ORDER BY message_id')))
    }
    expect(ends.size).toBe(1)
  })

  test('nothing about other events', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const { ports, sent } = openMessages()
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    expect(sent).toHaveLength(2)
  })

  test('a channel that fails is tried again under the same id, and only what was sent is shown', async () => {
    const book = await bookWithRecalledOrder(orderId)
    const started = book.message(orderId, 'DeliveryStarted')
    const { ports, sent, channel, database } = openMessages()
    channel.fault = new Error('the webhook answered 503')
    await expect(handleOrderEvents(ports, [started])).rejects.toThrow('503')
    expect(database.rows('SELECT * FROM messages')).toEqual([])
    expect(await listFor(ports, customer, null, firstPage)).toMatchObject({ value: { items: [] } })
    channel.fault = null
    await handleOrderEvents(ports, [started])
    const messageId = await messageIdOf(orderId, { kind: 'deliveryStarted' })
    expect(sent).toMatchObject([{ messageId, to: { customerName: 'Kang', deliveryPhoneNumber: '010-0123-4567' } }])
    expect(await listFor(ports, customer, null, firstPage)).toMatchObject({
      value: { items: [{ messageId, sentAt: '2026-11-02T10:00:00.000Z' }] },
    })
  })
})
