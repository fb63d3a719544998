// The reports of an attempt to the order: each status once, and none while its outcome is still to come.
import { describe, expect, it } from 'vitest'
import { afterCharge, begin, isOpen, tryAgain } from '../../../../src/payment/domain/attempt.ts'
import { nextStep } from '../../../../src/payment/domain/next-step.ts'
import { afterReport, reportOf } from '../../../../src/payment/domain/report.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 0.5 }
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }
const processing = begin({ attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok' }, noon, timing)

it('names the attempt, and shortens a provider’s reason that no message of the order could hold', () => {
  const declined = afterCharge(processing, { status: 'declined', reason: 'x'.repeat(5000) }, noon, pace)
  expect(reportOf(afterCharge(processing, { status: 'unknown' }, noon, pace))).toEqual({
    type: 'RecordPayUnknown',
    attempt: 1,
  })
  expect(JSON.stringify(reportOf(declined)).length).toBeLessThan(600)
})

it('is not due while the customer authenticates', () => {
  const waiting = afterCharge(processing, { status: 'requiresAction', url: '/bank' }, noon, pace)
  expect([reportOf(waiting), waiting.report.at]).toEqual([null, null])
  expect(afterReport(waiting, 'unknown', noon, pace).report.at).toBeNull()
})

describe('a report that is answered while the charge is being sent again', () => {
  it.each([['received', 'deferred'] as const, ['not received', null] as const])(
    '(%s) leaves nothing to report',
    (_, received) => {
      const deferred = afterCharge(processing, { status: 'notCharged', reason: 'overloaded' }, noon, pace)
      if (!isOpen(deferred)) throw new Error('it is open')
      const sending = tryAgain(deferred, noon + 1000, timing)
      const after = afterReport(sending, received, noon + 1500, pace)
      expect(after).toMatchObject({ status: 'processing', report: { at: null } })
      expect(nextStep({ attempts: [after], refunds: [] }, null, noon + 1500)).toBeNull()
    },
  )
})
