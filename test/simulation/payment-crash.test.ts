// Cut the payment off at every call it makes, before and after it takes effect: the end is always the same.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fault, type World, world } from '../support/payments.ts'

const faults = ['crashBefore', 'crashAfter', 'throwBefore', 'throwAfter'] as const

/** Let everything end: the store acknowledges a cancel, and alarms and messages run until nothing is left. */
async function settle(the: World) {
  await the.rest()
  the.command({ type: 'TakeCancelOrder' })
  await the.rest()
}

/** What must hold whenever the payment is at rest, whatever happened on the way. */
function expectBalanced(the: World) {
  const { charges, refunds } = the.moved()
  const kept = total(charges) - total(refunds)
  const { orderStatus, payment } = the.order()
  const owed = orderStatus === 'payApproved' ? 4500 : 0
  expect({ orderStatus, kept }).toEqual({ orderStatus, kept: owed })
  expect(payment.captured.amount - payment.refunded.amount).toBe(owed)
  expect(charges.length).toBeLessThanOrEqual(1)
  expect(refunds.length).toBeLessThanOrEqual(1)
  expect(the.recorded('PayApproved')).toBe(charges.length)
  expect(the.recorded('PayCanceled')).toBe(refunds.length)
  expect(the.alarm.at).toBeNull()
  expect(the.tokensKept()).toBe(0)
}

function total(rows: { amount: unknown }[]): number {
  return rows.reduce((sum, row) => sum + Number(row.amount), 0)
}

const stories: Record<string, { play: (the: World) => Promise<void>; end: string }> = {
  'a payment that is approved': { play: async (the) => void (await the.pay('tok_approved')), end: 'payApproved' },
  'a payment whose answer is lost': { play: async (the) => void (await the.pay('tok_lost')), end: 'payApproved' },
  'a payment that is slow': { play: async (the) => void (await the.pay('tok_slow')), end: 'payApproved' },
  'a payment that fails, and then another card': {
    play: async (the) => {
      await the.pay('tok_failing')
      await the.pay('tok_approved')
      await the.rest()
      await the.pay('tok_approved')
    },
    end: 'payApproved',
  },
  'a declined card, and then another': {
    play: async (the) => {
      await the.pay('tok_declined')
      await the.rest()
      await the.pay('tok_approved')
    },
    end: 'payApproved',
  },
  'a bank that asks, while another card takes its place': {
    play: async (the) => {
      await the.pay('tok_authentication', null, 'https://shop/return')
      await the.rest()
      await the.pay('tok_authentication', null, 'https://shop/return')
      await the.pay('tok_approved')
    },
    end: 'payApproved',
  },
  'a cancel while the charge is unknown': {
    play: async (the) => {
      await the.pay('tok_lost')
      the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    },
    end: 'canceled',
  },
  'a cancel after the payment': {
    play: async (the) => {
      await the.pay('tok_approved')
      await the.rest()
      the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null })
    },
    end: 'canceled',
  },
}

describe.each(Object.entries(stories))('%s', (_name, story) => {
  it('ends the same when it is cut off at any call', async () => {
    const calm = world()
    await story.play(calm)
    await settle(calm)
    expectBalanced(calm)
    expect(calm.calls.length).toBeGreaterThan(1)
    for (const fault of faults) {
      for (let at = 1; at <= calm.calls.length; at++) {
        const the = world((_call, number) => (number === at ? fault : null))
        await story.play(the)
        await settle(the)
        expectBalanced(the)
        expect({ fault, at, end: endOf(the) }).toEqual({ fault, at, end: story.end })
      }
    }
  })
})

function endOf(the: World): string {
  const { orderStatus } = the.order()
  return orderStatus === 'payCanceled' || orderStatus === 'orderCanceled' ? 'canceled' : orderStatus
}

type Action = (the: World) => unknown
const actions: Record<string, Action> = {
  approved: (the) => the.pay('tok_approved'),
  declined: (the) => the.pay('tok_declined'),
  lost: (the) => the.pay('tok_lost'),
  slow: (the) => the.pay('tok_slow'),
  failing: (the) => the.pay('tok_failing'),
  twoAtOnce: (the) => Promise.all([the.pay('tok_approved'), the.pay('tok_slow')]),
  cancel: (the) => the.command({ type: 'CancelOrder', reason: 'customerRequest', note: null }),
  acknowledge: (the) => the.command({ type: 'TakeCancelOrder' }),
  messages: (the) => the.publish(),
  alarm: (the) => the.alarmOnce(),
  evict: (the) => the.forget(),
  webhook: (the) => the.payment().news(),
}

describe('whatever a customer, the store and the weather do', () => {
  it('leaves no money where it is not owed, and nothing undone', async () => {
    const action = fc.constantFrom(...Object.keys(actions))
    const fault = fc.option(fc.constantFrom<Fault>(...faults, 'overloaded'), { freq: 2 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { maxLength: 8 }),
        fc.array(fault, { maxLength: 16 }),
        async (story, weather) => {
          const the = world((_call, number) => weather[number - 1] ?? null)
          for (const name of story) await actions[name]?.(the)
          await settle(the)
          expectBalanced(the)
        },
      ),
      { numRuns: 500 },
    )
  }, 60_000)
})
