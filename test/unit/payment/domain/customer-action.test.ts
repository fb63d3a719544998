// An attempt that waits for its customer: until when, and what its cancel at the provider makes of it.
import { expect, it } from 'vitest'
import { type ActionAttempt, actionMarginMs, afterCharge, begin } from '../../../../src/payment/domain/attempt.ts'
import { actionOf, afterCancel, replaceAction } from '../../../../src/payment/domain/customer-action.ts'
import { nextDue, nextStep } from '../../../../src/payment/domain/next-step.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 0.5 }
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }
const payableUntil = noon + 1_800_000
const until = payableUntil - actionMarginMs

function waiting(): ActionAttempt {
  const intent = { attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok', returnUrl: '/back', payableUntil }
  const answer = { status: 'requiresAction', url: '/bank' } as const
  const attempt = afterCharge(begin(intent, noon, timing), answer, noon, pace)
  if (attempt.status !== 'requiresAction') throw new Error('it waits for its customer')
  return attempt
}

it('leads to the provider until shortly before the order is canceled as unpaid', () => {
  expect(actionOf(waiting(), until - 1)).toEqual({ url: '/bank', until: new Date(until).toISOString() })
  expect(actionOf(waiting(), until)).toBeNull()
})

it('does nothing until then, and is then canceled at the provider', () => {
  const state = { attempts: [waiting()], refunds: [] }
  expect(nextDue(state)).toBe(until)
  expect(nextStep(state, null, until - 1)).toBeNull()
  expect(nextStep(state, null, until)).toMatchObject({ do: 'cancel' })
})

it('is canceled at once when another token takes its place, and leads nowhere any more', () => {
  const replaced = replaceAction(waiting(), noon)
  expect(actionOf(replaced, noon)).toBeNull()
  expect(nextStep({ attempts: [replaced], refunds: [] }, null, noon)).toMatchObject({ do: 'cancel' })
})

it.each([
  ['declined', { status: 'declined', reason: 'canceled' }, 'declined authenticationRequired'],
  ['absent', { status: 'absent' }, 'declined authenticationRequired'],
  ['charged before', { status: 'approved', chargeId: 'ch_1' }, 'approved '],
  ['unknown', { status: 'unknown' }, 'requiresAction authenticationRequired'],
  ['rejected', { status: 'rejected' }, 'requiresAction authenticationRequired'],
  ['still waiting', { status: 'requiresAction', url: '/bank' }, 'requiresAction authenticationRequired'],
] as const)('its cancel that is %s', (_, outcome, result) => {
  const after = afterCancel(waiting(), outcome, until, pace)
  expect(`${after.status} ${'reason' in after ? after.reason : ''}`).toBe(result)
  if (after.status === 'requiresAction') expect(after.dueAt).toBeGreaterThan(until)
})

it('is replaced for that reason', () => {
  const after = afterCancel(replaceAction(waiting(), noon), { status: 'declined', reason: 'canceled' }, noon, pace)
  expect(after).toMatchObject({ status: 'declined', reason: 'replaced' })
})
