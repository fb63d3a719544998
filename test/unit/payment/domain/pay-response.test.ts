// The answer to a call that pays: every situation of the order, and every status of the attempt.
import { expect, test } from 'vitest'
import type { OrderSummary } from '../../../../src/contract/order.ts'
import type { SealedPayOutcome } from '../../../../src/contract/payment.ts'
import type { Result } from '../../../../src/contract/result.ts'
import { summarize } from '../../../../src/order/summary.ts'
import { afterCharge, begin, giveUp } from '../../../../src/payment/domain/attempt.ts'
import { answerOfAttempt, answerOfOrder } from '../../../../src/payment/domain/pay-response.ts'
import { noon, orderId, situations, tell, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 1 }
const processing = begin({ attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok' }, noon, {
  recoverAfterMs: 3000,
  lateArrivalMs: 120_000,
})
const deferred = afterCharge(processing, { status: 'rejected' }, noon, pace)
const approved = afterCharge(processing, { status: 'approved', chargeId: 'ch_1' }, noon, pace)

function order(situation: string): OrderSummary {
  const summary = summarize(orderId, tell(...(situations[situation] ?? [])).state)
  if (summary === null) throw new Error(`there is no order in "${situation}"`)
  return summary
}

function inWords(answer: Result<SealedPayOutcome> | null): string {
  if (answer === null) return '-'
  return answer.ok ? answer.value.outcome : `! ${answer.rejection.code}`
}

test('an order that waits for its payment decides nothing; any other order decides it all', () => {
  const rows = Object.keys(situations)
    .filter((situation) => situation !== 'none')
    .map((situation) => `${situation}: ${inWords(answerOfOrder(order(situation)))}`)
  expect(rows).toMatchInlineSnapshot(`
    [
      "orderStarted, requested: -",
      "orderStarted, deferred: -",
      "orderStarted, unknown: -",
      "orderStarted, declined: -",
      "payApproved: paid",
      "orderTaken: paid",
      "deliveryStarted: paid",
      "deliveryCompleted: paid",
      "orderCanceled, not paid: ! order_already_canceled",
      "orderCanceled, paid: ! order_already_canceled",
      "orderCanceled, delivery started: ! order_already_canceled",
      "cancelOrderTaken, no delivery: ! order_already_canceled",
      "cancelOrderTaken, late approval: ! order_already_canceled",
      "cancelOrderTaken, delivery started: ! order_already_canceled",
      "cancelOrderTaken, refunded, not recalled: ! order_already_canceled",
      "cancelOrderTaken, recalled, not refunded: ! order_already_canceled",
      "payCanceled, no delivery: ! order_already_canceled",
      "payCanceled, recalled: ! order_already_canceled",
      "cancelOrderTaken, refund failed: ! order_already_canceled",
    ]
  `)
})

test('only an order that was charged is promised its money back', () => {
  const detailOf = (situation: string) => {
    const answer = answerOfOrder(order(situation))
    return answer?.ok === false ? answer.rejection.detail : ''
  }
  expect(detailOf('orderCanceled, paid')).toContain('The money that was charged goes back')
  expect(detailOf('orderCanceled, not paid')).toContain('Should anything have been charged')
})

test('an approved attempt is "paid" only once the order has recorded it', () => {
  expect(inWords(answerOfAttempt(approved, order('orderStarted, requested'), noon))).toBe('pending')
  expect(inWords(answerOfAttempt(approved, order('payApproved'), noon))).toBe('paid')
  expect(inWords(answerOfAttempt(approved, order('orderCanceled, paid'), noon))).toBe('! order_already_canceled')
  expect(inWords(answerOfAttempt(processing, order('orderStarted, requested'), noon))).toBe('pending')
})

test('a declined attempt names its reason; one that the order closed gets the answer of the order', () => {
  const declined = afterCharge(processing, { status: 'declined', reason: 'card_declined' }, noon, pace)
  const answer = answerOfAttempt(declined, order('payApproved'), noon)
  expect(answer).toMatchObject({ rejection: { code: 'payment_declined', current: 'card_declined' } })
  if (deferred.status !== 'deferred') throw new Error('it is deferred')
  const closed = giveUp(deferred, 'orderClosed', noon)
  expect(inWords(answerOfAttempt(closed, order('payApproved'), noon))).toBe('paid')
  expect(inWords(answerOfAttempt(closed, order('orderStarted, deferred'), noon))).toBe('! payment_declined')
})

test.each([
  [1000, 1],
  [2001, 3],
  [-60_000, 1],
])('a deferred attempt due in %d ms says to try again after %d s, at least one', (dueInMs, retryAfterSeconds) => {
  const answer = answerOfAttempt({ ...deferred, dueAt: noon + dueInMs }, order('orderStarted, deferred'), noon)
  expect(answer).toMatchObject({ rejection: { code: 'payment_overloaded', retryAfterSeconds } })
})
