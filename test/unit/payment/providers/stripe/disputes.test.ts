// The statuses and the deadline of Stripe's disputes, as the platform reads them.
import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { disputeOf } from '../../../../../src/payment/providers/stripe/disputes.ts'
import { won } from '../../../../support/orders.ts'

function read(status: string, dueBy: number | null = null) {
  const facts = { id: 'dp_1', amount: 4500, currency: 'krw', reason: 'fraudulent', charge: 'ch_1' }
  return disputeOf({ ...facts, status, evidence_details: { due_by: dueBy } } as unknown as Stripe.Dispute)
}

it.each([
  ['needs_response', 'open'],
  ['under_review', 'open'],
  ['warning_needs_response', 'open'],
  ['warning_under_review', 'open'],
  ['appeal_needs_response', 'open'],
  ['a_newer_one', 'open'],
  ['won', 'won'],
  ['warning_closed', 'won'],
  ['lost', 'lost'],
  ['prevented', 'lost'],
])('%s is %s', (status, outcome) => {
  expect(read(status)).toEqual({
    id: 'dp_1',
    amount: won(4500),
    reason: 'fraudulent',
    status: outcome,
    evidenceDueBy: null,
  })
})

it.each([
  [1_800_000_000, '2027-01-15T08:00:00.000Z'],
  [0, null],
  [null, null],
])('a deadline of %j is %s', (dueBy, instant) => {
  expect(read('needs_response', dueBy).evidenceDueBy).toBe(instant)
})
