// Refunds that fail at the provider after they were told as made: noticed by a webhook or an inquiry, told to the
// order, and made again, once.
import { describe, expect, it } from 'vitest'
import { statusOf, sums } from '../../../support/payment-story.ts'
import { type Call, type Fault, type World, won, world } from '../../../support/payments.ts'

type FaultsOf = (call: Call, the: World) => Fault | null

/** `faults` are asked once the refund is made. */
async function refunded(faults: FaultsOf = () => null): Promise<World> {
  let made: World | null = null
  const the = world((call) => (made === null ? null : faults(call, made)))
  await the.pay('tok_approved')
  the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
  the.command({ type: 'TakeCancelOrder' })
  await the.rest()
  made = the
  return the
}

/** The newest refund fails, and the provider says so. */
async function fail(the: World) {
  await the.failRefund()
  the.payment().news()
}

const recordOf = (the: World) => {
  const { charges, refunds } = the.moved()
  const entry = (row: { id: string; amount: number }) => ({ id: row.id, amount: won(row.amount) })
  return { charges: charges.map(entry), refunds: refunds.map(entry) }
}

describe('a refund of a canceled order that fails later', () => {
  it('opens the order by its webhook, and is made again once', async () => {
    const the = await refunded()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    await fail(the)
    expect(sums(the)).toEqual([[4500], []])
    await the.alarmOnce()
    expect(the.recorded('RefundFailed')).toBe(1)
    expect(the.logs).toContain('refund_failed')
    for (let webhooks = 0; webhooks < 3; webhooks++) the.payment().news()
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect([the.recorded('RefundFailed'), the.recorded('PayCanceled')]).toEqual([1, 2])
    expect(the.order().needsAttention).toBeNull()
    expect(the.alarm.at).toBeNull()
  })

  it('is found by an inquiry when its webhook never came', async () => {
    const the = await refunded()
    await the.failRefund()
    the.payment().repair(the.order(), [{ provider: 'sandbox', record: recordOf(the) }])
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(the.recorded('RefundFailed')).toBe(1)
  })

  it('shows the order as being refunded while it is not made again', async () => {
    const the = await refunded((call) => (call === 'refund' ? 'throwBefore' : null))
    await fail(the)
    for (let alarms = 0; alarms < 5; alarms++) await the.alarmOnce()
    expect(statusOf(the)).toBe('cancelOrderTaken, approved')
    expect(the.order().payment.refunded).toEqual(won(0))
  })

  it('is flagged for the staff when it fails again', async () => {
    const the = await refunded()
    await fail(the)
    await the.rest()
    await fail(the)
    await the.alarmOnce()
    expect(the.order()).toMatchObject({ orderStatus: 'cancelOrderTaken', needsAttention: 'notRefunded' })
    await the.rest()
    expect(the.order()).toMatchObject({ orderStatus: 'payCanceled', needsAttention: null })
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('stays done when somebody has made it by hand', async () => {
    const the = await refunded()
    await the.failRefund()
    await the.refundByHand(4500)
    the.payment().news()
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(the.recorded('RefundFailed')).toBe(0)
  })

  it.each(['refunds', 'RecordRefundFailed', 'refund', 'RecordPayCanceled'] as const)(
    'is made again once, though each first try of %s crashes before it, after it, or is lost',
    async (call) => {
      for (const fault of ['crashBefore', 'crashAfter', 'throwBefore', 'throwAfter'] as const) {
        const struck = new Set<string>()
        const the = await refunded((made) => {
          if (made !== call || struck.has(made)) return null
          struck.add(made)
          return fault
        })
        await fail(the)
        await the.rest()
        expect(struck.size).toBe(1)
        expect(statusOf(the)).toBe('payCanceled, refunded')
        expect(sums(the)).toEqual([[4500], [4500]])
        expect([the.recorded('RefundFailed'), the.recorded('PayCanceled')]).toEqual([1, 2])
      }
    },
  )
})

describe('a part refund that fails later', () => {
  it('is due again, and made again, while the order goes on', async () => {
    const the = world()
    await the.pay('tok_approved')
    the.command({ type: 'RefundPart', refundId: 'rfd_part', amount: won(500), reason: 'a scratch' })
    await the.rest()
    await fail(the)
    await the.alarmOnce()
    expect(the.recorded('RefundFailed')).toBe(1)
    await the.rest()
    expect(the.order().payment).toMatchObject({ refunded: won(500), partRefunds: [{ status: 'done' }] })
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(sums(the)).toEqual([[4500], [500]])
  })
})

describe('the sandbox’s own token', () => {
  it('lets the first refund fail a few seconds later', async () => {
    const the = world()
    await the.pay('tok_refund_fails')
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    the.command({ type: 'TakeCancelOrder' })
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    the.clock.now += 5000
    the.payment().news()
    await the.rest()
    expect([the.recorded('RefundFailed'), the.recorded('PayCanceled')]).toEqual([1, 2])
    expect(sums(the)).toEqual([[4500], [4500]])
  })
})
