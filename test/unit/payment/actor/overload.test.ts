// A payment whose provider is overloaded, or whose order does not answer: nothing is lost or charged twice.
import { describe, expect, it } from 'vitest'
import { attempts, statusOf, sums } from '../../../support/payment-story.ts'
import { noon, world } from '../../../support/payments.ts'

const minutes = 60_000

describe('an overloaded provider', () => {
  it('defers the payment, answers when to try again, and charges by itself when it can', async () => {
    const the = world((call) => (call === 'charge' && the.clock.now < noon + 2 * minutes ? 'overloaded' : null))
    const answer = await the.pay('tok_approved')
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'payment_overloaded', retryAfterSeconds: 1 } })
    expect(statusOf(the)).toBe('orderStarted, deferred')
    expect(sums(the)).toEqual([[], []])
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(sums(the)).toEqual([[4500], []])
    expect(the.calls.filter((call) => call === 'RecordPayDeferred')).toHaveLength(1)
  })

  it('is asked again at once when the customer comes back', async () => {
    let overloaded = true
    const the = world((call) => (call === 'charge' && overloaded ? 'overloaded' : null))
    await the.pay('tok_approved')
    overloaded = false
    expect(await the.pay(null)).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(attempts(the)).toEqual(['approved'])
  })

  it('charges another card at once, though the first is just being tried again in vain', async () => {
    const charges: (ReturnType<typeof the.pay> | null)[] = []
    const the = world((call) => {
      if (call === 'charge') charges.push(charges.length === 1 ? the.pay('tok_approved') : null)
      return null
    })
    await the.pay('tok_failing')
    await the.alarmOnce()
    expect(await charges[1]).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(attempts(the)).toEqual(['declined: replaced', 'approved'])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('is asked under a new attempt when the customer comes back with another card', async () => {
    const the = world()
    expect(await the.pay('tok_failing')).toMatchObject({ ok: false, rejection: { code: 'payment_overloaded' } })
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(attempts(the)).toEqual(['declined: replaced', 'approved'])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('is left in peace once the order has closed, and no token is kept', async () => {
    const the = world()
    await the.pay('tok_unavailable')
    the.command({ type: 'CancelOrder', reason: 'paymentTimeout', note: null })
    await the.rest()
    expect(attempts(the)).toEqual(['declined: orderClosed'])
    expect(the.tokensKept()).toBe(0)
    expect(the.calls.filter((call) => call === 'charge')).toHaveLength(1)
  })

  it('comes to rest though the order had no report of the deferral before the next try crashed', async () => {
    const faults = [null, 'crashBefore', 'throwBefore', null, 'crashBefore'] as const
    const the = world((_call, number) => faults[number - 1] ?? null)
    await the.pay('tok_failing')
    await the.rest()
    expect(attempts(the)).toEqual(['declined: notCharged'])
  })

  it('keeps a deferred payment deferred while the order does not answer', async () => {
    const the = world((call) => (call === 'read' && the.clock.now < noon + minutes ? 'throwBefore' : null))
    await the.pay('tok_unavailable')
    await the.alarmOnce()
    expect(attempts(the)).toEqual(['deferred: overloaded'])
  })
})

describe('an order that does not answer', () => {
  it('leaves the payment pending, and gets the report as soon as it answers', async () => {
    const the = world((call) =>
      call === 'RecordPayApproved' && the.clock.now < noon + 5 * minutes ? 'throwBefore' : null,
    )
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
    expect(statusOf(the)).toBe('orderStarted, requested')
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(sums(the)).toEqual([[4500], []])
  })
})
