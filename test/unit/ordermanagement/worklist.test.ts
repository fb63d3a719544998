// The worklist: whom it obeys, and how it is read page by page.
import { describe, expect, test } from 'vitest'
import { handleOrderEvents } from '../../../src/ordermanagement/event-handler.ts'
import { cancelOrder, listWorklist, readWorklist, takeOrder } from '../../../src/ordermanagement/worklist.ts'
import { callers, firstPage, request } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { openWorklist } from '../../support/subscribers.ts'
import { unreadableRow } from '../../support/vault.ts'

const { customer, staff, courier, ops } = callers
const orderId = orderIdOf(1)
const all = { orderStatus: null, flaggedOnly: false }

describe('what the staff decide', () => {
  test('the staff read their own take at once', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay')
    await handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
    expect(await takeOrder(ports, staff, orderId, request)).toMatchObject({
      ok: true,
      value: { orderStatus: 'orderTaken' },
    })
    expect(await readWorklist(ports, staff, orderId)).toMatchObject({ value: { orderStatus: 'orderTaken' } })
    expect(book.commands.at(-1)?.meta).toEqual({ by: { kind: 'staff', id: 'usr_staff' }, causationId: 'req_test' })
  })

  test('an order the worklist does not know yet can be taken, and gets its row', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay')
    expect(await takeOrder(ports, staff, orderId, request)).toMatchObject({ ok: true })
    await handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
    expect(await readWorklist(ports, staff, orderId)).toMatchObject({
      value: { orderStatus: 'orderTaken', paidAt: book.message(orderId, 'PayApproved').time },
    })
  })

  test('the refusals of the order are passed on', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place')
    expect(await takeOrder(ports, staff, orderId, request)).toMatchObject({ rejection: { code: 'order_not_paid' } })
    expect(await takeOrder(ports, staff, orderIdOf(2), request)).toMatchObject({
      rejection: { code: 'order_not_found' },
    })
  })

  test('the store cancels with its reason in words', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay')
    expect(await cancelOrder(ports, staff, orderId, '  Out of stock ', request)).toMatchObject({
      ok: true,
      value: { orderStatus: 'orderCanceled', cancel: { reason: 'staffDecision', note: 'Out of stock' } },
    })
  })

  test.each([null, '', '   ', 'x'.repeat(501), 'gone\u202Eenog', 'gone\u0000', '\u200b'])(
    'a cancel with the reason %j is refused, and the order not asked',
    async (note) => {
      const { book, ports } = openWorklist()
      expect(await cancelOrder(ports, staff, orderId, note, request)).toMatchObject({
        rejection: { code: 'invalid_request', field: 'reason' },
      })
      expect(book.commands).toEqual([])
    },
  )

  test('nobody but the staff decides, and ops may only look', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderId, customer.subject, 'place', 'pay')
    await handleOrderEvents(ports, [book.message(orderId, 'PayApproved')])
    const before = book.commands.length
    for (const caller of [customer, courier, ops]) {
      expect(await takeOrder(ports, caller, orderId, request)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await cancelOrder(ports, caller, orderId, 'reason', request)).toMatchObject({
        rejection: { code: 'forbidden' },
      })
    }
    expect(book.commands.length).toBe(before)
    for (const caller of [customer, courier]) {
      expect(await listWorklist(ports, caller, all, firstPage)).toMatchObject({ rejection: { code: 'forbidden' } })
      expect(await readWorklist(ports, caller, orderId)).toMatchObject({ rejection: { code: 'forbidden' } })
    }
    expect(await listWorklist(ports, ops, all, firstPage)).toMatchObject({ value: { items: [{ orderId }] } })
  })
})

test('a row that was changed by hand lacks its personal data, and takes no other row away', async () => {
  const { book, ports, database } = openWorklist()
  for (const number of [1, 2]) {
    await tell(book, orderIdOf(number), customer.subject, 'place', 'pay')
    await handleOrderEvents(ports, [book.message(orderIdOf(number), 'PayApproved')])
  }
  database.rows(unreadableRow('worklist', orderIdOf(1)))
  const listed = await listWorklist(ports, staff, all, firstPage)
  if (!listed.ok) throw new Error(listed.rejection.code)
  expect(new Map(listed.value.items.map((row) => [row.orderId, row.customerName === '']))).toEqual(
    new Map([
      [orderIdOf(1), true],
      [orderIdOf(2), false],
    ]),
  )
})

describe('how the worklist is read', () => {
  test('page by page each order comes once, newest payment first, though more arrive in the meantime', async () => {
    const { book, ports } = openWorklist()
    for (let number = 1; number <= 7; number += 1) {
      await tell(book, orderIdOf(number), customer.subject, 'place', 'pay')
      await handleOrderEvents(ports, [book.message(orderIdOf(number), 'PayApproved')])
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const answer = await listWorklist(ports, staff, all, { limit: 3, cursor })
      if (!answer.ok) throw new Error(answer.rejection.code)
      seen.push(...answer.value.items.map((row) => row.orderId))
      cursor = answer.value.cursor
      const late = orderIdOf(100 + seen.length)
      await tell(book, late, customer.subject, 'place', 'pay')
      await handleOrderEvents(ports, [book.message(late, 'PayApproved')])
    } while (cursor !== null)
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map(orderIdOf))
  })

  test('orders paid in the same instant are paged without loss', async () => {
    const { book, ports } = openWorklist()
    for (let number = 1; number <= 4; number += 1) {
      book.now = '2026-11-02T09:00:00.000Z'
      await tell(book, orderIdOf(number), customer.subject, 'place', 'pay')
      await handleOrderEvents(ports, [book.message(orderIdOf(number), 'PayApproved')])
    }
    const first = await listWorklist(ports, staff, all, { limit: 2, cursor: null })
    if (!first.ok) throw new Error(first.rejection.code)
    const second = await listWorklist(ports, staff, all, { limit: 2, cursor: first.value.cursor })
    if (!second.ok) throw new Error(second.rejection.code)
    expect([...first.value.items, ...second.value.items].map((row) => row.orderId)).toEqual([4, 3, 2, 1].map(orderIdOf))
    expect(second.value.cursor).toBe(null)
  })

  test('a filter shows one status only', async () => {
    const { book, ports } = openWorklist()
    await tell(book, orderIdOf(1), customer.subject, 'place', 'pay')
    await tell(book, orderIdOf(2), customer.subject, 'place', 'pay')
    await handleOrderEvents(ports, [book.message(orderIdOf(1), 'PayApproved')])
    await takeOrder(ports, staff, orderIdOf(2), request)
    const answer = await listWorklist(ports, staff, { ...all, orderStatus: 'orderTaken' }, firstPage)
    expect(answer).toMatchObject({ value: { items: [{ orderId: orderIdOf(2) }], cursor: null } })
  })

  test('another shows those that have waited too long, for as long as they wait', async () => {
    const { book, ports } = openWorklist()
    const flagged = { ...all, flaggedOnly: true }
    await tell(book, orderIdOf(1), customer.subject, 'place', 'pay')
    await tell(book, orderIdOf(2), customer.subject, 'place', 'pay', 'flagNotTaken')
    for (const message of book.messages) await handleOrderEvents(ports, [message])
    expect(await listWorklist(ports, staff, flagged, firstPage)).toMatchObject({
      value: { items: [{ orderId: orderIdOf(2), needsAttention: 'notTaken' }], cursor: null },
    })
    await takeOrder(ports, staff, orderIdOf(2), request)
    expect(await listWorklist(ports, staff, flagged, firstPage)).toMatchObject({ value: { items: [] } })
    expect(await readWorklist(ports, staff, orderIdOf(2))).toMatchObject({ value: { needsAttention: null } })
  })

  test.each([
    [{ limit: 101, cursor: null }, 'limit'],
    [{ limit: 0, cursor: null }, 'limit'],
    [{ limit: 1.5, cursor: null }, 'limit'],
    [{ limit: 20, cursor: 'nonsense' }, 'cursor'],
    [{ limit: 20, cursor: btoa('["one"]') }, 'cursor'],
    [{ limit: 20, cursor: btoa('[1,2]') }, 'cursor'],
  ])('a page asked for as %j is refused by its field', async (page, field) => {
    const { ports } = openWorklist()
    const answer = await listWorklist(ports, staff, all, page)
    expect(answer).toMatchObject({ rejection: { code: 'invalid_request', field } })
  })
})
