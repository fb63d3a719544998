// The payment service: when it reads the order, and which caller may pay.
import { expect, test } from 'vitest'
import type { OrderSummary } from '../../../src/contract/order.ts'
import { paymentService } from '../../../src/payment/payment-service.ts'
import { callers, request } from '../../support/callers.ts'
import { noon, orderId } from '../../support/orders.ts'
import { world } from '../../support/payments.ts'

function service() {
  const order = { ...world().order(), customerId: callers.customer.subject }
  const reads: string[] = []
  const paid: OrderSummary[] = []
  const unreachable = async () => {
    throw new Error('this is not called')
  }
  const { pay } = paymentService({
    orders: {
      handle: unreachable,
      read: async (id) => {
        reads.push(id)
        return order
      },
    },
    payment: () => ({
      pay: async (summary) => {
        paid.push(summary)
        return { ok: true, value: { outcome: 'pending', order: summary } }
      },
      view: unreachable,
      news: unreachable,
      requestRefunds: unreachable,
      state: unreachable,
      lookUp: unreachable,
      next: unreachable,
    }),
    providers: [],
    record: unreachable,
    orderOfRefund: unreachable,
    dispute: unreachable,
    gates: unreachable,
    provider: () => null,
    now: () => noon,
    log: () => {},
  })
  return { pay, order, reads, paid }
}

test('an order that is given as known is not read again', async () => {
  const { pay, order, reads, paid } = service()
  await pay(callers.customer, orderId, 'tok_approved', request, order)
  expect(reads).toEqual([])
  expect(paid).toEqual([order])
})

test('an order that is not given, or another one, is read', async () => {
  const { pay, order, reads } = service()
  await pay(callers.customer, orderId, 'tok_approved', request)
  await pay(callers.customer, orderId, 'tok_approved', request, { ...order, orderId: 'ord_another' })
  expect(reads).toEqual([orderId, orderId])
})

test('an order that is given as known is paid by nobody but its customer', async () => {
  const { pay, order, paid } = service()
  const answers = [callers.stranger, callers.staff].map((caller) => pay(caller, orderId, 'tok', request, order))
  expect(await Promise.all(answers)).toMatchObject([
    { rejection: { code: 'order_not_found' } },
    { rejection: { code: 'forbidden' } },
  ])
  expect(paid).toEqual([])
})
