// Many orders handed over at once: each has its own outcome, and one that fails stops no other.
import { expect, test } from 'vitest'
import { takeOrders } from '../../../src/ordermanagement/bulk.ts'
import { callers } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { openWorklist } from '../../support/subscribers.ts'

const { customer, staff } = callers
const ids = [1, 2, 3].map(orderIdOf)

test('each is packed or refused by itself, and one that is named twice is taken once', async () => {
  const { book, ports } = openWorklist()
  for (const orderId of ids.slice(0, 2)) await tell(book, orderId, customer.subject, 'place', 'pay')
  await tell(book, ids[2] ?? '', customer.subject, 'place')
  const outcomes = await takeOrders(ports, staff, [...ids, ids[0] ?? ''], 'req_1')
  expect(outcomes.map(({ orderId }) => orderId)).toEqual(ids)
  expect(outcomes.map(({ result }) => (typeof result === 'string' ? result : result.code))).toEqual([
    'packed',
    'packed',
    'order_not_paid',
  ])
})

test('an order that cannot be reached is told as unknown, and logged', async () => {
  const { book, ports, logged } = openWorklist()
  book.fault = new Error('out of reach')
  expect(await takeOrders(ports, staff, ids.slice(0, 1), 'req_1')).toEqual([{ orderId: ids[0], result: 'unknown' }])
  expect(logged).toEqual(['bulk_take_failed'])
})
