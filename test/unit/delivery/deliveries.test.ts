// Deliveries: who sees them, and who reports the handover.
import { describe, expect, test } from 'vitest'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { complete, getFor, listFor } from '../../../src/delivery/deliveries.ts'
import { handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { callers, firstPage, request } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { openDeliveries, openWithTakenOrder } from '../../support/subscribers.ts'

const { customer, staff, courier, ops } = callers
const orderId = orderIdOf(1)

describe('who sees and reports deliveries', () => {
  test('a courier reports the handover, and it shows at once', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    expect(await complete(ports, courier, orderId, request)).toMatchObject({
      value: { orderStatus: 'deliveryCompleted' },
    })
    expect(await complete(ports, courier, orderId, request)).toMatchObject({
      value: { orderStatus: 'deliveryCompleted' },
    })
    const completed = book.message(orderId, 'DeliveryCompleted')
    expect(completed.data.event.by).toEqual({ kind: 'courier', id: 'usr_courier' })
    expect(await getFor(ports, staff, orderId)).toMatchObject({
      value: {
        status: 'completed',
        startedAt: book.message(orderId, 'DeliveryStarted').time,
        endedAt: completed.time,
      },
    })
  })

  test('a report that broke off after the order had it shows by the event', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    await tell(book, orderId, customer.subject, 'completeDelivery')
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'started' } })
    expect(subscribesTo('delivery', 'DeliveryCompleted')).toBe(true)
    const completed = book.message(orderId, 'DeliveryCompleted')
    await handleOrderEvents(ports, [completed])
    await handleOrderEvents(ports, [orderTaken])
    expect(await getFor(ports, courier, orderId)).toMatchObject({
      value: { status: 'completed', endedAt: completed.time },
    })
  })

  test('the refusals of the order are passed on', async () => {
    const { ports } = await openWithTakenOrder(orderId)
    expect(await complete(ports, courier, orderId, request)).toMatchObject({
      rejection: { code: 'delivery_not_started' },
    })
    expect(await complete(ports, courier, orderIdOf(9), request)).toMatchObject({
      rejection: { code: 'order_not_found' },
    })
  })

  test('customers and ops neither see nor move deliveries', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    const before = book.commands.length
    for (const caller of [customer, ops]) {
      expect(await getFor(ports, caller, orderId)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await listFor(ports, caller, null, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await complete(ports, caller, orderId, request)).toMatchObject({ rejection: { code: 'forbidden' } })
    }
    expect(book.commands.length).toBe(before)
  })

  test('deliveries are listed by status and page by page, newest order first', async () => {
    const { book, ports } = openDeliveries()
    for (let number = 1; number <= 5; number += 1) {
      await tell(book, orderIdOf(number), customer.subject, 'place', 'pay', 'take')
      await handleOrderEvents(ports, [book.message(orderIdOf(number), 'OrderTaken')])
    }
    await complete(ports, courier, orderIdOf(3), request)
    const first = await listFor(ports, courier, 'started', { limit: 3, cursor: null })
    if (!first.ok) throw new Error(first.rejection.code)
    expect(first.value.items.map((row) => row.orderId)).toEqual([5, 4, 2].map(orderIdOf))
    const second = await listFor(ports, courier, 'started', { limit: 3, cursor: first.value.cursor })
    expect(second).toMatchObject({ value: { items: [{ orderId: orderIdOf(1) }], cursor: null } })
    expect(await listFor(ports, courier, 'completed', firstPage)).toMatchObject({
      value: { items: [{ orderId: orderIdOf(3) }] },
    })
  })

  test('an order without a delivery is not found', async () => {
    const { ports } = openDeliveries()
    expect(await getFor(ports, courier, orderId)).toMatchObject({ rejection: { code: 'delivery_not_found' } })
  })
})
