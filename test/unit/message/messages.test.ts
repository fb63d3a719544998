// Messages: customers see only what they were told themselves.
import { describe, expect, test } from 'vitest'
import { handleOrderEvents } from '../../../src/message/event-handler.ts'
import { getFor, listFor } from '../../../src/message/messages.ts'
import { callers, firstPage } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { bookWithRecalledOrder, openMessages } from '../../support/subscribers.ts'

const { customer, stranger, staff, courier, ops } = callers
const orderId = orderIdOf(1)

describe('who sees which message', () => {
  async function reported() {
    const book = await bookWithRecalledOrder(orderId)
    await tell(book, orderIdOf(2), stranger.subject, 'place', 'pay', 'take', 'startDelivery')
    const { ports } = openMessages()
    const deliveries = book.messages.filter(({ data }) => data.event.type.startsWith('Delivery'))
    for (const message of deliveries) await handleOrderEvents(ports, [message])
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

  test('staff and ops see all, by order too; couriers none', async () => {
    const { ports, items } = await reported()
    expect(items).toHaveLength(5)
    for (const caller of [staff, ops]) {
      expect(await listFor(ports, caller, orderIdOf(2), firstPage)).toMatchObject({
        value: { items: [{ kind: 'deliveryStarted', orderId: orderIdOf(2) }, { kind: 'packed' }] },
      })
    }
    expect(await listFor(ports, courier, null, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
    expect(await getFor(ports, courier, items[0]?.messageId ?? '')).toMatchObject({ rejection: { code: 'forbidden' } })
  })

  test('messages are paged newest first, and an unknown one is not found', async () => {
    const { ports, items } = await reported()
    const first = await listFor(ports, staff, null, { limit: 3, cursor: null })
    if (!first.ok) throw new Error(first.rejection.code)
    const second = await listFor(ports, staff, null, { limit: 3, cursor: first.value.cursor })
    if (!second.ok) throw new Error(second.rejection.code)
    expect([...first.value.items, ...second.value.items]).toEqual(items)
    expect(second.value.cursor).toBe(null)
    expect(await getFor(ports, staff, 'msg_none')).toMatchObject({ rejection: { code: 'message_not_found' } })
  })
})
