// The payment of one order, against the real order actor and the real sandbox: one charge, and true answers.
import { describe, expect, it } from 'vitest'
import { resendsMax } from '../../../../src/payment/domain/attempt.ts'
import { attempts, statusOf, sums } from '../../../support/payment-story.ts'
import { type Call, type Fault, noon, type World, world } from '../../../support/payments.ts'

const minutes = 60_000

describe('a charge that the provider answers', () => {
  it('is answered as paid once the order has recorded it, and leaves nothing to do', async () => {
    const the = world()
    const answer = await the.pay('tok_approved')
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'paid', order: { orderStatus: 'payApproved' } } })
    expect(the.calls).toEqual(['charge', 'RecordPayApproved'])
    expect(sums(the)).toEqual([[4500], []])
    expect(the.tokensKept()).toBe(0)
    await the.rest()
    expect([the.alarm.at, the.calls.length]).toEqual([null, 2])
  })

  it('is written twice: the intent, and the outcome after its report; the alarm is set, and never cleared', async () => {
    const the = world()
    await the.pay('tok_approved', 'k1')
    expect(the.writes).toEqual({ attempts: 2, alarms: 1 })
    expect(the.calls).toEqual(['charge', 'RecordPayApproved'])
  })

  it.each(['crashBefore', 'crashAfter'] as const)(
    'is found again after a crash during its report to the order (%s)',
    async (end) => {
      let result = 0
      const the = world((call) => (call === 'RecordPayApproved' && result++ === 0 ? end : null))
      await the.pay('tok_approved')
      expect(attempts(the)).toEqual(['processing'])
      await the.rest()
      expect(the.calls).toEqual(['charge', 'RecordPayApproved', 'find', 'RecordPayApproved'])
      expect(attempts(the)).toEqual(['approved'])
      expect(the.recorded('PayApproved')).toBe(1)
      expect(sums(the)).toEqual([[4500], []])
    },
  )

  it('is written as declined before its report, since the provider may forget a decline', async () => {
    const the = world((call) => (call === 'RecordPayDeclined' ? 'crashBefore' : null))
    await the.pay('tok_declined')
    expect(attempts(the)).toEqual(['declined: card_declined'])
  })

  it('leads to no write and no lookup when a webhook of it comes afterwards', async () => {
    const the = world()
    await the.pay('tok_approved')
    const { calls, writes } = structuredClone({ calls: the.calls, writes: the.writes })
    the.payment().news()
    await the.rest()
    expect({ calls: the.calls, writes: the.writes }).toEqual({ calls, writes })
  })

  it('is paid with the test token of the provider when the customer gives none', async () => {
    const the = world()
    expect(await the.pay(null)).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  })

  it('is not made again when the customer pays again', async () => {
    const the = world()
    await the.pay('tok_approved')
    the.forget()
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(sums(the)).toEqual([[4500], []])
  })

  it('is refused with its reason when it is declined, and another card may follow', async () => {
    const the = world()
    expect(await the.pay('tok_insufficient_funds')).toMatchObject({
      ok: false,
      rejection: { code: 'payment_declined', current: 'insufficient_funds' },
    })
    expect(statusOf(the)).toBe('orderStarted, declined')
    expect(the.tokensKept()).toBe(0)
    await the.rest()
    expect(the.alarm.at).toBeNull()
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(attempts(the)).toEqual(['declined: insufficient_funds', 'approved'])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('is not tried without end: after twenty declined attempts no further card is charged', async () => {
    const the = world()
    for (let attempt = 1; attempt <= 20; attempt++) await the.pay('tok_declined')
    expect(await the.pay('tok_approved')).toMatchObject({ ok: false, rejection: { code: 'payment_declined' } })
    expect(sums(the)).toEqual([[], []])
  })
})

describe('many at once', () => {
  it('charge once when twenty identical calls come together, and all get the same answer', async () => {
    const the = world()
    const answers = await Promise.all(Array.from({ length: 20 }, () => the.pay('tok_approved')))
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(the.calls).toEqual(['charge', 'RecordPayApproved'])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('charge once when two cards are tried in two windows', async () => {
    const the = world()
    const answers = await Promise.all([the.pay('tok_approved'), the.pay('tok_slow')])
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(sums(the)).toEqual([[4500], []])
  })

  it('let the second card have its own turn when the first one is declined', async () => {
    const the = world()
    const [first, second] = await Promise.all([the.pay('tok_declined'), the.pay('tok_approved')])
    expect(first).toMatchObject({ ok: false, rejection: { code: 'payment_declined' } })
    expect(second).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(sums(the)).toEqual([[4500], []])
  })
})

describe('a lost answer', () => {
  it('is pending for the customer, unknown in the order, and found by a lookup, not by charging again', async () => {
    const the = world()
    expect(await the.pay('tok_lost')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
    expect(statusOf(the)).toBe('orderStarted, unknown')
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(the.calls.filter((call) => call === 'charge')).toHaveLength(1)
    expect(sums(the)).toEqual([[4500], []])
    expect(the.tokensKept()).toBe(0)
  })

  it('is found at once when the customer pays again, with any card', async () => {
    const the = world()
    await the.pay('tok_lost')
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(sums(the)).toEqual([[4500], []])
  })

  it('of a slow charge is pending until the charge settles', async () => {
    const the = world()
    expect(await the.pay('tok_slow')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(sums(the)).toEqual([[4500], []])
  })

  it('of a charge that never arrived sends the same charge again', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwBefore' : null))
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(sums(the)).toEqual([[4500], []])
  })

  it('of a charge that never arrived is not sent again for an order that was canceled, and ends as not charged', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwBefore' : null))
    await the.pay('tok_approved')
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    await the.rest()
    expect(attempts(the)).toEqual(['declined: notCharged'])
    expect(the.clock.now).toBeGreaterThanOrEqual(noon + 2 * minutes)
    expect(sums(the)).toEqual([[], []])
    expect(the.tokensKept()).toBe(0)
  })

  it('of a provider that takes nothing ends after a few sendings, so that the customer can pay otherwise', async () => {
    const the = world((call) => (call === 'charge' && the.clock.now < noon + 30 * minutes ? 'throwBefore' : null))
    await the.pay('tok_approved')
    await the.rest()
    expect(attempts(the)).toEqual(['declined: notCharged'])
    expect(the.calls.filter((call) => call === 'charge')).toHaveLength(6)
    the.clock.now = noon + 31 * minutes
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
  })
})

describe('when the charge was cut off before it left, and everything was away for longer than anything can be late', () => {
  const cutOff = (also: (call: Call) => Fault | null) => {
    let sent = 0
    return world((call) => (call === 'charge' && sent++ === 0 ? 'crashBefore' : also(call)))
  }
  const away = (the: World) => {
    the.clock.now += 3 * minutes
  }

  it('an order that does not answer is not taken for one that is closed: it is paid when it does', async () => {
    let reads = 0
    const the = cutOff((call) => (call === 'read' && reads++ < 3 ? 'throwBefore' : null))
    await the.pay('tok_approved')
    away(the)
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(attempts(the)).toEqual(['approved'])
  })

  it('and is cut off at every sending but the seventh, it is paid all the same: what was not sent is not counted', async () => {
    let retry = 0
    const the = cutOff((call) => (call === 'charge' && retry++ < resendsMax ? 'crashBefore' : null))
    await the.pay('tok_approved')
    away(the)
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
  })
})
