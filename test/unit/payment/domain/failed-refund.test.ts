// A refund that was made and has failed since: what the provider's list must show, and what becomes of it.
import { describe, expect, it } from 'vitest'
import {
  afterCheck,
  afterFailureReport,
  checkLater,
  failureReportOf,
  scheduleCheck,
} from '../../../../src/payment/domain/failed-refund.ts'
import { createRefund, type DoneRefund, recordedAsDone } from '../../../../src/payment/domain/refund.ts'
import type { ListedRefund } from '../../../../src/payment/providers/provider.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 1 }
const request = { purpose: 'cancel', refundId: 'rfd_1', attempt: 1, amount: won(4500) } as const
const done: DoneRefund = { ...recordedAsDone(request, noon, null), checkAt: noon }
const row = (key: string | null, status: ListedRefund['status'], amount = 4500): ListedRefund => {
  return { id: `re_${key}`, key, amount: won(amount), status, reason: status === 'failed' ? 'closed' : null }
}
const charge = { chargeId: 'ch_1', amount: won(4500) }
const check = (listed: ListedRefund[], refund = done, others: DoneRefund[] = []) => {
  return afterCheck(refund, listed, charge, [refund, ...others], noon, pace)
}
const stands = { ...done, checkAt: null }

describe('a refund that is looked at', () => {
  it.each<[words: string, listed: ListedRefund[]]>([
    ['it stands there', [row('rfd_1', 'made')]],
    ['it waits there', [row('rfd_1', 'waiting')]],
    ['nothing is listed, which shows no failure', []],
    ['another refund of ours has failed', [row('rfd_2', 'failed')]],
    ['it has failed, and was made by hand instead', [row('rfd_1', 'failed'), row(null, 'made')]],
    ['an older round has failed, and this one stands', [row('rfd_1', 'failed'), row('rfd_1-1', 'made')]],
  ])('stays done when %s', (_, listed) => {
    const other: DoneRefund = { ...done, refundId: 'rfd_2', amount: won(1) }
    expect(check(listed, done, [other])).toEqual(stands)
  })

  it('is due again in its next round when it has failed, and the order is to be told', () => {
    const { doneAt: _, checkAt: __, report: ___, ...facts } = done
    const failure = { reason: 'closed', tries: 0, at: noon }
    const due = { ...facts, status: 'due', round: 1, tries: 0, dueAt: noon + 1000, failure }
    expect(check([row('rfd_1', 'failed')])).toEqual(due)
    expect(failureReportOf({ ...createRefund(request, noon), round: 1, failure })).toEqual({
      type: 'RecordRefundFailed',
      refundId: 'rfd_1',
      amount: won(4500),
      round: 0,
      reason: 'closed',
    })
  })

  it('is due again when the one by hand that stood for it has failed', () => {
    expect(check([row(null, 'failed')])).toMatchObject({ status: 'due', round: 1 })
    expect(check([row(null, 'failed', 9000)])).toMatchObject({ status: 'due', round: 1 })
  })

  it('is made again later each time', () => {
    const later = check([row('rfd_1-1', 'failed')], { ...done, round: 1 })
    expect(later).toMatchObject({ round: 2, dueAt: noon + 300_000 })
  })

  it('of a charge that the order refused is not reported', () => {
    expect(check([row('rfd_1', 'failed')], { ...done, purpose: 'unwanted' })).toMatchObject({ failure: null })
  })

  it('is looked at again after a pause when the provider does not answer', () => {
    expect(checkLater(done, noon, pace)).toMatchObject({ status: 'done', tries: 1, checkAt: noon + 1000 })
  })
})

describe('a look', () => {
  it('is taken at what is done, and at nothing that was never made', () => {
    expect(scheduleCheck(stands, noon)).toEqual([done])
    expect(scheduleCheck(createRefund(request, noon), noon)).toEqual([])
    expect(scheduleCheck({ ...stands, amount: won(0) }, noon)).toEqual([])
  })
})

describe('the report of a failure', () => {
  it('is over when the order received it, and due again after a pause when it did not answer', () => {
    const failure = { reason: 'closed', tries: 0, at: noon }
    const due = { ...createRefund(request, noon), round: 1, failure }
    expect(afterFailureReport(due, true, noon, pace)).toEqual({ ...due, failure: null })
    expect(afterFailureReport(due, false, noon, pace)).toMatchObject({ failure: { tries: 1, at: noon + 2000 } })
    expect(failureReportOf({ ...due, failure: null })).toBeNull()
  })
})
