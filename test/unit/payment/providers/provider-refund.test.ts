// The refunds of every adapter of a provider: the same suite for each, over HTTP.
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { orderId, won } from '../../../support/payments.ts'
import { fixtures, type ProviderFixture } from '../../../support/providers/fixtures.ts'
import { doneRefund, refundOf } from '../../../support/refunds.ts'

vi.setConfig({ testTimeout: 60_000 })

const signal = new AbortController().signal
const refunded = { status: 'refunded' }

describe.each(Object.entries(fixtures))('the adapter of %s', (_name, openFixture) => {
  let fixture: ProviderFixture
  const opened: ProviderFixture[] = []
  beforeEach(async () => {
    fixture = await openFixture()
    opened.push(fixture)
  })
  afterAll(async () => {
    await Promise.all(opened.map(({ http }) => http.close()))
  })

  async function paid(): Promise<string> {
    const charge = { key: `${orderId}-1`, orderId, amount: won(4500), token: fixture.tokenOf('approved') }
    const outcome = await fixture.provider.charge(charge, signal)
    if (outcome.status !== 'approved') throw new Error(`the charge was ${outcome.status}`)
    return outcome.chargeId
  }
  const refund = (...order: Parameters<typeof refundOf>) => fixture.provider.refund(refundOf(...order), signal)
  /** The amounts that the provider itself shows as refunded. */
  async function moved(): Promise<number[]> {
    fixture.catchUp()
    const { refunds } = await fixture.provider.record(orderId, signal)
    return refunds.map(({ amount }) => amount.amount).sort((a, b) => a - b)
  }

  it('refunds once for a key, and never more than was charged', async () => {
    const chargeId = await paid()
    expect(await refund(chargeId, { refundId: 'rfd_0', amount: 9000 })).toEqual({
      status: 'refused',
      reason: 'aboveCharge',
    })
    expect(await refund(chargeId)).toEqual(refunded)
    expect(await refund(chargeId)).toEqual(refunded)
    const others = [doneRefund('rfd_1', 4500)]
    expect(await refund(chargeId, { refundId: 'rfd_2', others })).toEqual({ status: 'refused', reason: 'aboveCharge' })
    expect(await moved()).toEqual([4500])
  })

  it('refunds in parts, each once, and no part that is more than the rest', async () => {
    const chargeId = await paid()
    expect(await refund(chargeId, { amount: 1000 })).toEqual(refunded)
    expect(await refund(chargeId, { amount: 1000 })).toEqual(refunded)
    const first = doneRefund('rfd_1', 1000)
    expect(await refund(chargeId, { refundId: 'rfd_2', amount: 1000, others: [first] })).toEqual(refunded)
    const others = [first, doneRefund('rfd_2', 1000)]
    expect(await refund(chargeId, { refundId: 'rfd_3', amount: 3000, others })).toMatchObject({ status: 'refused' })
    expect(await refund(chargeId, { refundId: 'rfd_4', amount: 2500, others })).toEqual(refunded)
    expect(await moved()).toEqual([1000, 1000, 2500])
  })

  it('takes a refund that was made by hand for its own, by its amount, once', async () => {
    const chargeId = await paid()
    await fixture.refundByHand(chargeId, 1000)
    expect(await refund(chargeId, { amount: 1000 })).toEqual(refunded)
    expect(await moved()).toEqual([1000])
    const others = [doneRefund('rfd_1', 1000)]
    expect(await refund(chargeId, { refundId: 'rfd_2', amount: 1000, others })).toEqual(refunded)
    expect(await moved()).toEqual([1000, 1000])
  })

  it('takes a charge that was refunded whole by hand for refunded, part by part', async () => {
    const chargeId = await paid()
    await fixture.refundByHand(chargeId, 4500)
    expect(await refund(chargeId, { amount: 1000 })).toEqual(refunded)
    const others = [doneRefund('rfd_1', 1000)]
    expect(await refund(chargeId, { refundId: 'rfd_2', amount: 3500, others })).toEqual(refunded)
    const all = [...others, doneRefund('rfd_2', 3500)]
    expect(await refund(chargeId, { refundId: 'rfd_3', amount: 1, others: all })).toMatchObject({ status: 'refused' })
    expect(await moved()).toEqual([4500])
  })

  it('refunds no more than what a refund by hand has left', async () => {
    const chargeId = await paid()
    await fixture.refundByHand(chargeId, 2000)
    expect(await refund(chargeId)).toEqual({ status: 'refused', reason: 'aboveCharge' })
    await fixture.refundByHand(chargeId, 2500)
    expect(await refund(chargeId)).toEqual(refunded)
    expect(await moved()).toEqual([2000, 2500])
  })

  it('tells a refund that has failed, and makes it once under the key of the next round', async () => {
    const chargeId = await paid()
    expect(await refund(chargeId, { amount: 1000 })).toEqual(refunded)
    await fixture.failRefund(chargeId)
    expect(await moved()).toEqual([])
    for (let time = 0; time < 2; time++) {
      expect(await refund(chargeId, { amount: 1000 })).toEqual({ status: 'failed', reason: expect.any(String) })
    }
    expect(await refund(chargeId, { amount: 1000, round: 1 })).toEqual(refunded)
    expect(await refund(chargeId, { amount: 1000, round: 1 })).toEqual(refunded)
    // A row of an older backup, or a late repeat.
    expect(await refund(chargeId, { amount: 1000 })).toEqual(refunded)
    expect(await moved()).toEqual([1000])
    expect(await fixture.provider.refunds({ orderId, chargeId }, signal)).toEqual(
      expect.toSatisfy((rows: { key: string; status: string }[]) => {
        return (
          rows
            .map(({ key, status }) => `${key} ${status}`)
            .sort()
            .join() === 'rfd_1 failed,rfd_1-1 made'
        )
      }),
    )
  })

  it('tells by its webhook of the order whose refund has failed', async () => {
    const chargeId = await paid()
    await refund(chargeId)
    const body = await fixture.failRefund(chargeId)
    const at = Date.now()
    expect(await fixture.provider.verifyWebhook(fixture.signed(body, at), at)).toEqual({ genuine: true, orderId })
  })

  it('takes a refund by hand for one that has failed', async () => {
    const chargeId = await paid()
    await refund(chargeId)
    await fixture.failRefund(chargeId)
    await fixture.refundByHand(chargeId, 4500)
    expect(await refund(chargeId)).toEqual(refunded)
    expect(await refund(chargeId, { round: 1 })).toEqual(refunded)
    expect(await moved()).toEqual([4500])
  })

  it('lists the refunds of a charge to the end', async () => {
    const chargeId = await paid()
    await refund(chargeId, { amount: 7 })
    await Promise.all(Array.from({ length: 120 }, () => fixture.refundByHand(chargeId, 1)))
    expect(await fixture.provider.refunds({ orderId, chargeId }, signal)).toHaveLength(121)
    expect(await moved()).toHaveLength(121)
    expect(await refund(chargeId, { amount: 7 })).toEqual(refunded)
    expect(await moved()).toHaveLength(121)
  })

  it.each(['cutBefore', 'cutAfter', 'failing', 'malformed', 'overloaded', 'foreign'] as const)(
    'is unknown when the network fails (%s), and a retry refunds once',
    async (fault) => {
      const chargeId = await paid()
      fixture.http.strike(fault)
      const outcome = await refund(chargeId, { amount: 1000 }).catch(() => ({ status: 'unknown' }))
      expect(outcome).toEqual({ status: 'unknown' })
      expect(await refund(chargeId, { amount: 1000 })).toEqual(refunded)
      expect(await moved()).toEqual([1000])
    },
  )

  it('refunds nothing of a charge that was never made', async () => {
    expect(await refund('ch_nobody')).toMatchObject({ status: 'refused' })
  })
})
