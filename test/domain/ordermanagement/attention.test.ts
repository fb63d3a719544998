// When the staff's page points at an order: exactly at the threshold, and not a millisecond before.
import { describe, expect, test } from 'vitest'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { attentionAfter, needsAttention } from '../../../src/ordermanagement/attention.ts'
import { OrderBook, orderIdOf, type Step, tell } from '../../support/order-book.ts'

const after = attentionAfter({
  NOT_TAKEN_SECONDS: '86400',
  DELIVERY_NOT_STARTED_SECONDS: '3600',
  DELIVERY_NOT_COMPLETED_SECONDS: '604800',
  NOT_REFUNDED_SECONDS: '3600',
})
const orderId = orderIdOf(1)

async function orderAfter(...steps: Step[]): Promise<{ order: OrderSummary; paidAt: string }> {
  const book = new OrderBook()
  await tell(book, orderId, 'usr_customer', ...steps)
  const order = await book.read(orderId)
  if (order === null) throw new Error('the story placed no order')
  const paidAt = steps.includes('pay') ? book.message(orderId, 'PayApproved').time : order.placedAt
  return { order, paidAt }
}

describe('an order needs attention from exactly the threshold on', () => {
  const cases = [
    ['notTaken', 86_400, ['place', 'pay']],
    ['deliveryNotStarted', 3600, ['place', 'pay', 'take']],
    ['deliveryNotCompleted', 604_800, ['place', 'pay', 'take', 'startDelivery']],
    ['notRefunded', 3600, ['place', 'pay', 'cancel']],
  ] as const
  test.each(cases)('%s after %i s', async (cause, seconds, steps) => {
    const { order, paidAt } = await orderAfter(...steps)
    const edge = Date.parse(order.updatedAt) + seconds * 1000
    expect(needsAttention(order, paidAt, edge - 1, after)).toBe(null)
    expect(needsAttention(order, paidAt, edge, after)).toBe(cause)
  })
})

const longAfter = Date.parse('2036-01-01T00:00:00Z')

test('a canceled order counts from its cancel, not from what happened since', async () => {
  const { order, paidAt } = await orderAfter('place', 'pay', 'cancel', 'takeCancel')
  const edge = Date.parse(order.cancel?.at ?? '') + 3_600_000
  expect(needsAttention(order, paidAt, edge - 1, after)).toBe(null)
  expect(needsAttention(order, paidAt, edge, after)).toBe('notRefunded')
})

test('a payment approved after the cancel counts from the approval', async () => {
  const { order, paidAt } = await orderAfter('place', 'cancel', 'pay')
  expect(order.orderStatus).toBe('cancelOrderTaken')
  expect(needsAttention(order, paidAt, Date.parse(paidAt) + 3_599_999, after)).toBe(null)
  expect(needsAttention(order, paidAt, Date.parse(paidAt) + 3_600_000, after)).toBe('notRefunded')
})

test('an order whose money is back needs none while its goods are still on their way back', async () => {
  const { order, paidAt } = await orderAfter('place', 'pay', 'take', 'startDelivery', 'cancel', 'takeCancel', 'refund')
  expect(order.orderStatus).toBe('cancelOrderTaken')
  expect(needsAttention(order, paidAt, longAfter, after)).toBe(null)
})

test.each([
  [['place']],
  [['place', 'cancel']],
  [['place', 'pay', 'take', 'startDelivery', 'completeDelivery']],
  [['place', 'pay', 'cancel', 'takeCancel', 'refund']],
] as Step[][][])('an order after %j never needs any', async (steps) => {
  const { order, paidAt } = await orderAfter(...steps)
  expect(needsAttention(order, paidAt, longAfter, after)).toBe(null)
})

test('a threshold that is no number above zero is a fault at once', () => {
  const vars = {
    NOT_TAKEN_SECONDS: '0',
    DELIVERY_NOT_STARTED_SECONDS: '1',
    DELIVERY_NOT_COMPLETED_SECONDS: '1',
    NOT_REFUNDED_SECONDS: '1',
  }
  expect(() => attentionAfter(vars)).toThrow()
  expect(() => attentionAfter({ ...vars, NOT_TAKEN_SECONDS: 'soon' })).toThrow()
})
