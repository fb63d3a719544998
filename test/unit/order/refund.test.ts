// Part refunds while the order is not canceled: the sums stay right, whatever follows.
import { describe, expect, test } from 'vitest'
import type { Author } from '../../../src/contract/caller.ts'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { moneyLeft } from '../../../src/contract/order.ts'
import { decide } from '../../../src/order/decide.ts'
import { partRefundsMax } from '../../../src/order/refund.ts'
import { isFinal } from '../../../src/order/state.ts'
import { summarize } from '../../../src/order/summary.ts'
import { author, commands as c, orderId, tell, won } from '../../support/orders.ts'

const paid = [c.PlaceOrder, c.RecordPayApproved]
const delivered = [...paid, c.TakeOrder, c.RecordDeliveryStarted, c.RecordDeliveryCompleted]
const part = (amount: number, refundId = `rfd_${amount}`) => ({ ...c.RefundPart, refundId, amount: won(amount) })

function codeOf(story: OrderCommand[], command: OrderCommand): string | null {
  const decision = decide(tell(...story).state, command, author)
  return decision.ok ? null : decision.rejection.code
}

function orderAfter(...story: OrderCommand[]) {
  const { state } = tell(...story)
  const order = summarize(orderId, state)
  if (order === null) throw new Error('the story placed no order')
  return { order, state }
}

describe('a part is given back', () => {
  test('of what is left, and no more', () => {
    expect(codeOf(paid, part(4499))).toBeNull()
    expect(codeOf(paid, part(4501))).toBe('refund_too_high')
    expect(codeOf([...paid, part(3000)], part(1501))).toBe('refund_too_high')
    expect(codeOf([...paid, part(3000)], part(1499))).toBeNull()
    expect(codeOf(paid, { ...part(500), amount: { amount: 500, currency: 'EUR' } })).toBe('amount_mismatch')
    expect(codeOf(paid, part(0))).toBe('amount_mismatch')
  })

  test('all of it only when the order is delivered, since until then a cancel does that', () => {
    expect(codeOf(paid, part(4500))).toBe('refund_too_high')
    expect(codeOf([...paid, part(3000)], part(1500))).toBe('refund_too_high')
    expect(codeOf(delivered, part(4500))).toBeNull()
  })

  test('and the order shows what is due, and what is back', () => {
    const due = orderAfter(...paid, c.RefundPart).order.payment
    expect(due).toMatchObject({ status: 'approved', captured: won(4500), refunded: won(0) })
    expect(due.partRefunds).toMatchObject([{ refundId: 'rfd_part', amount: won(500), status: 'due' }])
    const done = orderAfter(...paid, c.RefundPart, c.RecordPartRefunded).order.payment
    expect(done).toMatchObject({ refunded: won(500), partRefunds: [{ status: 'done' }] })
  })
})

describe('a cancel afterwards', () => {
  const canceled = [...paid, c.RefundPart, c.CancelOrder, c.TakeCancelOrder]
  const rest: OrderCommand = { type: 'RecordPayCanceled', refundId: 'rfd_rest', amount: won(4000) }

  test('gives back the rest', () => {
    expect(moneyLeft(orderAfter(...canceled).order)).toEqual(won(4000))
    expect(codeOf(canceled, c.RecordPayCanceled)).toBe('amount_mismatch')
    expect(codeOf(canceled, rest)).toBeNull()
  })

  test.each([[[c.RecordPartRefunded, rest]], [[rest, c.RecordPartRefunded]]])(
    'is final when part and rest are both back, in whichever order',
    ([first, second]) => {
      if (first === undefined || second === undefined) throw new Error('two commands')
      expect(isFinal(orderAfter(...canceled, first).state)).toBe(false)
      const { order, state } = orderAfter(...canceled, first, second)
      expect(isFinal(state)).toBe(true)
      expect(order).toMatchObject({ orderStatus: 'payCanceled', payment: { refunded: won(4500) } })
    },
  )
})

test('a delivered order is not final while money is still on its way back', () => {
  expect(isFinal(orderAfter(...delivered, c.RefundPart).state)).toBe(false)
  expect(isFinal(orderAfter(...delivered, c.RefundPart, c.RecordPartRefunded).state)).toBe(true)
})

describe('the store gives at most twenty parts back', () => {
  const parts = Array.from({ length: partRefundsMax }, (_, index) => part(1, `rfd_${index}`))
  const { state } = tell(...paid, ...parts)
  const staff: Author = { kind: 'staff', id: 'usr_staff' }

  test('so that the order fits into its messages; a repeat is none more', () => {
    expect(decide(state, part(1, 'rfd_more'), staff)).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_request', detail: 'An order has at most 20 part refunds.' },
    })
    expect(decide(state, part(1, 'rfd_0'), staff)).toMatchObject({ ok: true, events: [] })
  })

  test('a refund that was made at the provider already is recorded all the same', () => {
    expect(decide(state, part(1, 'rfd_more'), author)).toMatchObject({ events: [{ type: 'PartRefundRequested' }] })
  })

  test('an order of an older release with more of them goes on', () => {
    const older = [...paid, ...parts, part(1, 'rfd_20'), part(1, 'rfd_21')]
    expect(codeOf(older, c.TakeOrder)).toBeNull()
    expect(codeOf(older, c.CancelOrder)).toBeNull()
    expect(codeOf(older, { ...c.RecordPartRefunded, refundId: 'rfd_21', amount: won(1) })).toBeNull()
  })
})

test('a refund that nobody asked for, or of another amount, is not recorded', () => {
  expect(codeOf(paid, c.RecordPartRefunded)).toBe('refund_not_requested')
  expect(codeOf([...paid, c.RefundPart], { ...c.RecordPartRefunded, amount: won(501) })).toBe('amount_mismatch')
})
