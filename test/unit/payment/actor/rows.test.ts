// The rows of a payment: every status of an attempt and of a refund is read back as it was written.
import { describe, expect, it } from 'vitest'
import { readState, writeAttempt, writeRefund } from '../../../../src/payment/actor/rows.ts'
import { create } from '../../../../src/payment/actor/schema.ts'
import { addRequest, afterCharge, begin } from '../../../../src/payment/domain/attempt.ts'
import { afterRefund, createRefund, recordedAsDone, refundPurposes } from '../../../../src/payment/domain/refund.ts'
import { settledNow } from '../../../../src/payment/domain/settlement.ts'
import { openStorage } from '../../../support/node-storage.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 1 }
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }
const processing = begin({ attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok' }, noon, timing)

function opened() {
  const storage = openStorage()
  create(storage)
  return storage
}

describe('an attempt', () => {
  it.each([
    ['processing', processing],
    ['deferred', afterCharge(processing, { status: 'rejected' }, noon, pace)],
    ['unknown', afterCharge(processing, { status: 'unknown' }, noon, pace)],
    ['declined', afterCharge(processing, { status: 'declined', reason: 'card_declined' }, noon + 1, pace)],
    ['approved', afterCharge(processing, { status: 'approved', chargeId: 'ch_1' }, noon + 1, pace)],
    ['requested under a key', addRequest(processing, { key: 'k1', fingerprint: 'f1' }) ?? processing],
  ])('that is %s is read back as it was written', (_, attempt) => {
    const storage = opened()
    writeAttempt(storage, attempt)
    expect(readState(storage, 'sandbox')).toEqual({ attempts: [attempt], refunds: [] })
  })

  it('has one row, and its token is gone from it once it has ended', () => {
    const storage = opened()
    writeAttempt(storage, processing)
    writeAttempt(storage, afterCharge(processing, { status: 'approved', chargeId: 'ch_1' }, noon, pace))
    expect(storage.sql('SELECT status, token FROM attempt')).toEqual([{ status: 'approved', token: null }])
  })

  it('comes in the order of its number, not of its writing', () => {
    const storage = opened()
    for (const attempt of [10, 2, 1]) writeAttempt(storage, { ...processing, attempt })
    expect(readState(storage, 'sandbox').attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 10])
  })
})

describe('a refund', () => {
  const refund = (refundId: string, createdAt = noon) =>
    createRefund({ purpose: 'part', refundId, attempt: 1, amount: won(500) }, createdAt)

  it.each(refundPurposes)('for the purpose "%s" is read back as it was written, due and done', (purpose) => {
    const storage = opened()
    const due = { ...refund('rfd_1'), purpose }
    writeRefund(storage, due)
    expect(readState(storage, 'sandbox').refunds).toEqual([due])
    const done = afterRefund(due, { status: 'refunded' }, noon + 1, pace)
    writeRefund(storage, done)
    expect(readState(storage, 'sandbox').refunds).toEqual([done])
  })

  it('that had no answer, and was settled by hand, is read back as it was written', () => {
    const storage = opened()
    const unanswered = afterRefund(refund('rfd_1'), { status: 'unknown' }, noon, pace)
    const by = { subject: 'usr_park', role: 'staff', name: 'Park' } as const
    const settlement = { way: 'cash', reference: 'receipt 7', by, requestId: 'req_1' } as const
    for (const row of [unanswered, settledNow(refund('rfd_1'), settlement, noon + 1)]) {
      writeRefund(storage, row)
      expect(readState(storage, 'sandbox').refunds).toEqual([row])
    }
  })

  it('that has failed, or is to be looked at, is read back as it was written', () => {
    const storage = opened()
    const request = { purpose: 'part', refundId: 'rfd_2', attempt: 1, amount: won(500) } as const
    const failed = { ...refund('rfd_1'), round: 2, failure: { reason: 'closed', tries: 3, at: noon + 1 } }
    const asked = { ...recordedAsDone(request, noon, null), checkAt: noon + 2 }
    for (const row of [failed, asked]) writeRefund(storage, row)
    expect(readState(storage, 'sandbox').refunds).toMatchObject([failed, { refundId: 'rfd_2', checkAt: noon + 2 }])
  })

  it('keeps the number of its purpose, which is stored: 0 unwanted, 1 cancel, 2 part', () => {
    expect(refundPurposes).toEqual(['unwanted', 'cancel', 'part'])
  })

  it('comes in the order of its time', () => {
    const storage = opened()
    for (const [refundId, at] of [
      ['rfd_a', 2],
      ['rfd_b', 1],
      ['rfd_c', 2],
    ] as const) {
      writeRefund(storage, refund(refundId, noon + at))
    }
    expect(readState(storage, 'sandbox').refunds.map(({ refundId }) => refundId)).toEqual(['rfd_b', 'rfd_a', 'rfd_c'])
  })
})
