// The differences between the three records of an order, as one table: each fault, its kind and its repair.
import { describe, expect, it } from 'vitest'
import type { OrderCommand } from '../../../../src/contract/commands.ts'
import type { OrderSummary } from '../../../../src/contract/order.ts'
import type { ProviderRecord } from '../../../../src/contract/payment.ts'
import { summarize } from '../../../../src/order/summary.ts'
import { adoptCharge, begin } from '../../../../src/payment/domain/attempt.ts'
import type { PaymentState } from '../../../../src/payment/domain/payment-state.ts'
import { createRefund, type Refund, recordedAsDone } from '../../../../src/payment/domain/refund.ts'
import { compare, foreignEntry, lastMovedAt } from '../../../../src/payment/reconciliation/compare.ts'
import { commands, noon, orderId, tell, won } from '../../../support/orders.ts'

const c = commands
const paid = [c.PlaceOrder, c.RecordPayApproved]
const delivered = [...paid, c.TakeOrder, c.RecordDeliveryStarted, c.RecordDeliveryCompleted]
const canceled = [...paid, c.CancelOrder, c.TakeCancelOrder]
const refunded = [...canceled, c.RecordPayCanceled]
const partDue = [...paid, c.RefundPart]
const partDone = [...partDue, c.RecordPartRefunded]

const none: PaymentState = { attempts: [], refunds: [] }
const charged = {
  ...none,
  attempts: [adoptCharge(1, { provider: 'sandbox', id: 'ch_1', amount: won(4500) }, false, noon)],
}
const twice = {
  ...none,
  attempts: [...charged.attempts, adoptCharge(2, { provider: 'sandbox', id: 'ch_2', amount: won(4500) }, false, noon)],
}
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }
const waiting = {
  ...none,
  attempts: [begin({ attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok' }, noon, timing)],
}
const request = { purpose: 'cancel', refundId: 'rfd_1', attempt: 1, amount: won(4500) } as const
const part = { ...request, purpose: 'part', refundId: 'rfd_part', amount: won(500) } as const
const unwanted = { ...request, purpose: 'unwanted', refundId: 'rfd_2', attempt: 2 } as const
const made = (...requests: (typeof request | typeof part | typeof unwanted)[]): Refund[] =>
  requests.map((one) => recordedAsDone(one, noon, null))

const took = (...amounts: number[]) => amounts.map((amount, index) => ({ id: `ch_${index + 1}`, amount: won(amount) }))
const record = (charges: number[], refunds: number[] = []): ProviderRecord => ({
  charges: took(...charges),
  refunds: took(...refunds),
})

function orderAfter(story: OrderCommand[]): OrderSummary | null {
  return summarize(orderId, tell(...story).state)
}

const found = (story: OrderCommand[], state: PaymentState, provider: ProviderRecord) =>
  compare({ orderId, order: story.length === 0 ? null : orderAfter(story), state, record: provider }).map(
    ({ kind, amount, call }) =>
      `${kind} ${amount.amount}: ${call === null ? 'by hand' : `${call.method} ${call.path}`}`,
  )

const inquiry = `POST /payments/${orderId}/inquiries`
const all = { ...charged, refunds: made(request) }
const disputed = (status: 'open' | 'won' | 'lost', refunds: number[] = []): ProviderRecord => ({
  ...record([4500], refunds),
  disputes: [{ id: 'dp_1', amount: won(4500), reason: 'fraudulent', status, evidenceDueBy: null }],
})
const open = c.RecordPaymentDisputed
const lost = c.RecordPaymentDisputeLost
const parked: Refund = { ...createRefund(request, noon), dueAt: null }

describe('the three records agree', () => {
  it.each<[string, OrderCommand[], PaymentState, ProviderRecord]>([
    ['of an order that nobody has paid', [c.PlaceOrder], none, record([])],
    ['of one that is paid', paid, charged, record([4500])],
    ['of one that is delivered', delivered, charged, record([4500])],
    ['of one that was canceled and is refunded', refunded, all, record([4500], [4500])],
    ['of one that is disputed', [...delivered, open], charged, disputed('open')],
    ['of one whose dispute is won', [...delivered, open, c.RecordPaymentDisputeWon], charged, disputed('won')],
    ['of one whose dispute is lost', [...delivered, open, lost], charged, disputed('lost')],
    ['of one whose refund waits for a dispute', [...canceled, open], charged, disputed('open')],
    ['of one whose refund was due before it', [...canceled, open], { ...charged, refunds: [parked] }, disputed('open')],
    ['of one with a partial refund', partDone, { ...charged, refunds: made(part) }, record([4500], [500])],
    [
      'of one charged twice, and refunded once',
      paid,
      { ...twice, refunds: made(unwanted) },
      record([4500, 4500], [4500]),
    ],
  ])('%s', (_, story, state, provider) => {
    expect(found(story, state, provider)).toEqual([])
  })
})

describe('the differences, each with its repair', () => {
  it.each<[string, OrderCommand[], PaymentState, ProviderRecord, string[]]>([
    ['charged for no order', [], none, record([4500]), ['orderMissing 4500: by hand']],
    ['charged, and nobody knows', [c.PlaceOrder], none, record([4500]), [`chargeUnknown 4500: ${inquiry}`]],
    ['charged twice', paid, charged, record([4500, 4500]), [`chargeUnknown 4500: ${inquiry}`]],
    ['the payment’s rows are lost', paid, none, record([4500]), [`chargeUnknown 4500: ${inquiry}`]],
    ['lost with its refunds too', refunded, none, record([4500], [4500]), [`chargeUnknown 4500: ${inquiry}`]],
    ['paid, and neither of the others knows', paid, none, record([]), ['chargeMissing 4500: by hand']],
    ['paid, and the provider does not know', paid, charged, record([]), ['chargeMissing 4500: by hand']],
    ['another amount', paid, charged, record([4600]), ['chargeAmountDiffers 4600: by hand']],
    ['the order has no report', [c.PlaceOrder], charged, record([4500]), [`orderNotTold 4500: ${inquiry}`]],
    ['a second charge stays', paid, twice, record([4500, 4500]), [`orderNotTold 4500: ${inquiry}`]],
    ['no answer yet', [c.PlaceOrder], waiting, record([]), [`paymentOpen 4500: ${inquiry}`]],
    ['required, and not stored', canceled, charged, record([4500]), [`refundNotOwed 4500: ${inquiry}`]],
    ['a part required, and not stored', partDue, charged, record([4500]), [`refundNotOwed 500: ${inquiry}`]],
    [
      'due, and not made',
      canceled,
      { ...charged, refunds: [createRefund(request, noon)] },
      record([4500]),
      [`refundNotMade 4500: ${inquiry}`],
    ],
    ['made, and not recorded', canceled, all, record([4500], [4500]), [`refundNotRecorded 4500: ${inquiry}`]],
    ['a refund’s row is lost', refunded, charged, record([4500], [4500]), [`refundNotOwed 4500: ${inquiry}`]],
    ['a part refunded elsewhere', paid, charged, record([4500], [700]), [`refundUnknown 700: ${inquiry}`]],
    [
      'all of it refunded elsewhere',
      paid,
      charged,
      record([4500], [4500]),
      [`refundUnknown 4500: PATCH /orders/${orderId}`],
    ],
    [
      'all of it refunded elsewhere after delivery',
      delivered,
      charged,
      record([4500], [4500]),
      [`refundUnknown 4500: ${inquiry}`],
    ],
    [
      'done for the payment, and not at the provider',
      refunded,
      all,
      record([4500]),
      [`refundMissing 4500: ${inquiry}`],
    ],
    ['a dispute, and the order does not know', paid, charged, disputed('open'), [`disputeUnknown 4500: ${inquiry}`]],
    [
      'a dispute that is lost, and to the order open',
      [...paid, open],
      charged,
      disputed('lost'),
      [`disputeNotRecorded 4500: ${inquiry}`],
    ],
    [
      'refunded, and lost by a dispute too',
      [...refunded, open, lost],
      all,
      disputed('lost', [4500]),
      ['refundAboveCharge 4500: by hand'],
    ],
    ['more refunded than was charged', refunded, all, record([4500], [4500, 500]), ['refundAboveCharge 500: by hand']],
  ])('%s', (_, story, state, provider, differences) => {
    expect(found(story, state, provider)).toEqual(differences)
  })

  it('a ledger entry that names no order is for a person to look at', () => {
    const entry = { kind: 'charge', id: 'ch_9', orderId: null, amount: won(9), at: noon } as const
    expect(foreignEntry(entry)).toMatchObject({ kind: 'entryNotOurs', orderId: null, call: null, amount: won(9) })
  })
})

describe('money last moved', () => {
  const order = orderAfter(paid)
  it.each<[string, number]>([
    ['when it was charged', lastMovedAt(order, charged, [])],
    ['when it was sent', lastMovedAt(order, waiting, [])],
    ['when a refund became due', lastMovedAt(order, { ...none, refunds: [createRefund(request, noon)] }, [])],
    ['when a refund was made', lastMovedAt(order, { ...none, refunds: made(request) }, [])],
    [
      'by the provider’s ledger',
      lastMovedAt(null, none, [{ kind: 'charge', id: 'a', orderId, amount: won(1), at: noon }]),
    ],
  ])('%s', (_, at) => expect(at).toBe(noon))

  it('when the store acknowledged the cancel', () => {
    expect(lastMovedAt(orderAfter(canceled), none, [])).toBe(noon + 3000)
  })
})
