// What became of a payment, in the customer's words: each outcome, as the order and as payment's refusal tell it.

import { describe, expect, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { defaultReader } from '../../../src/contract/language.ts'
import { paymentOutcome, refusedPayment } from '../../../src/mypage/payment-outcome.ts'
import { summarize } from '../../../src/order/summary.ts'
import { commands, orderId, tell } from '../../support/orders.ts'

const until = '2026-11-01T12:30:00.000Z'
const deadline = 'The order can be paid until 1 Nov 2026, 21:30; then it is canceled by itself.'
const c = commands

function outcomeOf(payableUntil: string | null, ...story: OrderCommand[]) {
  const order = summarize(orderId, tell(...story).state)
  if (order === null) throw new Error('there is no order')
  return paymentOutcome(order, payableUntil, defaultReader)
}

describe('an order that waits for its payment tells until when it can be paid:', () => {
  test.each([
    ['not tried yet', [], 'plain', 'Not paid yet.'],
    ['put off', [c.RecordPayDeferred], 'warn', 'Please pay a little later: you are never charged twice.'],
    ['declined', [{ ...c.RecordPayDeclined, reason: 'expired_card' }], 'bad', 'declined: the card has expired.'],
  ] as [string, OrderCommand[], string, string][])('%s', (_, story, tone, words) => {
    const told = outcomeOf(until, c.PlaceOrder, ...story)
    expect(told.tone).toBe(tone)
    for (const text of [words, deadline]) expect(told.text).toContain(text)
    expect(outcomeOf(null, c.PlaceOrder, ...story).text).toContain('not paid in time is canceled by itself.')
  })

  test('but not while a payment may have been made: nobody is asked to pay again', () => {
    for (const told of [
      outcomeOf(until, c.PlaceOrder, c.RecordPayUnknown),
      outcomeOf(until, { ...c.PlaceOrder, payment: 'processing' }),
    ]) {
      expect(told).toEqual({ tone: 'warn', text: expect.stringContaining('please do not pay again.') })
    }
  })
})

describe('a refusal of payment, of which the order may not know yet', () => {
  test('is told by its code, in the same words', () => {
    const declined = { code: 'payment_declined', detail: 'The payment was declined: expired_card.' } as const
    expect(refusedPayment({ ...declined, current: 'expired_card' }, until, defaultReader)).toEqual(
      outcomeOf(until, c.PlaceOrder, { ...c.RecordPayDeclined, reason: 'expired_card' }),
    )
    expect(refusedPayment({ code: 'payment_overloaded', detail: 'Later.' }, until, defaultReader)).toEqual(
      outcomeOf(until, c.PlaceOrder, c.RecordPayDeferred),
    )
  })

  test('that concerns no card is told as it is', () => {
    const detail = 'Say what to pay with: a payment token of the provider.'
    expect(refusedPayment({ code: 'payment_token_required', detail }, until, defaultReader)).toEqual({
      tone: 'bad',
      text: detail,
    })
  })
})
