// An inquiry: the payment takes over what the order and the provider say, however often it is asked to, and no more.
import { describe, expect, it } from 'vitest'
import type { ProviderRecord } from '../../../../src/contract/rpc.ts'
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

const inquire = (the: World, record = recordOf(the)) => the.payment().repair(the.order(), record)

/** Alarms alone: no queue brings the order's events. */
async function alarms(the: World) {
  while (await the.alarmOnce());
}

describe('an inquiry', () => {
  it('makes the refund that was promised, and that no message told of', async () => {
    const the = world()
    await the.pay('tok_approved')
    cancel(the)
    for (let time = 0; time < 3; time++) inquire(the)
    await alarms(the)
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    inquire(the)
    await the.rest()
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('asks now about a charge whose answer was lost', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwAfter' : null))
    await the.pay('tok_approved')
    expect(statusOf(the)).toBe('orderStarted, unknown')
    inquire(the)
    expect(the.alarm.at).toBe(the.clock.now)
    await the.rest()
    expect([statusOf(the), attempts(the)]).toEqual(['payApproved, approved', ['approved']])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('that knows less than the payment, for it was read before, undoes nothing', async () => {
    const the = world()
    const before = recordOf(the)
    await the.pay('tok_approved')
    cancel(the)
    await the.rest()
    inquire(the, before)
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
  })

  it('puts a late charge down to one attempt, and the order is paid with it once', async () => {
    const the = world()
    await the.pay('tok_declined')
    await the.arriveLate(2)
    inquire(the)
    inquire(the)
    await the.rest()
    expect([statusOf(the), attempts(the)]).toEqual(['payApproved, approved', ['declined: card_declined', 'approved']])
    expect(sums(the)).toEqual([[4500], []])
  })

  it('of a charge that is then found for the attempt it was made with gives none of it back', async () => {
    const the = world((call, number) => (call === 'charge' && number === 1 ? 'throwBefore' : null))
    await the.pay('tok_approved')
    the.command(commands.CancelOrder)
    await the.rest()
    expect(attempts(the)).toEqual(['declined: notCharged'])
    await the.arriveLate(1)
    inquire(the)
    await the.rest()
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(the.payment().view().refunds).toHaveLength(1)
  })

  it('that has nothing to say leaves no trace', () => {
    const the = world()
    inquire(the)
    expect([the.alarm.at, attempts(the)]).toEqual([null, []])
  })
})
