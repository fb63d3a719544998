// The reports about a payment: only one that is newer, or more certain, is recorded.
import { describe, expect, test } from 'vitest'
import { report } from '../../../src/order/payment-report.ts'
import { commands as c, tell } from '../../support/orders.ts'

const unpaid = (...story: Parameters<typeof tell>) => {
  const { state } = tell(c.PlaceOrder, ...story)
  if (state.status === 'none') throw new Error('nothing is placed')
  return state
}
const unknown = (attempt: number) => ({ type: 'PayUnknown', data: { attempt } }) as const
const recorded = (attempt: number) => ({ ok: true, events: [unknown(attempt)] })
const nothing = { ok: true, events: [] }

describe('a report', () => {
  test('of a newer attempt is recorded, and of an older one not', () => {
    const state = unpaid({ ...c.RecordPayDeclined, attempt: 2 })
    expect(report(state, 'unknown', unknown(3))).toEqual(recorded(3))
    expect(report(state, 'unknown', unknown(1))).toEqual(nothing)
  })

  test('of the same attempt is recorded when it is more certain', () => {
    expect(report(unpaid({ ...c.RecordPayDeferred, attempt: 1 }), 'unknown', unknown(1))).toEqual(recorded(1))
    expect(report(unpaid({ ...c.RecordPayDeclined, attempt: 1 }), 'unknown', unknown(1))).toEqual(nothing)
    expect(report(unpaid({ ...c.RecordPayUnknown, attempt: 1 }), 'unknown', unknown(1))).toEqual(nothing)
  })

  test('is not recorded once the payment has ended', () => {
    expect(report(unpaid(c.RecordPayApproved), 'unknown', unknown(9))).toEqual(nothing)
  })
})
