// Erasure of personal data: when it is refused, what it leaves, and that it is done once.
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/order/decide.ts'
import { evolve } from '../../../src/order/evolve.ts'
import { summarize } from '../../../src/order/summary.ts'
import { author, commands as c, orderId, situations, tell } from '../../support/orders.ts'

const finals = ['deliveryCompleted', 'orderCanceled, not paid', 'payCanceled, no delivery', 'payCanceled, recalled']
const open = Object.keys(situations).filter((situation) => situation !== 'none' && !finals.includes(situation))
const delivered = situations['deliveryCompleted'] ?? []

test.each(open)('an order that is %s still needs its personal data', (situation) => {
  const { state } = tell(...(situations[situation] ?? []))
  expect(decide(state, c.ErasePersonalData, author)).toMatchObject({
    ok: false,
    rejection: { code: 'order_still_open' },
  })
})

test.each(finals)('of one that is %s, name, address and phone number go, and all else stays', (situation) => {
  const { state } = tell(...(situations[situation] ?? []))
  const after = tell(...(situations[situation] ?? []), c.ErasePersonalData).state
  const [before, erased] = [summarize(orderId, state), summarize(orderId, after)]
  expect(erased).toEqual({
    ...before,
    seq: (before?.seq ?? 0) + 1,
    contact: { customerName: '', deliveryAddress: '', deliveryPhoneNumber: '' },
    updatedAt: erased?.updatedAt,
    personalDataErasedAt: erased?.updatedAt,
  })
})

describe('an erased order', () => {
  test('is not erased again', () => {
    const { state } = tell(...delivered, c.ErasePersonalData)
    expect(decide(state, c.ErasePersonalData, author)).toEqual({ ok: true, events: [] })
  })
  test('can be disputed and refunded still, without anybody’s name', () => {
    const { state } = tell(...delivered, c.ErasePersonalData, c.RefundPart, c.RecordPartRefunded)
    expect(summarize(orderId, state)).toMatchObject({
      payment: { refunded: { amount: 500 } },
      contact: { customerName: '' },
    })
  })
  test('keeps nothing of what a courier wrote', () => {
    const note = { ...c.RecordDeliveryAttemptFailed, next: 'retry', reason: 'other', note: 'Ms. Han’s dog' } as const
    const { state, events } = tell(...delivered.slice(0, -1), note, c.RecordDeliveryCompleted)
    expect(JSON.stringify(state)).toContain('dog')
    const decision = decide(state, c.ErasePersonalData, author)
    const [event] = decision.ok ? decision.events : []
    if (event === undefined) throw new Error('a delivered order can be erased')
    const meta = { version: 1, at: '2026-12-01T00:00:00.000Z', by: author, causationId: 'test' }
    expect(JSON.stringify(evolve(state, { ...event, ...meta, seq: events.length + 1 }))).not.toContain('dog')
  })
})

test('one that is disputed is kept, as evidence, until the dispute ends', () => {
  const codeAfter = (...more: Parameters<typeof tell>) => {
    const decision = decide(tell(...delivered, c.RecordPaymentDisputed, ...more).state, c.ErasePersonalData, author)
    return decision.ok ? decision.events.map(({ type }) => type) : decision.rejection.code
  }
  expect(codeAfter()).toBe('order_still_open')
  expect(codeAfter(c.RecordPaymentDisputeWon)).toEqual(['PersonalDataErased'])
})
