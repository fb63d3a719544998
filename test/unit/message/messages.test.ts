// Messages: each customer is told once, in full, and sees only what they were told themselves.
import { describe, expect, test } from 'vitest'
import { messageIdOf, textOf } from '../../../src/message/compose.ts'
import { handleOrderEvents, type MessagePorts } from '../../../src/message/event-handler.ts'
import { getFor, listFor } from '../../../src/message/messages.ts'
import type { OutgoingMessage } from '../../../src/message/notifier.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { OrderBook, orderIdOf, permutations, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)

function openMessages() {
  const database = openDatabase('message')
  const sent: OutgoingMessage[] = []
  const channel: { fault: Error | null } = { fault: null }
  const ports: MessagePorts = {
    database,
    notifier: {
      send: async (message) => {
        if (channel.fault !== null) throw channel.fault
        sent.push(message)
      },
    },
    now: () => Date.parse('2026-11-02T10:00:00.000Z'),
  }
  return { database, sent, channel, ports }
}

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

  test('never with a part left open: an order without its contact is a fault', async () => {
    const book = await recalled()
    const message = book.message(orderId, 'DeliveryCanceled')
    const bare = { ...message, data: { ...message.data, order: { ...message.data.order, contact: null } } }
    const { ports, sent, database } = openMessages()
    await expect(handleOrderEvents(ports, [bare])).rejects.toThrow('came without its contact')
    expect(sent).toEqual([])
    expect(database.rows('SELECT * FROM messages')).toEqual([])
  })

  test('once for each order and kind, however often and in whichever order the events arrive', async () => {
    const book = await recalled()
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
    const book = await recalled()
    const { ports, sent } = openMessages()
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    expect(sent).toHaveLength(2)
  })

  test('a channel that fails is tried again under the same id, and only what was sent is shown', async () => {
    const book = await recalled()
    const started = book.message(orderId, 'DeliveryStarted')
    const { ports, sent, channel, database } = openMessages()
    channel.fault = new Error('the webhook answered 503')
    await expect(handleOrderEvents(ports, [started])).rejects.toThrow('503')
    expect(database.rows('SELECT * FROM messages')).toEqual([])
    expect(await listFor(ports, customer, null, firstPage)).toMatchObject({ value: { items: [] } })
    channel.fault = null
    await handleOrderEvents(ports, [started])
    const messageId = await messageIdOf(orderId, 'deliveryStarted')
    expect(sent).toMatchObject([{ messageId, to: { customerName: 'Kang', deliveryPhoneNumber: '010-0123-4567' } }])
    expect(await listFor(ports, customer, null, firstPage)).toMatchObject({
      value: { items: [{ messageId, sentAt: '2026-11-02T10:00:00.000Z' }] },
    })
  })
})

describe('who sees which message', () => {
  async function reported() {
    const book = await recalled()
    await tell(book, orderIdOf(2), stranger.subject, 'place', 'pay', 'take', 'startDelivery')
    const { ports } = openMessages()
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    const all = await listFor(ports, staff, null, firstPage)
    if (!all.ok) throw new Error(all.rejection.code)
    return { ports, items: all.value.items }
  }

  test('a customer sees their own only, also when asking by order or by id', async () => {
    const { ports, items } = await reported()
    const own = await listFor(ports, customer, null, firstPage)
    expect(own).toEqual({ ok: true, value: { items: items.filter((m) => m.orderId === orderId), cursor: null } })
    expect(await listFor(ports, stranger, orderId, firstPage)).toMatchObject({ value: { items: [] } })
    for (const { messageId } of items.filter((message) => message.orderId === orderId)) {
      expect(await getFor(ports, customer, messageId)).toMatchObject({ value: { messageId } })
      expect(await getFor(ports, stranger, messageId)).toMatchObject({ rejection: { code: 'message_not_found' } })
    }
  })

  test('staff see all, by order too; couriers and ops none', async () => {
    const { ports, items } = await reported()
    expect(items).toHaveLength(3)
    expect(await listFor(ports, staff, orderIdOf(2), firstPage)).toMatchObject({
      value: { items: [{ kind: 'deliveryStarted', orderId: orderIdOf(2) }] },
    })
    for (const caller of [courier, ops]) {
      expect(await listFor(ports, caller, null, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await getFor(ports, caller, items[0]?.messageId ?? '')).toMatchObject({ rejection: { code: 'forbidden' } })
    }
  })

  test('messages are paged newest first, and an unknown one is not found', async () => {
    const { ports, items } = await reported()
    const first = await listFor(ports, staff, null, { limit: 2, cursor: null })
    if (!first.ok) throw new Error(first.rejection.code)
    const second = await listFor(ports, staff, null, { limit: 2, cursor: first.value.cursor })
    if (!second.ok) throw new Error(second.rejection.code)
    expect([...first.value.items, ...second.value.items]).toEqual(items)
    expect(second.value.cursor).toBe(null)
    expect(await getFor(ports, staff, 'msg_none')).toMatchObject({ rejection: { code: 'message_not_found' } })
  })
})
