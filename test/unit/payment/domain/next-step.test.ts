// The next step of a payment: what is due, in which order, and when the alarm must go off.
import { describe, expect, it } from 'vitest'
import { afterCharge, begin } from '../../../../src/payment/domain/attempt.ts'
import { nextDue, nextStep } from '../../../../src/payment/domain/next-step.ts'
import { afterRefundReport, createRefund, type Refund, recordedAsDone } from '../../../../src/payment/domain/refund.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 1 }
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }

const processing = begin({ attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok' }, noon, timing)
const deferred = afterCharge(processing, { status: 'rejected' }, noon, pace)
const unknown = afterCharge(processing, { status: 'unknown' }, noon, pace)
const approved = afterCharge(processing, { status: 'approved', chargeId: 'ch_1' }, noon, pace)
const reported = { ...approved, report: { reported: 'approved', tries: 0, at: null } } as const
const request = { purpose: 'cancel', refundId: 'rfd_1', attempt: 1, amount: won(4500) } as const
const due = createRefund(request, noon)
const done = recordedAsDone(request, noon, noon)

describe('the next step', () => {
  it('charges an intent of this instance at once, and looks up any other one only when it is late', () => {
    const state = { attempts: [processing], refunds: [] }
    expect(nextStep(state, 1, noon)).toEqual({ do: 'charge', attempt: processing })
    expect(nextStep(state, null, noon + timing.recoverAfterMs - 1)).toBeNull()
    expect(nextStep(state, null, noon + timing.recoverAfterMs)).toEqual({ do: 'find', attempt: processing })
  })

  it('charges before it reports, and reports before it looks up or retries', () => {
    const intent = { ...processing, attempt: 2 }
    const late = noon + 60_000
    expect(nextStep({ attempts: [unknown, intent], refunds: [] }, 2, late)).toMatchObject({ do: 'charge' })
    expect(nextStep({ attempts: [unknown], refunds: [] }, null, late)).toMatchObject({ do: 'report' })
    const silent = { reported: unknown.status, tries: 0, at: null }
    expect(nextStep({ attempts: [{ ...unknown, report: silent }], refunds: [] }, null, late)).toMatchObject({
      do: 'find',
    })
    expect(nextStep({ attempts: [{ ...deferred, report: silent }], refunds: [] }, null, late)).toMatchObject({
      do: 'retry',
    })
  })

  it('makes a refund and reports it after the attempts, each at its time', () => {
    const state = (refund: Refund) => ({ attempts: [reported], refunds: [refund] })
    expect(nextStep(state(due), null, noon - 1)).toBeNull()
    expect(nextStep(state(due), null, noon)).toEqual({ do: 'refund', refund: due })
    expect(nextStep(state(done), null, noon)).toEqual({ do: 'reportRefund', refund: done })
    expect(nextStep({ attempts: [approved], refunds: [due] }, null, noon)).toMatchObject({ do: 'report' })
  })
})

describe('a refund that has failed since', () => {
  const state = (refund: Refund) => ({ attempts: [reported], refunds: [refund] })
  const failed: Refund = { ...due, round: 1, failure: { reason: 'closed', tries: 0, at: noon + 5 } }

  it('is reported before it is made again', () => {
    expect(nextStep(state(failed), null, noon + 4)).toBeNull()
    expect(nextStep(state(failed), null, noon + 5)).toEqual({ do: 'reportFailure', refund: failed })
    expect(nextDue(state(failed))).toBe(noon + 5)
  })

  it('is looked for before a refund is reported as made', () => {
    const asked: Refund = { ...done, checkAt: noon }
    expect(nextStep(state(asked), null, noon)).toEqual({ do: 'checkRefund', refund: asked })
    expect(nextDue(state({ ...asked, report: { tries: 0, at: null } }))).toBe(noon)
  })
})

describe('the time of the next step', () => {
  it('is the earliest of all that is due', () => {
    const late = { ...due, dueAt: noon + 9000 }
    expect(nextDue({ attempts: [processing], refunds: [late] })).toBe(noon + timing.recoverAfterMs)
    expect(nextDue({ attempts: [reported], refunds: [late] })).toBe(noon + 9000)
    expect(nextDue({ attempts: [approved], refunds: [late] })).toBe(noon)
  })

  it('is none when everything is done and reported', () => {
    expect(nextDue({ attempts: [], refunds: [] })).toBeNull()
    const known = afterRefundReport(done, true, noon, pace)
    expect(nextDue({ attempts: [reported], refunds: [known] })).toBeNull()
  })
})
