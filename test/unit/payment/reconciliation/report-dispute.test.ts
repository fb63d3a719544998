// A dispute is reported to its order, in the span of what told of it.
import { expect, test } from 'vitest'
import { reportDispute } from '../../../../src/payment/reconciliation/report-dispute.ts'
import { newTrace } from '../../../../src/platform/trace.ts'
import { OrderBook, orderIdOf, tell } from '../../../support/order-book.ts'

const orderId = orderIdOf(1)
const traceparent = newTrace('webhook')
const amount = { amount: 1_290_000, currency: 'KRW' }
const dispute = { id: 'dp_1', amount, status: 'open', reason: 'fraudulent', evidenceDueBy: null } as const

test('the order records it in that span', async () => {
  const orders = new OrderBook()
  await tell(orders, orderId, 'usr_1', 'place', 'pay')
  const order = await reportDispute({ orders, log: () => {} }, orderId, dispute, traceparent)
  expect(order?.payment.disputes).toMatchObject([{ disputeId: 'dp_1' }])
  expect(orders.message(orderId, 'PaymentDisputed')).toMatchObject({ traceparent })
})

test('a refusal is logged with that span', async () => {
  const orders = new OrderBook()
  await tell(orders, orderId, 'usr_1', 'place')
  const logged: unknown[] = []
  const log = (event: string, fields: unknown) => void logged.push([event, fields])
  expect(await reportDispute({ orders, log }, orderId, dispute, traceparent)).toBeNull()
  expect(logged).toEqual([['report_refused', expect.objectContaining({ orderId, traceparent })]])
})
