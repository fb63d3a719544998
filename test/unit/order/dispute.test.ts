// Disputes of a payment: each is recorded once, flags the order while it is open, and its lost money is not refunded.
import { describe, expect, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { disputesMax } from '../../../src/contract/dispute.ts'
import { isDisputed, moneyLeft } from '../../../src/contract/order.ts'
import { nextDeadline } from '../../../src/order/deadlines.ts'
import { decide } from '../../../src/order/decide.ts'
import { summarize } from '../../../src/order/summary.ts'
import { actorSettings } from '../../support/actor-settings.ts'
import { author, commands as c, orderId, situations, tell, won } from '../../support/orders.ts'

const paid = [c.PlaceOrder, c.RecordPayApproved]
const delivered = [...paid, c.TakeOrder, c.RecordDeliveryStarted, c.RecordDeliveryCompleted]
const [disputed, won4500, lost] = [c.RecordPaymentDisputed, c.RecordPaymentDisputeWon, c.RecordPaymentDisputeLost]
const refund = (amount: number): OrderCommand => ({ ...c.RecordPayCanceled, amount: won(amount) })

function orderAfter(...story: OrderCommand[]) {
  const { state } = tell(...story)
  const order = summarize(orderId, state)
  if (order === null) throw new Error('the story placed no order')
  return { ...order, deadline: nextDeadline(state, actorSettings) }
}

function codeOf(story: OrderCommand[], command: OrderCommand): string | null {
  const decision = decide(tell(...story).state, command, author)
  return decision.ok ? null : decision.rejection.code
}

describe('a dispute', () => {
  test('of a paid order is recorded in any state, with its deadline, and flags it at once', () => {
    for (const [name, story] of Object.entries(situations).filter(([, told]) => codeOf(told, disputed) === null)) {
      const { payment, needsAttention, deadline } = orderAfter(...story, disputed)
      const { disputeId, amount, reason, evidenceDueBy } = disputed
      const open = { disputeId, amount, reason, evidenceDueBy, status: 'open' }
      expect([name, payment.disputes, needsAttention, deadline]).toMatchObject([name, [open], 'paymentDisputed', null])
    }
  })

  test('of an order that was never paid is refused', () => {
    expect(codeOf([c.PlaceOrder], disputed)).toBe('order_not_paid')
    expect(codeOf(paid, { ...disputed, amount: { amount: 1, currency: 'EUR' } })).toBe('amount_mismatch')
  })

  test('is recorded again when its facts change, and not after it is closed', () => {
    const later = { ...disputed, evidenceDueBy: '2026-12-01T00:00:00.000Z' }
    expect(orderAfter(...paid, disputed, later).payment.disputes).toMatchObject(
      [later].map(({ type: _, ...rest }) => rest),
    )
    const decision = decide(tell(...paid, disputed, won4500).state, later, author)
    expect(decision).toEqual({ ok: true, events: [] })
  })

  test('keeps the flag of a late step away while it is open, and no longer', () => {
    expect(orderAfter(...paid, c.FlagOrder, disputed)).toMatchObject({ needsAttention: 'paymentDisputed' })
    expect(decide(tell(...paid, disputed).state, c.FlagOrder, author)).toEqual({ ok: true, events: [] })
    const after = orderAfter(...paid, disputed, won4500)
    expect(after).toMatchObject({
      needsAttention: null,
      deadline: { command: { type: 'FlagOrder', cause: 'notTaken' } },
    })
  })

  test('is one of a few', () => {
    const many = Array.from({ length: disputesMax }, (_, index) => ({ ...disputed, disputeId: `dp_${index}` }))
    expect(codeOf([...paid, ...many], { ...disputed, disputeId: 'dp_more' })).toBe('invalid_request')
  })
})

describe('its end', () => {
  test.each([
    ['won', won4500, 4500],
    ['lost', lost, 0],
  ] as const)('when it is %s is recorded once, and leaves what can be refunded', (status, closed, left) => {
    const order = orderAfter(...delivered, disputed, closed)
    expect(order).toMatchObject({ needsAttention: null, payment: { disputes: [{ status }] } })
    expect(moneyLeft(order)).toEqual(won(left))
    expect(isDisputed(order)).toBe(false)
    expect(decide(tell(...delivered, disputed, closed).state, closed, author)).toEqual({ ok: true, events: [] })
  })

  test('of a dispute that is not known is refused', () => {
    expect(codeOf(paid, lost)).toBe('dispute_not_found')
    expect(codeOf([c.PlaceOrder], won4500)).toBe('dispute_not_found')
  })

  test('when it is lost leaves a canceled order without its money to refund, and final', () => {
    const canceled = [...paid, c.CancelOrder, c.TakeCancelOrder, disputed, lost]
    expect(codeOf(canceled, refund(4500))).toBe('amount_mismatch')
    expect(orderAfter(...canceled, refund(0))).toMatchObject({ orderStatus: 'payCanceled' })
  })

  test('when a part of it is lost leaves the rest', () => {
    const order = orderAfter(...paid, disputed, { ...lost, amount: won(1500) })
    expect(moneyLeft(order)).toEqual(won(3000))
  })

  test('when it is lost drops the part refund that was to come from the same money, and no other', () => {
    const small = { ...c.RefundPart, refundId: 'rfd_small', amount: won(200) }
    const order = orderAfter(...paid, c.RefundPart, small, disputed, { ...lost, amount: won(4200) })
    expect(order.payment.partRefunds).toMatchObject([{ refundId: 'rfd_small' }])
    const done = orderAfter(...paid, c.RefundPart, c.RecordPartRefunded, disputed, lost)
    expect(done.payment.partRefunds).toMatchObject([{ refundId: 'rfd_part', status: 'done' }])
    expect(moneyLeft(done)).toEqual(won(0))
  })
})
