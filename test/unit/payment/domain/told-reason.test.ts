// What a provider says without a bound reaches the order within the bound of its messages.
import { expect, test } from 'vitest'
import { reasonLengthMax } from '../../../../src/contract/text.ts'
import { disputeReports } from '../../../../src/payment/domain/dispute.ts'
import { toldReason } from '../../../../src/payment/domain/told-reason.ts'

test('a reason is told as it is, and a longer one up to the bound', () => {
  expect(toldReason('card_declined')).toBe('card_declined')
  expect(toldReason('x'.repeat(100_000))).toHaveLength(reasonLengthMax)
})

test('also that of a dispute', () => {
  const amount = { amount: 1, currency: 'KRW' }
  const facts = { id: 'd1', amount, reason: 'x'.repeat(100_000), status: 'open', evidenceDueBy: null } as const
  expect(disputeReports(facts)).toEqual([expect.objectContaining({ reason: 'x'.repeat(reasonLengthMax) })])
})
