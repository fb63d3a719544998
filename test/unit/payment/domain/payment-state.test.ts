// Merging changed rows into the state of a payment.
import { expect, test } from 'vitest'
import { begin } from '../../../../src/payment/domain/attempt.ts'
import { mergeRows } from '../../../../src/payment/domain/payment-state.ts'
import { createRefund } from '../../../../src/payment/domain/refund.ts'
import { noon, won } from '../../../support/orders.ts'

const attempt = (number: number, token = 'tok') =>
  begin({ attempt: number, provider: 'sandbox', amount: won(4500), token }, noon, {
    recoverAfterMs: 3000,
    lateArrivalMs: 120_000,
  })
const refund = (refundId: string, amount = 500) =>
  createRefund({ purpose: 'part', refundId, attempt: 1, amount: won(amount) }, noon)

test('a changed row takes the place of its old version, and a new one comes last', () => {
  const rows = [attempt(1), attempt(2), attempt(3)]
  const merged = mergeRows(rows, [attempt(4), attempt(2, 'tok_changed')])
  expect(merged.map((row) => [row.attempt, row.token])).toEqual([
    [1, 'tok'],
    [2, 'tok_changed'],
    [3, 'tok'],
    [4, 'tok'],
  ])
})

test('a refund is known by its id, and the last version of it counts', () => {
  const merged = mergeRows([refund('rfd_1')], [refund('rfd_2', 600), refund('rfd_2', 700)])
  expect(merged.map(({ refundId, amount }) => [refundId, amount.amount])).toEqual([
    ['rfd_1', 500],
    ['rfd_2', 700],
  ])
})

test('the rows that were given stay as they were', () => {
  const rows = [attempt(1)]
  mergeRows(rows, [attempt(1, 'tok_changed'), attempt(2)])
  expect(rows).toEqual([attempt(1)])
})
