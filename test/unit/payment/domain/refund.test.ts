// Refunds: which ones an order requires, and the state of one after each answer.
import { describe, expect, it } from 'vitest'
import type { OrderCommand } from '../../../../src/contract/commands.ts'
import { summarize } from '../../../../src/order/summary.ts'
import {
  afterRefund,
  afterRefundReport,
  createRefund,
  type DoneRefund,
  knowsOfRefund,
  missingRefunds,
  outsideRequestOf,
  recordedAsDone,
  refundOrderOf,
  refundReportOf,
  retryRefund,
  wantsRefunds,
} from '../../../../src/payment/domain/refund.ts'
import { commands as c, noon, orderId, tell, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 1 }
const paid = [c.PlaceOrder, c.RecordPayApproved]
const canceled = [c.CancelOrder, c.TakeCancelOrder]

function order(...story: OrderCommand[]) {
  const summary = summarize(orderId, tell(...story).state)
  if (summary === null) throw new Error('there is no order')
  return summary
}

const request = { purpose: 'cancel', refundId: 'rfd_1', attempt: 1, amount: won(4500) } as const
const due = createRefund(request, noon)
const done = (purpose: 'cancel' | 'part' | 'unwanted' = 'cancel'): DoneRefund => {
  const refund = afterRefund({ ...due, purpose }, { status: 'refunded' }, noon, pace)
  if (refund.status !== 'done') throw new Error('it is done')
  return refund
}

describe('the refunds that an order requires', () => {
  const missing = (story: OrderCommand[], refunds: Parameters<typeof missingRefunds>[1] = []) =>
    missingRefunds(order(...story), refunds, () => 'rfd_new').map(({ purpose, refundId, amount }) => {
      return `${purpose} ${refundId} ${amount.amount}`
    })

  it('are none before the store has acknowledged the cancel', () => {
    expect(missing(paid)).toEqual([])
    expect(missing([...paid, c.CancelOrder])).toEqual([])
    expect([order(...paid), order(...paid, c.CancelOrder)].map(wantsRefunds)).toEqual([false, false])
  })

  it('are each part that was requested, and the rest after a cancel', () => {
    expect(missing([...paid, c.RefundPart])).toEqual(['part rfd_part 500'])
    expect(missing([...paid, c.RefundPart, ...canceled])).toEqual(['part rfd_part 500', 'cancel rfd_new 4000'])
    expect(wantsRefunds(order(...paid, c.RefundPart))).toBe(true)
  })

  it('are none that the payment has already, due or done; the rest is known by its attempt', () => {
    const part = createRefund({ purpose: 'part', refundId: 'rfd_part', attempt: 1, amount: won(500) }, noon)
    expect(missing([...paid, c.RefundPart, ...canceled], [part, done()])).toEqual([])
    const ofAnother = createRefund({ ...request, attempt: 2 }, noon)
    expect(missing([...paid, ...canceled], [ofAnother])).toEqual(['cancel rfd_new 4500'])
    const unwanted = createRefund({ ...request, purpose: 'unwanted' }, noon)
    expect(missing([...paid, ...canceled], [unwanted])).toEqual(['cancel rfd_new 4500'])
  })
})

describe('a refund', () => {
  it('stays due, with growing pauses, until the provider confirms it', () => {
    const tried = { ...due, tries: 2 }
    const later = { ...due, tries: 3, dueAt: noon + 4000 }
    expect(afterRefund(tried, { status: 'rejected' }, noon, pace)).toEqual(later)
    const unanswered = { ...later, unansweredAt: noon }
    expect(afterRefund(tried, { status: 'unknown' }, noon, pace)).toEqual(unanswered)
    const refused = { ...later, refusal: 'closed' }
    expect(afterRefund({ ...unanswered, tries: 2 }, { status: 'refused', reason: 'closed' }, noon, pace)).toEqual(
      refused,
    )
  })

  it('is reported to the order once it is done, unless the order never wanted the charge', () => {
    expect(done('cancel').report).toEqual({ tries: 0, at: noon })
    expect(done('part').report).toEqual({ tries: 0, at: noon })
    expect(done('unwanted').report).toEqual({ tries: 0, at: null })
    expect('dueAt' in done()).toBe(false)
  })

  it('that has failed for good is due in its next round, later each time', () => {
    const failed = { status: 'failed', reason: 'closed' } as const
    const second = afterRefund({ ...due, tries: 7 }, failed, noon, pace)
    expect(second).toEqual({ ...due, round: 1, tries: 0, dueAt: noon + 1000, refusal: 'closed' })
    expect(afterRefund({ ...due, round: 1 }, failed, noon, pace)).toMatchObject({ round: 2, dueAt: noon + 300_000 })
  })

  it('that was refused is sent again under its key, or under the next one when that answer is replayed', () => {
    const refused = { status: 'refused', reason: 'no' } as const
    const again = { round: 0, tries: 1, dueAt: noon + 1000, refusal: 'no' }
    expect(afterRefund(due, refused, noon, pace)).toMatchObject(again)
    // Why it was refused stays known while nobody answers, and goes when it is made.
    const unanswered = afterRefund({ ...due, refusal: 'no' }, { status: 'unknown' }, noon, pace)
    expect(unanswered).toMatchObject({ status: 'due', refusal: 'no' })
    expect(afterRefund({ ...due, refusal: 'no' }, { status: 'refunded' }, noon, pace)).not.toHaveProperty('refusal')
    const replayed = afterRefund(due, { ...refused, isReplayed: true }, noon, pace)
    expect(replayed).toMatchObject({ round: 1, tries: 0, dueAt: noon + 300_000 })
  })

  it('is ordered under the key of its round, with the other refunds of its charge', () => {
    const other = { ...done('part'), refundId: 'rfd_2', amount: won(500) }
    const refunds = [due, other, { ...other, refundId: 'rfd_3', attempt: 2 }]
    const charge = { chargeId: 'ch_1', amount: won(4500) }
    const wanted = { refundId: 'rfd_1', orderId, chargeId: 'ch_1', charged: won(4500), amount: won(4500) }
    const others = [{ refundId: 'rfd_2', amount: won(500), isDone: true }]
    expect(refundOrderOf(orderId, due, charge, refunds)).toEqual({ ...wanted, key: 'rfd_1', others })
    expect(refundOrderOf(orderId, { ...due, round: 2 }, charge, [])).toEqual({ ...wanted, key: 'rfd_1-2', others: [] })
  })

  it('is reported again after a pause when the order did not answer, and no more when it did', () => {
    const again = afterRefundReport(done(), false, noon, pace)
    expect(again).toMatchObject({ status: 'done', report: { tries: 1, at: noon + 2000 } })
    expect(afterRefundReport(done(), true, noon, pace)).toMatchObject({ report: { tries: 1, at: null } })
  })

  it('is retried at once, whether it is to be made or to be reported', () => {
    expect(retryRefund({ ...due, tries: 5, dueAt: noon + 9000 }, noon)).toMatchObject({ tries: 5, dueAt: noon })
    const waiting = afterRefundReport(done(), false, noon, pace)
    expect(retryRefund(waiting, noon)).toMatchObject({ report: { tries: 0, at: noon } })
  })

  it('is reported as a part or as the refund of a cancel, under its own id and amount', () => {
    expect(refundReportOf(done('part'))).toEqual({
      type: 'RecordPartRefunded',
      refundId: 'rfd_1',
      amount: won(4500),
      round: 0,
    })
    expect(refundReportOf(done())).toEqual({
      type: 'RecordPayCanceled',
      refundId: 'rfd_1',
      amount: won(4500),
      round: 0,
    })
    expect(outsideRequestOf(done('part'))).toMatchObject({ type: 'RefundPart', refundId: 'rfd_1', amount: won(4500) })
  })

  it('that was found at the provider is done, and reported only when the order does not know it', () => {
    expect(recordedAsDone(request, noon, null)).toMatchObject({ status: 'done', doneAt: noon, report: { at: null } })
    expect(recordedAsDone(request, noon, noon)).toMatchObject({ status: 'done', report: { at: noon } })
  })
})

describe('an order knows', () => {
  const part = { purpose: 'part', refundId: 'rfd_part', attempt: 1, amount: won(500) } as const

  it('a part once it has recorded that part', () => {
    expect(knowsOfRefund(order(...paid, c.RefundPart), part)).toBe(false)
    expect(knowsOfRefund(order(...paid, c.RefundPart, c.RecordPartRefunded), part)).toBe(true)
    const other = { ...part, refundId: 'rfd_other' }
    expect(knowsOfRefund(order(...paid, c.RefundPart, c.RecordPartRefunded), other)).toBe(false)
  })

  it('the refund of its cancel once all is refunded', () => {
    expect(knowsOfRefund(order(...paid, ...canceled), request)).toBe(false)
    expect(knowsOfRefund(order(...paid, ...canceled, c.RecordPayCanceled), request)).toBe(true)
  })

  it('as much as it needs to of a charge that it refused', () => {
    expect(knowsOfRefund(order(...paid), { ...request, purpose: 'unwanted' })).toBe(true)
  })
})
