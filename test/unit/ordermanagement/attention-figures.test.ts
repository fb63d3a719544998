// The figures of the orders that need somebody, by their cause.
import { expect, test } from 'vitest'
import { readAttentionFigures } from '../../../src/ordermanagement/attention-figures.ts'
import { openDatabase } from '../../support/sqlite.ts'

test('flagged orders are counted by their cause, and every cause has its figure', async () => {
  const database = openDatabase('ordermanagement')
  const add = (id: string, flagged: number, cause: string | null) =>
    database
      .prepare(
        `INSERT INTO worklist (order_id, seq, order_status, flagged, paid_at, order_json)
         VALUES (?, 1, 'payApproved', ?, '2026-11-02T09:30:00.000Z', ?)`,
      )
      .bind(id, flagged, JSON.stringify({ needsAttention: cause }))
      .run()
  await add('ord_1', 1, 'notTaken')
  await add('ord_2', 1, 'notTaken')
  await add('ord_3', 1, 'notRefunded')
  await add('ord_4', 0, null)
  const figures = await readAttentionFigures([database])
  expect(Object.fromEntries(figures.map(({ labels, value }) => [labels[0], value]))).toEqual({
    notTaken: 2,
    deliveryNotStarted: 0,
    deliveryNotCompleted: 0,
    deliveryFailed: 0,
    notRefunded: 1,
    paymentDisputed: 0,
  })
})
