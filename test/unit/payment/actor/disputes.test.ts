// Refunds of an order whose payment is disputed: they wait for the end of the dispute, and no money goes back twice.
import { describe, expect, it } from 'vitest'
import { commands as c } from '../../../support/orders.ts'
import { statusOf, sums } from '../../../support/payment-story.ts'
import { won, world } from '../../../support/payments.ts'

const [disputed, won4500, lost] = [c.RecordPaymentDisputed, c.RecordPaymentDisputeWon, c.RecordPaymentDisputeLost]
const refundCalls = (the: ReturnType<typeof world>) => the.calls.filter((call) => call === 'refund').length

/** A paid order, told these commands, and all that follows. */
async function paidAnd(...story: Parameters<ReturnType<typeof world>['command']>[0][]) {
  const the = world()
  await the.pay('tok_approved')
  for (const command of story) the.command(command)
  await the.rest()
  return the
}

describe('while a dispute is open', () => {
  it.each([
    ['a part refund', [disputed, c.RefundPart], [500]],
    ['a full refund', [disputed, c.CancelOrder, c.TakeCancelOrder], [4500]],
  ] as const)('%s waits, and is made once it is won', async (_, story, refunds) => {
    const the = await paidAnd(...story)
    expect(sums(the)).toEqual([[4500], []])
    expect(the.alarm.at).toBeNull()
    the.command(won4500)
    await the.rest()
    expect(sums(the)).toEqual([[4500], refunds])
  })

  it('a refund that failed before it waits too, and is asked for no more', async () => {
    let isAway = true
    const the = world((call) => (call === 'refund' && isAway ? 'throwBefore' : null))
    await the.pay('tok_approved')
    for (const command of [c.CancelOrder, c.TakeCancelOrder]) the.command(command)
    await the.publish()
    await the.alarmOnce()
    expect(refundCalls(the)).toBe(1)
    the.command(disputed)
    isAway = false
    await the.rest()
    expect([refundCalls(the), the.alarm.at]).toEqual([1, null])
    expect(the.payment().hasAllRefunds(the.order())).toBe(true)
    the.command(won4500)
    expect(the.payment().hasAllRefunds(the.order())).toBe(false)
    await the.rest()
    expect(sums(the)).toEqual([[4500], [4500]])
    expect(statusOf(the)).toBe('payCanceled, refunded')
  })
})

describe('when it is lost', () => {
  it('a canceled order is final, and nothing goes back a second time', async () => {
    const the = await paidAnd(disputed, c.CancelOrder, c.TakeCancelOrder, lost)
    expect(sums(the)).toEqual([[4500], []])
    expect(statusOf(the)).toBe('payCanceled, refunded')
    expect(the.order().payment).toMatchObject({ refunded: won(0), disputes: [{ status: 'lost' }] })
    expect(the.alarm.at).toBeNull()
  })

  it('the rest of a canceled order goes back', async () => {
    const the = await paidAnd(disputed, c.CancelOrder, c.TakeCancelOrder, { ...lost, amount: won(1500) })
    expect(sums(the)).toEqual([[4500], [3000]])
    expect(statusOf(the)).toBe('payCanceled, refunded')
  })

  it('a part refund that was due from the same money is never made', async () => {
    let isAway = true
    const the = world((call) => (call === 'refund' && isAway ? 'throwBefore' : null))
    await the.pay('tok_approved')
    the.command(c.RefundPart)
    await the.publish()
    await the.alarmOnce()
    for (const command of [disputed, lost]) the.command(command)
    isAway = false
    await the.rest()
    expect(sums(the)).toEqual([[4500], []])
    expect([the.alarm.at, the.payment().hasAllRefunds(the.order())]).toEqual([null, true])
  })

  it('the rest of a canceled order goes back, though its full refund was due before', async () => {
    let isAway = true
    const the = world((call) => (call === 'refund' && isAway ? 'throwBefore' : null))
    await the.pay('tok_approved')
    for (const command of [c.CancelOrder, c.TakeCancelOrder]) the.command(command)
    await the.publish()
    await the.alarmOnce()
    for (const command of [disputed, { ...lost, amount: won(1500) }]) the.command(command)
    isAway = false
    await the.rest()
    expect(sums(the)).toEqual([[4500], [3000]])
    expect(statusOf(the)).toBe('payCanceled, refunded')
  })
})
