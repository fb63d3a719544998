// A delivery at the door: each failed attempt counts once, goods back at the store are the staff's, and a note stands
// where its reason leaves something open.
import { describe, expect, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { failedAttemptsMax } from '../../../src/contract/handover.ts'
import { decide } from '../../../src/order/decide.ts'
import { summarize } from '../../../src/order/summary.ts'
import { author, commands as c, orderId, tell } from '../../support/orders.ts'

const onItsWay = [c.PlaceOrder, c.RecordPayApproved, c.TakeOrder, c.RecordDeliveryStarted]
const back = c.RecordDeliveryAttemptFailed
const retry = (attempt: number) => ({ ...back, attempt, next: 'retry' }) as const

/** The code of the refusal, or the events that are recorded. */
function answer(story: OrderCommand[], command: OrderCommand): string {
  const decision = decide(tell(...story).state, command, author)
  return decision.ok ? decision.events.map(({ type }) => type).join() : decision.rejection.code
}

const shown = (...story: OrderCommand[]) => summarize(orderId, tell(...onItsWay, ...story).state)

describe('an attempt that failed', () => {
  test('keeps the order on its way when another one follows, and its reason is known', () => {
    const { at: _, ...failed } = { ...retry(1), at: '' }
    const { type: __, ...data } = failed
    expect(shown(retry(1))).toMatchObject({
      orderStatus: 'deliveryStarted',
      needsAttention: null,
      delivery: { status: 'started', failedAttempt: data },
    })
  })

  test('that brings the goods back needs the attention of the staff, who send them out again', () => {
    expect(shown(back)).toMatchObject({ orderStatus: 'deliveryStarted', needsAttention: 'deliveryFailed' })
    expect(shown(back, c.RestartDelivery)).toMatchObject({
      orderStatus: 'deliveryStarted',
      needsAttention: null,
      delivery: { failedAttempt: { attempt: 1, next: 'retry' } },
    })
    expect(shown(back, c.CancelOrder)).toMatchObject({ orderStatus: 'orderCanceled', needsAttention: null })
    expect(shown(back, c.RecordDeliveryCompleted)).toMatchObject({
      orderStatus: 'deliveryCompleted',
      needsAttention: null,
    })
  })

  test('counts once under its number, and its number is the next one', () => {
    const first = [...onItsWay, retry(1)]
    expect(answer(first, retry(1))).toBe('')
    expect(answer(first, { ...retry(1), reason: 'noAccess' })).toBe('delivery_attempt_recorded')
    expect(answer(first, retry(2))).toBe('DeliveryAttemptFailed')
    expect(answer(first, retry(3))).toBe('invalid_request')
    expect(answer([...first, retry(2)], retry(1))).toBe('delivery_attempt_recorded')
  })

  test('is not reported of goods at the store, nor without end', () => {
    expect(answer([...onItsWay, back], retry(2))).toBe('delivery_not_started')
    const all = Array.from({ length: failedAttemptsMax }, (_, index) => retry(index + 1))
    expect(answer([...onItsWay, ...all], retry(failedAttemptsMax + 1))).toBe('invalid_request')
  })

  test('for another reason needs words', () => {
    expect(answer(onItsWay, { ...retry(1), reason: 'other' })).toBe('invalid_request')
    expect(answer(onItsWay, { ...retry(1), reason: 'other', note: 'a dog' })).toBe('DeliveryAttemptFailed')
  })
})

test('only the last attempt, and only goods at the store, are sent out again', () => {
  expect(answer([...onItsWay, retry(1)], c.RestartDelivery)).toBe('')
  expect(answer(onItsWay, c.RestartDelivery)).toBe('delivery_already_started')
  const twice = [...onItsWay, retry(1), { ...back, attempt: 2 }]
  expect(answer(twice, c.RestartDelivery)).toBe('delivery_attempt_recorded')
  expect(answer(twice, { ...c.RestartDelivery, attempt: 2 })).toBe('DeliveryRestarted')
})

test('the deadline of the delivery begins again with each attempt and each new way', () => {
  const sinceOf = (...story: OrderCommand[]) => {
    const { state } = tell(...onItsWay, ...story)
    return state.status === 'deliveryStarted' ? state.delivery.failed?.at : null
  }
  expect(sinceOf(retry(1))?.slice(17, 19)).toBe('04')
  expect(sinceOf(back, c.RestartDelivery)?.slice(17, 19)).toBe('05')
})

test('a handover says to whom, and a neighbor has a name', () => {
  const complete = (to: 'customer' | 'neighbor' | 'leftAtDoor', note: string | null) =>
    answer(onItsWay, { ...c.RecordDeliveryCompleted, handover: { to, note } })
  expect(complete('customer', null)).toBe('DeliveryCompleted')
  expect(complete('neighbor', 'Park, 302')).toBe('DeliveryCompleted')
  expect(complete('neighbor', null)).toBe('invalid_request')
  expect(complete('leftAtDoor', ' ')).toBe('invalid_request')
})
