// The payment service: when it reads the order, and which caller may pay.
import { expect, test } from 'vitest'
import type { MaybeSealed } from '../../../src/contract/sealed.ts'
import { paymentService } from '../../../src/payment/payment-service.ts'
import type { PageOutcome } from '../../../src/payment/providers/provider.ts'
import { callers, request } from '../../support/callers.ts'
import { noon, orderId } from '../../support/orders.ts'
import { world } from '../../support/payments.ts'
import { testVault } from '../../support/vault.ts'

const ofToss = { kind: 'toss', scriptUrl: 'https://js.toss.test', clientKey: 'ck', amount: 1, orderId } as const
const way = { ...ofToss, hasPage: true } as const

function service(page: PageOutcome = { status: 'unknown' }) {
  const order = { ...world().order(), customerId: callers.customer.subject, sealed: null }
  const opened: unknown[] = []
  const reads: string[] = []
  const paid: MaybeSealed[] = []
  const unreachable = async () => {
    throw new Error('this is not called')
  }
  const { pay, openPage } = paymentService({
    vault: testVault,
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
      settle: unreachable,
      news: unreachable,
      requestRefunds: unreachable,
      state: unreachable,
      lookUp: unreachable,
      next: async () => ({ attempt: 2, action: null }),
    }),
    providers: ['toss'],
    record: unreachable,
    orderOfRefund: unreachable,
    openPage: async (provider, query) => {
      opened.push([provider, query])
      return page
    },
    dispute: unreachable,
    gates: unreachable,
    provider: () => ({ verifyWebhook: unreachable, checkout: () => way }),
    now: () => noon,
    log: () => {},
  })
  return { pay, openPage, order, opened, reads, paid }
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

test('a page of the provider is opened for the next attempt, and for nobody but the customer', async () => {
  const { openPage, order, opened } = service({ status: 'opened', url: 'https://pay.test/1' })
  const others = [callers.stranger, callers.staff].map((caller) => openPage(caller, orderId, 'https://shop/return'))
  expect(await Promise.all(others)).toMatchObject([
    { rejection: { code: 'order_not_found' } },
    { rejection: { code: 'forbidden' } },
  ])
  expect(opened).toEqual([])
  const reader = { language: 'ko', timeZone: 'Asia/Seoul' } as const
  const answer = await openPage({ ...callers.customer, reader }, orderId, 'https://shop/return')
  expect(answer).toEqual({ ok: true, value: { url: 'https://pay.test/1' } })
  const query = { key: `${orderId}-2`, amount: order.total, returnUrl: 'https://shop/return' }
  expect(opened).toEqual([['toss', { ...query, orderName: `주문 ${orderId}` }]])
})

test('a provider that opens no page just now is told as out of reach', async () => {
  for (const outcome of [{ status: 'unknown' }, { status: 'refused', reason: 'FORBIDDEN_REQUEST' }] as const)
    expect(await service(outcome).openPage(callers.customer, orderId, 'https://shop/return')).toMatchObject({
      rejection: { code: 'payment_overloaded' },
    })
})
