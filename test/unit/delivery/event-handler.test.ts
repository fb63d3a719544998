// The delivery's event handler: sent out once, called back once, in whatever order messages arrive and whatever fails.
import { describe, expect, test } from 'vitest'
import { getFor } from '../../../src/delivery/deliveries.ts'
import { type DeliveryPorts, handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { childOf } from '../../../src/platform/trace.ts'
import { callers } from '../../support/callers.ts'
import { kang, orderIdOf, permutations, tell } from '../../support/order-book.ts'
import { openDeliveries, openWithTakenOrder } from '../../support/subscribers.ts'

const { customer, courier } = callers
const orderId = orderIdOf(1)
const deliveryId = `dlv_${orderId.slice(4)}`

describe('a taken order is sent out', () => {
  test('the delivery starts, under an id that follows from the order', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    const started = book.message(orderId, 'DeliveryStarted')
    expect(started.data.event).toMatchObject({ data: { deliveryId }, by: { kind: 'system', id: 'delivery' } })
    expect(await getFor(ports, courier, orderId)).toEqual({
      ok: true,
      value: {
        deliveryId,
        orderId,
        status: 'started',
        ...kang,
        lines: started.data.order.lines,
        startedAt: started.time,
        endedAt: null,
        updatedAt: started.time,
        courier: null,
      },
    })
  })

  test('the start is in the trace of the message', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    const { traceparent } = book.message(orderId, 'DeliveryStarted')
    expect(traceparent).toBe(childOf(orderTaken.traceparent, `delivery ${orderTaken.id}`))
  })

  test('the message twice makes one delivery and one event', async () => {
    const { book, database, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    const once = database.rows('SELECT * FROM deliveries')
    await handleOrderEvents(ports, [orderTaken])
    expect(database.rows('SELECT * FROM deliveries')).toEqual(once)
    expect(book.messages.filter(({ data }) => data.event.type === 'DeliveryStarted')).toHaveLength(1)
  })

  test('a fault between the row and the command heals when the message comes again', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    book.fault = new Error('the order Worker is down')
    await expect(handleOrderEvents(ports, [orderTaken])).rejects.toThrow('is down')
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'assigned' } })
    book.fault = null
    await handleOrderEvents(ports, [orderTaken])
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'started' } })
  })

  test('a fault after the command heals too, and the delivery starts once', async () => {
    const { book, database, ports, orderTaken } = await openWithTakenOrder(orderId)
    const orders: DeliveryPorts['orders'] = {
      read: (id) => book.read(id),
      handle: async (...args) => {
        const outcome = await book.handle(...args)
        database.failWith(new Error('the database is down'))
        return outcome
      },
    }
    await expect(handleOrderEvents({ ...ports, orders }, [orderTaken])).rejects.toThrow('is down')
    database.failWith(null)
    await handleOrderEvents(ports, [orderTaken])
    const started = book.message(orderId, 'DeliveryStarted')
    expect(await getFor(ports, courier, orderId)).toMatchObject({
      value: { status: 'started', startedAt: started.time },
    })
    expect(book.messages.filter(({ data }) => data.event.type === 'DeliveryStarted')).toHaveLength(1)
  })
})

describe('a canceled order is called back', () => {
  test('a delivery on the way is recalled, once', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    await tell(book, orderId, customer.subject, 'cancel', 'takeCancel')
    const cancelTaken = book.message(orderId, 'CancelOrderTaken')
    await handleOrderEvents(ports, [cancelTaken])
    await handleOrderEvents(ports, [cancelTaken])
    expect(book.messages.filter(({ data }) => data.event.type === 'DeliveryCanceled')).toHaveLength(1)
    expect(await getFor(ports, courier, orderId)).toMatchObject({
      value: { status: 'canceled', endedAt: book.message(orderId, 'OrderCanceled').time },
    })
  })

  test('until the store has acknowledged the cancel, the delivery stays on the way', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    await tell(book, orderId, customer.subject, 'cancel')
    await handleOrderEvents(ports, [orderTaken])
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'started' } })
  })

  test('an order canceled before its delivery started is never sent out, in whichever order the news arrives', async () => {
    const ends = new Set<string>()
    for (const types of permutations(['OrderTaken', 'CancelOrderTaken'] as const)) {
      const { book, database, ports } = await openWithTakenOrder(orderId)
      await tell(book, orderId, customer.subject, 'cancel', 'takeCancel')
      for (const type of [...types, ...types]) await handleOrderEvents(ports, [book.message(orderId, type)])
      expect(book.messages.map(({ data }) => data.event.type)).not.toContain('DeliveryStarted')
      ends.add(JSON.stringify(database.rows('SELECT *, 0 AS changed_at FROM deliveries')))
    }
    expect(ends.size).toBe(1)
    expect([...ends][0]).toContain('"status":"canceled"')
  })

  test('a delivery that started ends as canceled, in whichever order the news arrives, each twice', async () => {
    const { book, orderTaken } = await openWithTakenOrder(orderId)
    await tell(book, orderId, customer.subject, 'startDelivery', 'cancel', 'takeCancel')
    const result = [orderTaken, book.message(orderId, 'CancelOrderTaken')]
    for (const messages of permutations(result)) {
      const { database, ports } = openDeliveries(book)
      for (const message of [...messages, ...messages]) await handleOrderEvents(ports, [message])
      expect(database.rows('SELECT status, delivery_id FROM deliveries')).toEqual([
        { status: 'canceled', delivery_id: deliveryId },
      ])
    }
    expect(book.messages.filter(({ data }) => data.event.type === 'DeliveryCanceled')).toHaveLength(1)
  })

  test('late news never makes a newer row older, not even while the order cannot be asked', async () => {
    const { book, ports, orderTaken } = await openWithTakenOrder(orderId)
    await handleOrderEvents(ports, [orderTaken])
    await tell(book, orderId, customer.subject, 'cancel', 'takeCancel')
    await handleOrderEvents(ports, [book.message(orderId, 'CancelOrderTaken')])
    book.fault = new Error('the order Worker is down')
    await expect(handleOrderEvents(ports, [orderTaken])).rejects.toThrow('is down')
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'canceled' } })
  })

  test('an order canceled before the store took it gets no delivery at all', async () => {
    const { book, database, ports } = openDeliveries()
    await tell(book, orderId, customer.subject, 'place', 'pay', 'cancel', 'takeCancel')
    await handleOrderEvents(ports, [book.message(orderId, 'CancelOrderTaken')])
    expect(database.rows('SELECT * FROM deliveries')).toEqual([])
  })
})
