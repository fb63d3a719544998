// Stripe's refunds: those that fail at once, and its webhooks. Ours name their order, those made at its dashboard are
// found by their charge.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { orderId, won } from '../../../../support/payments.ts'
import { fixtures } from '../../../../support/providers/fixtures.ts'
import { refundOf } from '../../../../support/refunds.ts'

const signal = new AbortController().signal

let fixture: Awaited<ReturnType<typeof fixtures.stripe>>
let chargeId: string
beforeEach(async () => {
  fixture = await fixtures.stripe()
  const charge = { key: `${orderId}-1`, orderId, amount: won(4500), token: 'pm_card_visa' }
  const outcome = await fixture.provider.charge(charge, signal)
  if (outcome.status !== 'approved') throw new Error(`the charge was ${outcome.status}`)
  chargeId = outcome.chargeId
})
afterEach(() => fixture.http.close())

const judge = (type: string) => {
  const object = fixture.api.refunds.at(-1)
  const now = Date.now()
  const body = JSON.stringify({ object: 'event', type, data: { object } })
  return fixture.provider.verifyWebhook(fixture.signed(body, now), now)
}
const types = ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated']

describe('a webhook about a refund', () => {
  it.each(types)('of ours (%s) names its order', async (type) => {
    await fixture.provider.refund(refundOf(chargeId), signal)
    expect(await judge(type)).toEqual({ genuine: true, orderId })
  })

  it.each(types)('that was made by hand (%s) names the refund, whose order its charge has', async (type) => {
    fixture.api.refund(chargeId, 4500)
    const refundId = fixture.api.refunds.at(-1)?.id ?? ''
    expect(await judge(type)).toEqual({ genuine: true, orderId: null, refundId })
    expect(await fixture.provider.orderOfRefund(refundId, signal)).toBe(orderId)
  })

  it('that nobody knows is of no order, and one that cannot be read throws', async () => {
    expect(await fixture.provider.orderOfRefund('re_nobody', signal)).toBeNull()
    await fixture.http.close()
    await expect(fixture.provider.orderOfRefund('re_1', signal)).rejects.toThrow()
  })
})

describe('a refund', () => {
  it('that fails at once is not made under its key any more, and once under the next', async () => {
    fixture.api.refundStatus = 'failed'
    const failed = { status: 'failed', reason: 'failed' }
    for (let time = 0; time < 2; time++)
      expect(await fixture.provider.refund(refundOf(chargeId), signal)).toEqual(failed)
    expect(fixture.api.refunds).toHaveLength(1)
    fixture.api.refundStatus = 'pending'
    for (let time = 0; time < 2; time++) {
      const again = await fixture.provider.refund(refundOf(chargeId, { round: 1 }), signal)
      expect(again).toEqual({ status: 'refunded' })
    }
    expect(fixture.api.refunds.map(({ status }) => status)).toEqual(['failed', 'pending'])
  })

  it('that waits for somebody is neither made twice nor taken for made', async () => {
    fixture.api.refundStatus = 'requires_action'
    const waiting = { status: 'refused', reason: 'waiting' }
    for (let time = 0; time < 2; time++)
      expect(await fixture.provider.refund(refundOf(chargeId), signal)).toEqual(waiting)
    expect(fixture.api.refunds).toHaveLength(1)
  })
})
