// What ops see of a message: no name, address, phone, note or reason, whatever shape the message has.
import { expect, test } from 'vitest'
import type { OrderMessage } from '../../../src/contract/message.ts'
import { mask, masked, openAttribute } from '../../../src/operations/mask.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'

const contact = {
  customerName: 'Kang Min',
  deliveryAddress: 'Gangnam 1',
  deliveryPhoneNumber: '010-0123-4567',
  deliveryPhone: { e164: '+821001234567', display: '010-0123-4567' },
}

async function messageOf(): Promise<OrderMessage> {
  const book = new OrderBook()
  await tell(book, orderIdOf(1), 'usr_1', 'place', 'pay')
  const message = book.message(orderIdOf(1), 'OrderPlaced')
  return { ...message, data: { ...message.data, order: { ...message.data.order, contact } } }
}

test('ids, types, money and statuses are shown, and nothing about the person', async () => {
  const message = await messageOf()
  const shown = JSON.parse(masked(JSON.stringify(message)))
  const { order, event } = message.data
  expect(shown).toMatchObject({ id: message.id, type: message.type, subject: message.subject, time: message.time })
  expect(shown.data.order).toMatchObject({ orderId: order.orderId, total: order.total, orderStatus: order.orderStatus })
  expect(shown.data.event).toMatchObject({ seq: event.seq, by: event.by })
  expect(shown.data.order.contact).toEqual({
    customerName: mask,
    deliveryAddress: mask,
    deliveryPhoneNumber: mask,
    deliveryPhone: { e164: mask, display: mask },
  })
})

test.each([
  [{ note: 'with Lee, flat 3' }, { note: mask }],
  [{ reason: 'Kang called' }, { reason: mask }],
  [{ phone: 1001234567 }, { phone: mask }],
  [{ id: 'Kang Min, 010' }, { id: mask }],
  [{ subject: ['ord_1', { name: 'Kang' }] }, { subject: ['ord_1', { name: mask }] }],
  [{ 'Kang Min': true }, { [mask]: true }],
  [
    ['Kang', 5, null, false],
    [mask, mask, null, false],
  ],
])('a message of an unknown shape shows no text either: %j', (body, shown) => {
  expect(JSON.parse(masked(JSON.stringify(body)))).toEqual(shown)
})

test('an attribute is listed when it looks like one', () => {
  expect(openAttribute('homeappliance.order.OrderPlaced')).toBe('homeappliance.order.OrderPlaced')
  expect([openAttribute('Kang Min'), openAttribute(''), openAttribute(null)]).toEqual([null, null, null])
})
