// What others read from an order's summary, today's and the first release's.
import { describe, expect, it, test } from 'vitest'
import {
  contactOf,
  isDone,
  isOpen,
  moneyLeft,
  type OrderSummary,
  orderSummarySchema,
  paymentStatuses,
  wasPaid,
} from '../../../src/contract/order.ts'
import { isErasable } from '../../../src/order/erasure.ts'
import { summarize } from '../../../src/order/summary.ts'
import { allSituations, commands as c, orderId, tell, won } from '../../support/orders.ts'

function summary(...story: Parameters<typeof tell>): OrderSummary {
  const order = summarize(orderId, tell(...story).state)
  if (order === null) throw new Error('the order was not placed')
  return order
}

const paid = summary(c.PlaceOrder, c.RecordPayApproved)

test('an order was paid when its payment is approved, or refunded since', () => {
  const withStatus = (status: OrderSummary['payment']['status']) => ({ ...paid, payment: { ...paid.payment, status } })
  expect(paymentStatuses.filter((status) => wasPaid(withStatus(status)))).toEqual(['approved', 'refunded'])
})

test('a cancel refunds what was paid less the part refunds, done or due', () => {
  expect(moneyLeft(paid)).toEqual(won(4500))
  expect(moneyLeft(summary(c.PlaceOrder, c.RecordPayApproved, c.RefundPart))).toEqual(won(4000))
  expect(moneyLeft(summary(c.PlaceOrder, c.RecordPayApproved, c.RefundPart, c.RecordPartRefunded))).toEqual(won(4000))
})

test('a part refund is done when the provider has confirmed it', () => {
  const part = { refundId: 'rfd_1', amount: won(500), reason: 'a scratch', at: paid.updatedAt }
  expect(isDone({ ...part, status: 'due' })).toBe(false)
  expect(isDone({ ...part, status: 'done' })).toBe(true)
})

test('the contact is there, or the routing is at fault', () => {
  expect(contactOf(paid)).toEqual(c.PlaceOrder.contact)
  expect(() => contactOf({ ...paid, contact: null })).toThrow(orderId)
})

describe('the schema of a summary', () => {
  it('takes what the rules make, whole', () => expect(orderSummarySchema.parse(paid)).toEqual(paid))
  it('takes a summary of the first release, which knew no part refunds and no flags', () => {
    const { needsAttention: _, payment, ...rest } = paid
    const { partRefunds: __, ...firstPayment } = payment
    expect(orderSummarySchema.parse({ ...rest, payment: firstPayment })).toEqual(paid)
  })
  it('refuses an order without lines, and one that has no number', () => {
    expect(orderSummarySchema.safeParse({ ...paid, lines: [] }).success).toBe(false)
    expect(orderSummarySchema.safeParse({ ...paid, seq: 0 }).success).toBe(false)
  })
})

test('an order is open as long as its own rules refuse to erase it', () => {
  const told = Object.entries(allSituations).map(([name, story]) => ({ name, state: tell(...story).state }))
  const placed = told.flatMap(({ name, state }) => (state.status === 'none' ? [] : [{ name, state }]))
  const open = placed.map(({ name, state }) => [name, isOpen(summarize(orderId, state) ?? paid)])
  expect(open).toEqual(placed.map(({ name, state }) => [name, !isErasable(state)]))
  expect(new Set(open.map(([, isIt]) => isIt))).toEqual(new Set([true, false]))
})
