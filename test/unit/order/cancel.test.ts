// A cancel by the store needs its reason in words, in whichever state the order is and whichever way it comes.
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/order/decide.ts'
import { author, commands as c, situations, tell } from '../../support/orders.ts'

const byStore = (note: string | null) => ({ type: 'CancelOrder', reason: 'staffDecision', note }) as const
const placed = Object.entries(situations).filter(([name]) => name !== 'none')

describe('a cancel by the store', () => {
  test.each(placed)('is refused without its reason: %s', (_, story) => {
    for (const note of [null, '', ' ', '\u200b']) {
      expect(decide(tell(...story).state, byStore(note), author)).toMatchObject({
        ok: false,
        rejection: { code: 'invalid_request', field: 'reason' },
      })
    }
  })

  test('is accepted with it; one by the customer or by the deadline needs none', () => {
    const { state } = tell(c.PlaceOrder)
    expect(decide(state, byStore('sold out'), author)).toMatchObject({ events: [{ data: { note: 'sold out' } }] })
    expect(decide(state, c.CancelOrder, author)).toMatchObject({ ok: true })
    expect(decide(state, { type: 'CancelOrder', reason: 'paymentTimeout', note: null }, author)).toMatchObject({
      ok: true,
    })
  })
})
