// The view of a payment: what its owner and the staff see, and what they must not see.
import { expect, test } from 'vitest'
import { afterCharge, begin } from '../../../../src/payment/domain/attempt.ts'
import { afterRefund, createRefund } from '../../../../src/payment/domain/refund.ts'
import { viewOf } from '../../../../src/payment/domain/view.ts'
import { noon, orderId, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 1 }
const at = (ms: number) => new Date(noon + ms).toISOString()
const processing = begin({ attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok_secret' }, noon, {
  recoverAfterMs: 3000,
  lateArrivalMs: 120_000,
})
const declined = afterCharge(processing, { status: 'declined', reason: 'card_declined' }, noon + 1, pace)
const approved = afterCharge(
  { ...processing, attempt: 2 },
  { status: 'approved', chargeId: 'ch_secret' },
  noon + 2,
  pace,
)
const untried = { reason: null, tries: 0 }
const due = createRefund({ purpose: 'part', refundId: 'rfd_1', attempt: 2, amount: won(500) }, noon + 3)
const done = afterRefund({ ...due, refundId: 'rfd_2' }, { status: 'refunded' }, noon + 4, pace)

test('attempts and refunds are shown with their reasons and times', () => {
  const view = viewOf(orderId, 'toss', {
    attempts: [declined, approved, { ...processing, attempt: 3, provider: 'stripe' }],
    refunds: [due, done],
  })
  const first = { provider: 'sandbox', amount: won(4500), startedAt: at(0) }
  expect(view).toEqual({
    orderId,
    provider: 'stripe',
    attempts: [
      { ...first, attempt: 1, status: 'declined', reason: 'card_declined', endedAt: at(1) },
      { ...first, attempt: 2, status: 'approved', reason: null, endedAt: at(2) },
      { ...first, attempt: 3, provider: 'stripe', status: 'processing', reason: null, endedAt: null },
    ],
    refunds: [
      { refundId: 'rfd_1', purpose: 'part', amount: won(500), status: 'due', dueAt: at(3), doneAt: null, ...untried },
      { refundId: 'rfd_2', purpose: 'part', amount: won(500), status: 'done', dueAt: at(3), doneAt: at(4), ...untried },
    ],
  })
})

test('neither a token nor an id of the provider is shown', () => {
  const view = viewOf(orderId, 'sandbox', { attempts: [processing, approved], refunds: [] })
  expect(JSON.stringify(view)).not.toContain('secret')
})

test('a payment without attempts shows the provider that a first one would be made with', () => {
  expect(viewOf(orderId, 'toss', { attempts: [], refunds: [] })).toMatchObject({ provider: 'toss', attempts: [] })
})

test('a refund that the provider refuses tells why, and how often it was tried', () => {
  const refused = afterRefund({ ...due, tries: 11 }, { status: 'refused', reason: 'expired_card' }, noon + 5, pace)
  const { refunds } = viewOf(orderId, 'sandbox', { attempts: [approved], refunds: [refused] })
  expect(refunds).toMatchObject([{ status: 'due', reason: 'expired_card', tries: 12 }])
})
