// Which attempt serves a request to pay: one at a time is open at the provider.
import { describe, expect, it } from 'vitest'
import { type Attempt, afterCharge, begin } from '../../../../src/payment/domain/attempt.ts'
import { claim, nextAttempt } from '../../../../src/payment/domain/claim.ts'
import { refusals } from '../../../../src/payment/domain/pay-response.ts'
import type { ChargeOutcome } from '../../../../src/payment/providers/provider.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 0.5 }
const settings = { providerName: 'sandbox', testToken: null, recoverAfterMs: 3000, lateArrivalMs: 120_000 }
const payableUntil = noon + 1_800_000
const facts = { amount: won(4500), idempotency: null, returnUrl: '/back', payableUntil }
const begun = (attempt = 1) => begin({ attempt, provider: 'sandbox', token: 'tok', ...facts }, noon, settings)
const after = (outcome: ChargeOutcome, attempt = 1) => afterCharge(begun(attempt), outcome, noon, pace)

const newest: Record<string, Attempt | undefined> = {
  none: undefined,
  processing: begun(),
  unknown: after({ status: 'unknown' }),
  deferred: after({ status: 'notCharged', reason: 'overloaded' }),
  requiresAction: after({ status: 'requiresAction', url: '/bank' }),
  declined: after({ status: 'declined', reason: 'card_declined' }),
  approved: after({ status: 'approved', chargeId: 'ch_1' }),
}

const statusOf = (row: Attempt) => `${row.attempt} ${row.status}${'reason' in row ? ` (${row.reason})` : ''}`

describe('a request to pay', () => {
  it('begins, continues or replaces an attempt', () => {
    const lines = Object.entries(newest).flatMap(([name, row]) =>
      ['tok', 'tok_other'].map((token) => {
        const claimed = claim(row, { ...facts, token }, settings, false, noon)
        if ('ok' in claimed) return `${name} + ${token}: refused`
        return `${name} + ${token}: ${claimed.attempts.map(statusOf).join(', ')}${claimed.unsent ? ', sent' : ''}`
      }),
    )
    expect(lines).toMatchInlineSnapshot(`
      [
        "none + tok: 1 processing, sent",
        "none + tok_other: 1 processing, sent",
        "processing + tok: 1 processing",
        "processing + tok_other: 1 processing",
        "unknown + tok: 1 unknown",
        "unknown + tok_other: 1 unknown",
        "deferred + tok: 1 processing, sent",
        "deferred + tok_other: 1 declined (replaced), 2 processing, sent",
        "requiresAction + tok: 1 requiresAction (authenticationRequired)",
        "requiresAction + tok_other: 1 requiresAction (replaced)",
        "declined + tok: 2 processing, sent",
        "declined + tok_other: 2 processing, sent",
        "approved + tok: 1 approved",
        "approved + tok_other: 1 approved",
      ]
    `)
  })

  it('needs a token when the provider has no test token', () => {
    expect(claim(undefined, { ...facts, token: null }, settings, false, noon)).toBe(refusals.tokenRequired)
  })

  it('is refused after too many that were declined', () => {
    const last = after({ status: 'declined', reason: 'no' }, 20)
    expect(claim(last, { ...facts, token: 'tok' }, settings, false, noon)).toBe(refusals.tooManyAttempts)
  })
})

it('a page is told the number of the next attempt, and what its customer has to do', () => {
  const told = Object.entries(newest).map(([name, row]) => {
    const { attempt, action } = nextAttempt(row, noon)
    return `${name}: ${attempt} ${action?.url ?? ''}`.trim()
  })
  expect(told).toMatchInlineSnapshot(`
    [
      "none: 1",
      "processing: null",
      "unknown: null",
      "deferred: 2",
      "requiresAction: 2 /bank",
      "declined: 2",
      "approved: null",
    ]
  `)
  expect(nextAttempt(after({ status: 'declined', reason: 'no' }, 20), noon)).toEqual({ attempt: null, action: null })
})
