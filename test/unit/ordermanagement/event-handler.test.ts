// The worklist's event handler: every paid order stands on it, and a cancel is acknowledged.
import { describe, expect, test } from 'vitest'
import { handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { readWorklist } from '../../../src/ordermanagement/worklist.ts'
import { childOf } from '../../../src/platform/trace.ts'
import { callers } from '../../support/callers.ts'
import { kang, OrderBook, orderIdOf, permutations, tell } from '../../support/order-book.ts'
import { openWorklist } from '../../support/subscribers.ts'

const { customer, staff } = callers
const orderId = orderIdOf(1)

describe('what the worklist shows', () => {
  test('a paid order stands on the worklist with everything needed to pack it', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay')
    const paid = book.message(orderId, 'PayApproved')
    await handleOrderEvents(ports, [paid])
    expect(await readWorklist(ports, staff, orderId)).toEqual({
      ok: true,
      value: {
        orderId,
        orderStatus: 'payApproved',
        ...kang,
        lines: paid.data.order.lines,
        total: { amount: 1_290_000, currency: 'KRW' },
        paidAt: paid.time,
        updatedAt: paid.time,
        seq: 2,
        needsAttention: null,
        clerk: null,
      },
    })
  })

  test('an order canceled before it was paid never gets a row', async () => {
    const { book, database, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'cancel')
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    expect(database.rows('SELECT * FROM worklist')).toEqual([])
  })

  test('in every order of arrival, each message twice, the same row stands in the end', async () => {
    const { book } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay', 'take', 'startDelivery', 'cancel')
    const result = (['PayApproved', 'DeliveryStarted', 'OrderCanceled'] as const).map((type) =>
      book.message(orderId, type),
    )
    const ends = new Set<string>()
    for (const messages of permutations(result)) {
      const { database, ports } = openWorklist(book)
      for (const message of [...messages, ...messages]) await handleOrderEvents(ports, [message])
      ends.add(JSON.stringify(database.rows('SELECT *, 0 AS changed_at FROM worklist')))
    }
    expect(ends.size).toBe(1)
    const [row] = JSON.parse([...ends][0] ?? '[]')
    expect(row).toMatchObject({ order_status: 'cancelOrderTaken', paid_at: book.message(orderId, 'PayApproved').time })
  })

  test('the cancel of a paid order is acknowledged to the order, by the platform, and shown', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay', 'cancel')
    const canceled = book.message(orderId, 'OrderCanceled')
    await handleOrderEvents(ports, [canceled])
    expect(book.commands.at(-1)).toEqual({
      orderId,
      command: { type: 'TakeCancelOrder' },
      meta: {
        by: { kind: 'system', id: 'ordermanagement' },
        causationId: canceled.id,
        traceparent: childOf(canceled.traceparent, `ordermanagement ${canceled.id}`),
      },
    })
    expect(await readWorklist(ports, staff, orderId)).toMatchObject({ value: { orderStatus: 'cancelOrderTaken' } })
  })

  test('an order out of reach is a fault, and the message heals it when it comes again', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay', 'cancel')
    const canceled = book.message(orderId, 'OrderCanceled')
    book.fault = new Error('the order Worker is down')
    await expect(handleOrderEvents(ports, [canceled])).rejects.toThrow('is down')
    book.fault = null
    await handleOrderEvents(ports, [canceled])
    expect(await book.read(orderId)).toMatchObject({ orderStatus: 'cancelOrderTaken' })
  })

  test('an acknowledgment that the order refuses is logged, and not tried again', async () => {
    const { book, ports, logged } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay', 'cancel')
    await handleOrderEvents({ ...ports, orders: new OrderBook() }, [book.message(orderId, 'OrderCanceled')])
    expect(logged).toEqual(['cancel_not_acknowledged'])
  })
})
