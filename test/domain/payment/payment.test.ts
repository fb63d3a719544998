// The payment of one order, against the real order actor and the real sandbox: one charge, honest answers, money back.
import { describe, expect, it } from 'vitest'
import { noon, type World, won, world } from '../../support/payments.ts'

const minutes = 60_000

function sums(the: World) {
  const { charges, refunds } = the.moved()
  return [charges, refunds].map((rows) => rows.map((row) => row.amount))
}

function attempts(the: World) {
  return the
    .payment()
    .view()
    .attempts.map(({ status, reason }) => (reason === null ? status : `${status}: ${reason}`))
}

function statusOf(the: World) {
  const { orderStatus, payment } = the.order()
  return `${orderStatus}, ${payment.status}`
}

describe('a charge that the provider answers', () => {
  it('is told as paid once the order has recorded it, and leaves nothing to do', async () => {
    const the = world()
    const answer = await the.pay('tok_approved')
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'paid', order: { orderStatus: 'payApproved' } } })
    expect(the.calls).toEqual(['charge', 'RecordPayApproved'])
    expect(sums(the)).toEqual([[4500], []])
    expect(the.alarm.at).toBeNull()
    expect(the.tokensKept()).toBe(0)
  })

  it('is paid with the test means of the provider when the customer names none', async () => {
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
    expect(the.alarm.at).toBeNull()
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(attempts(the)).toEqual(['declined: insufficient_funds', 'approved'])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('is not tried without end: after twenty declined attempts no further card is asked', async () => {
    const the = world()
    for (let attempt = 1; attempt <= 20; attempt++) await the.pay('tok_declined')
    expect(await the.pay('tok_approved')).toMatchObject({ ok: false, rejection: { code: 'payment_declined' } })
    expect(sums(the)).toEqual([[], []])
  })
})

describe('many at once', () => {
  it('charge once when twenty identical calls come together, and all are told the same', async () => {
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
  it('is pending for the customer, unknown in the order, and found out by asking, not by charging again', async () => {
    const the = world()
    expect(await the.pay('tok_lost')).toMatchObject({ ok: true, value: { outcome: 'pending' } })
    expect(statusOf(the)).toBe('orderStarted, unknown')
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(the.calls.filter((call) => call === 'charge')).toHaveLength(1)
    expect(sums(the)).toEqual([[4500], []])
    expect(the.tokensKept()).toBe(0)
  })

  it('is found out at once when the customer comes back, with whatever card', async () => {
    const the = world()
    await the.pay('tok_lost')
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    expect(sums(the)).toEqual([[4500], []])
  })

  it('of a slow charge is pending until the provider has made up its mind', async () => {
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

describe('an overloaded provider', () => {
  it('defers the payment, says when to come back, and charges by itself when it can', async () => {
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

  it('comes to rest though the order never heard of the deferral before the next try was cut off', async () => {
    const weather = [null, 'crashBefore', 'throwBefore', null, 'crashBefore'] as const
    const the = world((_call, number) => weather[number - 1] ?? null)
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

describe('an order that is canceled', () => {
  it('before anything was asked is not charged', async () => {
    const the = world()
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    expect(await the.pay('tok_approved')).toMatchObject({ ok: false, rejection: { code: 'order_already_canceled' } })
    expect(the.calls).toEqual([])
  })

  it('while it is being charged gets its money back by itself, and the customer is told so', async () => {
    const the = world((call) => {
      if (call === 'charge') the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
      return null
    })
    const answer = await the.pay('tok_approved')
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'order_already_canceled' } })
    expect(JSON.stringify(answer)).toContain('goes back by itself')
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(the.alarm.at).toBeNull()
  })

  it('while its charge is unknown gets its money back when the charge is found', async () => {
    const the = world()
    await the.pay('tok_lost')
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('after it was paid is refunded once, though the queue says it twice and the answers are lost', async () => {
    const lost: Record<string, number> = {}
    const the = world((call) => {
      if (call !== 'refund' && call !== 'RecordPayCanceled') return null
      lost[call] = (lost[call] ?? 0) + 1
      return lost[call] <= 3 ? 'throwAfter' : null
    })
    await the.pay('tok_approved')
    the.command({ type: 'CancelOrder', reason: 'staffDecision', note: null })
    the.command({ type: 'TakeCancelOrder' })
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(the.payment().view().refunds).toMatchObject([{ amount: won(4500), status: 'done' }])
    expect(the.calls.filter((call) => call === 'refund')).toHaveLength(4)
  })

  it('is refunded when the provider comes back after an hour', async () => {
    const the = world((call) => (call === 'refund' && the.clock.now < noon + 60 * minutes ? 'throwBefore' : null))
    await the.pay('tok_approved')
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    the.command({ type: 'TakeCancelOrder' })
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
  })
})

describe('an order that does not answer', () => {
  it('leaves the payment pending, and hears of it as soon as it answers', async () => {
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

describe('a webhook', () => {
  it('makes the payment ask the provider, and changes nothing by itself', async () => {
    const the = world()
    await the.pay('tok_declined')
    the.payment().news()
    await the.rest()
    expect(attempts(the)).toEqual(['declined: card_declined'])
    expect(the.calls.filter((call) => call === 'find')).toHaveLength(1)
  })

  it('of a charge that arrived after all, on an order that was given up, gives the money back', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwBefore' : null))
    await the.pay('tok_approved')
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    await the.rest()
    expect(attempts(the)).toEqual(['declined: notCharged'])
    await the.arriveLate(1)
    the.payment().news()
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('of a charge that arrived after another card had paid gives that one back, and the order stays paid', async () => {
    const the = world((call) => (call === 'charge' && the.clock.now < noon + 20 * minutes ? 'throwBefore' : null))
    await the.pay('tok_approved')
    await the.rest()
    the.clock.now = noon + 21 * minutes
    expect(await the.pay('tok_approved')).toMatchObject({ ok: true, value: { outcome: 'paid' } })
    await the.arriveLate(1)
    the.payment().news()
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(attempts(the)).toEqual(['approved', 'approved'])
    expect(sums(the)).toEqual([[4500, 4500], [4500]])
  })

  it('about an order that was never paid leaves no trace', () => {
    const the = world()
    the.payment().news()
    expect(the.alarm.at).toBeNull()
    expect(the.payment().view().attempts).toEqual([])
  })
})
