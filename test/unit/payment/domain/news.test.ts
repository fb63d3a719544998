// What a webhook makes a payment look up.
import { expect, test } from 'vitest'
import { afterCharge, begin } from '../../../../src/payment/domain/attempt.ts'
import { afterNews } from '../../../../src/payment/domain/news.ts'
import { createRefund, recordedAsDone } from '../../../../src/payment/domain/refund.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 1 }
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }
const intent = (attempt: number) => ({ attempt, provider: 'sandbox', amount: won(4500), token: 'tok' })

test('every attempt that is not approved or put off, and every refund that is done', () => {
  const attempts = [
    begin(intent(1), noon, timing),
    afterCharge(begin(intent(2), noon, timing), { status: 'declined', reason: 'no' }, noon, pace),
    afterCharge(begin(intent(3), noon, timing), { status: 'rejected' }, noon, pace),
    afterCharge(begin(intent(4), noon, timing), { status: 'approved', chargeId: 'ch_1' }, noon, pace),
  ]
  const request = { purpose: 'part', refundId: 'rfd_1', attempt: 4, amount: won(500) } as const
  const refunds = [createRefund(request, noon), recordedAsDone({ ...request, refundId: 'rfd_2' }, noon, null)]
  const news = afterNews({ attempts, refunds }, noon + 9)
  expect(news.attempts.map(({ attempt, dueAt }) => [attempt, dueAt])).toEqual([
    [1, noon + 9],
    [2, noon + 9],
  ])
  expect(news.refunds).toMatchObject([{ refundId: 'rfd_2', checkAt: noon + 9 }])
})
