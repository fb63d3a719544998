// The provider of an attempt: its charge, its lookups and its refunds stay there when the shop changes its provider.
import { describe, expect, it } from 'vitest'
import { attempts, statusOf, sums } from '../../../support/payment-story.ts'
import { won, world } from '../../../support/payments.ts'

const cancel = (the: ReturnType<typeof world>) => {
  the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
  the.command({ type: 'TakeCancelOrder' })
}
const elsewhere = (the: ReturnType<typeof world>) => {
  const { charges, refunds } = the.movedElsewhere()
  return [charges.length, refunds.length]
}

describe('after the shop has changed its provider', () => {
  it('a refund goes to the provider of its charge', async () => {
    const the = world()
    await the.pay('tok_approved')
    the.deploy('other', 'sandbox')
    cancel(the)
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(elsewhere(the)).toEqual([0, 0])
  })

  it('a charge with an unknown outcome is looked up where it was sent', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwAfter' : null))
    await the.pay('tok_approved')
    the.deploy('other', 'sandbox')
    await the.rest()
    expect(attempts(the)).toEqual(['approved'])
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(the.calls.filter((call) => call === 'charge')).toHaveLength(1)
    expect(elsewhere(the)).toEqual([0, 0])
  })

  it('a deferred charge is sent where its token is from', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'overloaded' : null))
    await the.pay('tok_approved')
    expect(attempts(the)).toEqual(['deferred: overloaded'])
    the.deploy('other', 'sandbox')
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect([sums(the), elsewhere(the)]).toEqual([
      [[4500], []],
      [0, 0],
    ])
  })

  it('a new attempt goes to the new one, and each is shown with its own', async () => {
    const the = world()
    await the.pay('tok_declined')
    the.deploy('other', 'sandbox')
    await the.pay('tok_approved')
    expect(the.payment().view()).toMatchObject({
      provider: 'other',
      attempts: [{ provider: 'sandbox' }, { provider: 'other' }],
    })
    expect([sums(the), elsewhere(the)]).toEqual([
      [[], []],
      [1, 0],
    ])
    the.command({ type: 'RefundPart', refundId: 'rfd_part', amount: won(500), reason: 'a scratch' })
    await the.rest()
    expect([sums(the), elsewhere(the)]).toEqual([
      [[], []],
      [1, 1],
    ])
  })
})

describe('a refund of a provider that is not configured any more', () => {
  it('waits, is logged, goes nowhere else, and is made once it is configured again', async () => {
    const the = world()
    await the.pay('tok_approved')
    the.deploy('other')
    cancel(the)
    for (let alarms = 0; alarms < 20; alarms++) {
      await the.publish()
      await the.alarmOnce()
    }
    expect(the.logs).toContain('provider_not_configured')
    expect(statusOf(the)).toBe('cancelOrderTaken, approved')
    expect([sums(the), elsewhere(the)]).toEqual([
      [[4500], []],
      [0, 0],
    ])
    expect(the.alarm.at).not.toBeNull()
    the.deploy('other', 'sandbox')
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
  })
})
