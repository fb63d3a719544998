// Deliveries: sent out once, called back once, in whatever order the news arrives and whatever breaks on the way.
import { describe, expect, test } from 'vitest'
import { subscribesTo } from '../../../src/contract/routing.ts'
import { complete, getFor, listFor } from '../../../src/delivery/deliveries.ts'
import { type DeliveryPorts, handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { callers, firstPage, request } from '../../support/callers.ts'
import { kang, OrderBook, orderIdOf, permutations, tell } from '../../support/order-book.ts'
import { openDatabase } from '../../support/sqlite.ts'

const { customer, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const deliveryId = `dlv_${orderId.slice(4)}`

function openDeliveries(book = new OrderBook()) {
  const database = openDatabase('delivery')
  const logged: string[] = []
  const ports: DeliveryPorts = { database, orders: book, log: (event) => logged.push(event) }
  return { book, database, ports, logged }
}

async function taken() {
  const all = openDeliveries()
  await tell(all.book, orderId, customer.subject, 'place', 'pay', 'take')
  return { ...all, orderTaken: all.book.message(orderId, 'OrderTaken') }
}

describe('a taken order is sent out', () => {
  test('the delivery starts, under an id that follows from the order', async () => {
    const { book, ports, orderTaken } = await taken()
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
      },
    })
  })

  test('the message twice makes one delivery and one event', async () => {
    const { book, database, ports, orderTaken } = await taken()
    await handleOrderEvents(ports, [orderTaken])
    const once = database.rows('SELECT * FROM deliveries')
    await handleOrderEvents(ports, [orderTaken])
    expect(database.rows('SELECT * FROM deliveries')).toEqual(once)
    expect(book.messages.filter(({ data }) => data.event.type === 'DeliveryStarted')).toHaveLength(1)
  })

  test('a fault between the row and the command heals when the message comes again', async () => {
    const { book, ports, orderTaken } = await taken()
    book.fault = new Error('the order Worker is down')
    await expect(handleOrderEvents(ports, [orderTaken])).rejects.toThrow('is down')
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'assigned' } })
    book.fault = null
    await handleOrderEvents(ports, [orderTaken])
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'started' } })
  })

  test('a fault after the command heals too, and the delivery starts once', async () => {
    const { book, database, ports, orderTaken } = await taken()
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
    const { book, ports, orderTaken } = await taken()
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
    const { book, ports, orderTaken } = await taken()
    await handleOrderEvents(ports, [orderTaken])
    await tell(book, orderId, customer.subject, 'cancel')
    await handleOrderEvents(ports, [orderTaken])
    expect(await getFor(ports, courier, orderId)).toMatchObject({ value: { status: 'started' } })
  })

  test('an order canceled before its delivery started is never sent out, in whichever order the news arrives', async () => {
    const ends = new Set<string>()
    for (const types of permutations(['OrderTaken', 'CancelOrderTaken'] as const)) {
      const { book, database, ports } = await taken()
      await tell(book, orderId, customer.subject, 'cancel', 'takeCancel')
      for (const type of [...types, ...types]) await handleOrderEvents(ports, [book.message(orderId, type)])
      expect(book.messages.map(({ data }) => data.event.type)).not.toContain('DeliveryStarted')
      ends.add(JSON.stringify(database.rows('SELECT * FROM deliveries')))
    }
    expect(ends.size).toBe(1)
    expect([...ends][0]).toContain('"status":"canceled"')
  })

  test('a delivery that started ends as canceled, in whichever order the news arrives, each twice', async () => {
    const { book, orderTaken } = await taken()
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
    const { book, ports, orderTaken } = await taken()
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

describe('who sees and reports deliveries', () => {
  test('a courier reports the handover, and it shows at once', async () => {
    const { book, ports, orderTaken } = await taken()
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
    const { book, ports, orderTaken } = await taken()
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
    const { ports } = await taken()
    expect(await complete(ports, courier, orderId, request)).toMatchObject({
      rejection: { code: 'delivery_not_started' },
    })
    expect(await complete(ports, courier, orderIdOf(9), request)).toMatchObject({
      rejection: { code: 'order_not_found' },
    })
  })

  test('customers and ops neither see nor move deliveries', async () => {
    const { book, ports, orderTaken } = await taken()
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
