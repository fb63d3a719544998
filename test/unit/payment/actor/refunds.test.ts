// Refunds: of orders canceled before, while and after they are paid, of charges that arrive late, and in part.
import { describe, expect, it } from 'vitest'
import { attempts, statusOf, sums } from '../../../support/payment-story.ts'
import { noon, won, world } from '../../../support/payments.ts'

const minutes = 60_000

describe('an order that is canceled', () => {
  it('before it was paid is not charged', async () => {
    const the = world()
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    expect(await the.pay('tok_approved')).toMatchObject({ ok: false, rejection: { code: 'order_already_canceled' } })
    expect(the.calls).toEqual([])
  })

  it('while it is being charged is refunded by itself, and the answer says so', async () => {
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

  it('while its charge is unknown is refunded when the charge is found', async () => {
    const the = world()
    await the.pay('tok_lost')
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('after it was paid is refunded once, though the queue delivers twice and the answers are lost', async () => {
    const lost: Record<string, number> = {}
    const the = world((call) => {
      if (call !== 'refund' && call !== 'RecordPayCanceled') return null
      lost[call] = (lost[call] ?? 0) + 1
      return lost[call] <= 3 ? 'throwAfter' : null
    })
    await the.pay('tok_approved')
    the.command({ type: 'CancelOrder', reason: 'staffDecision', note: 'sold out' })
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

describe('a refund that fails at the provider', () => {
  it('before its answer was read is made again under another key, once', async () => {
    const lost = (call: string) => call === 'refund' && the.clock.now < noon + 10_000
    const the = world((call) => (lost(call) ? 'throwAfter' : null))
    await the.pay('tok_refund_fails')
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    the.command({ type: 'TakeCancelOrder' })
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(the.moved().refunds.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['rfd_1-1'])
    expect(the.logs).toContain('refund_refused')
  })
})

describe('a webhook', () => {
  it('makes the payment look the charge up, and changes nothing by itself', async () => {
    const the = world()
    await the.pay('tok_declined')
    the.payment().news()
    await the.rest()
    expect(attempts(the)).toEqual(['declined: card_declined'])
    expect(the.calls.filter((call) => call === 'find')).toHaveLength(1)
  })

  it('of a charge that arrived late, for an order that was given up, leads to a refund', async () => {
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

  it('of a charge that arrived after another card had paid refunds that one, and the order stays paid', async () => {
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

describe('a partial refund', () => {
  const part = (amount: number) =>
    ({ type: 'RefundPart', refundId: `rfd_part_${amount}`, amount: won(amount), reason: 'a scratch' }) as const

  it('is made once, though the queue delivers twice and the answers are lost', async () => {
    const lost: Record<string, number> = {}
    const the = world((call) => {
      if (call !== 'refund' && call !== 'RecordPartRefunded') return null
      lost[call] = (lost[call] ?? 0) + 1
      return lost[call] <= 3 ? 'throwAfter' : null
    })
    await the.pay('tok_approved')
    the.command(part(500))
    the.command(part(700))
    await the.rest()
    expect(statusOf(the)).toBe('payApproved, approved')
    expect(sums(the)).toEqual([[4500], [500, 700]])
    expect(the.order().payment).toMatchObject({
      refunded: won(1200),
      partRefunds: [{ status: 'done' }, { status: 'done' }],
    })
    expect(the.alarm.at).toBeNull()
  })

  it('leaves the rest to a cancel, which refunds no more than was paid', async () => {
    const the = world()
    await the.pay('tok_approved')
    the.command(part(500))
    the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    the.command({ type: 'TakeCancelOrder' })
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [500, 4000]])
    expect(
      the
        .payment()
        .view()
        .refunds.map(({ purpose }) => purpose),
    ).toEqual(['part', 'cancel'])
  })

  it('beyond what was paid is refused by the payment, and nothing moves', async () => {
    const the = world()
    await the.pay('tok_approved')
    const { order } = the
    const read = order()
    const forged = { refundId: 'rfd_x', amount: won(5000), reason: '', status: 'due', at: read.updatedAt } as const
    const payment = { ...read.payment, partRefunds: [forged] }
    expect(() => the.payment().requestRefunds({ ...read, payment })).toThrow('not within what was paid')
    await the.rest()
    expect(sums(the)).toEqual([[4500], []])
  })
})
