// A repair: the payment adopts what the order and the provider have, once, however often it is repaired.
import { describe, expect, it } from 'vitest'
import type { ProviderRecord } from '../../../../src/contract/payment.ts'
import { commands } from '../../../support/orders.ts'
import { attempts, statusOf, sums } from '../../../support/payment-story.ts'
import { type World, world } from '../../../support/payments.ts'

const cancel = (the: World) => {
  the.command(commands.CancelOrder)
  the.command(commands.TakeCancelOrder)
}

const recordOf = (the: World): ProviderRecord => {
  const money = (row: { id: string; amount: number; currency: string }) => {
    return { id: row.id, amount: { amount: row.amount, currency: row.currency } }
  }
  const { charges, refunds } = the.moved()
  return { charges: charges.map(money), refunds: refunds.map(money) }
}

const repair = (the: World, record = recordOf(the)) =>
  the.payment().repair(the.order(), [{ provider: 'sandbox', record }])

/** Alarms alone: no queue brings the order's events. */
async function alarms(the: World) {
  while (await the.alarmOnce());
}

describe('a repair', () => {
  it('makes the refund that the order requires, and that no message brought', async () => {
    const the = world()
    await the.pay('tok_approved')
    cancel(the)
    for (let time = 0; time < 3; time++) repair(the)
    await alarms(the)
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    repair(the)
    await the.rest()
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('looks up now a charge whose answer was lost', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwAfter' : null))
    await the.pay('tok_approved')
    expect(statusOf(the)).toBe('orderStarted, unknown')
    repair(the)
    expect(the.alarm.at).toBe(the.clock.now)
    await the.rest()
    expect([statusOf(the), attempts(the)]).toEqual(['payApproved, approved', ['approved']])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('by an older record than the payment’s own state undoes nothing', async () => {
    const the = world()
    const before = recordOf(the)
    await the.pay('tok_approved')
    cancel(the)
    await the.rest()
    repair(the, before)
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('gives a late charge to one attempt, and the order is paid with it once', async () => {
    const the = world()
    await the.pay('tok_declined')
    await the.arriveLate(2)
    repair(the)
    repair(the)
    await the.rest()
    expect([statusOf(the), attempts(the)]).toEqual(['payApproved, approved', ['declined: card_declined', 'approved']])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('of a charge that is then found for its own attempt refunds none of it', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwBefore' : null))
    await the.pay('tok_approved')
    the.command(commands.CancelOrder)
    await the.rest()
    expect(attempts(the)).toEqual(['declined: notCharged'])
    await the.arriveLate(1)
    repair(the)
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(the.payment().view().refunds).toHaveLength(1)
  })

  it('that finds nothing leaves no trace', () => {
    const the = world()
    repair(the)
    expect([the.alarm.at, attempts(the)]).toEqual([null, []])
  })
})
