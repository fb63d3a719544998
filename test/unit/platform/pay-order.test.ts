// Paying an order: what it gives when payment answers, is down, is silent, and when the order does not answer either.
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { PayOutcome } from '../../../src/contract/payment.ts'
import type { Result } from '../../../src/contract/result.ts'
import { type PayPorts, payMsMax, payOrder, payOrderMsMax, tryToPay } from '../../../src/platform/pay-order.ts'
import { callers, request } from '../../support/callers.ts'
import { OrderBook, orderIdOf, tell } from '../../support/order-book.ts'
import { orderApiOf, paymentApiOf } from '../../support/page-ports.ts'

const { customer } = callers
const orderId = orderIdOf(1)
let book: OrderBook
let ports: PayPorts
let logged: string[]

beforeEach(async () => {
  book = new OrderBook()
  await tell(book, orderId, customer.subject, 'place')
  logged = []
  ports = { orders: orderApiOf(book), payments: paymentApiOf(book), log: (event) => logged.push(event) }
})

const pay = (token = 'tok_approved') => payOrder(ports, customer, orderId, token, request, null)
const silent = () => new Promise<never>(() => {})

describe('while payment answers', () => {
  test.each([
    ['tok_approved', { ok: true, value: { outcome: 'paid' } }],
    ['tok_lost', { ok: true, value: { outcome: 'pending' } }],
    ['tok_declined', { ok: false, rejection: { code: 'payment_declined' } }],
  ])('its answer to %s comes through, and nothing is deferred', async (token, answer) => {
    expect(await pay(token)).toMatchObject(answer)
    expect([book.typesOf(orderId).includes('PayDeferred'), logged]).toEqual([false, []])
  })

  test('it is handed the order that is known already', async () => {
    const spy = vi.spyOn(ports.payments, 'pay')
    const known = await book.read(orderId)
    if (known === null) throw new Error('the order was placed')
    await tryToPay(ports, customer, orderId, 'tok_approved', request, '/back', known)
    expect(spy).toHaveBeenCalledWith(customer, orderId, 'tok_approved', request, known, '/back')
  })
})

describe('while payment is down', () => {
  test('the order records it once, and the customer is told when to pay again', async () => {
    for (const _ of ['once', 'twice']) {
      expect(await pay('tok_down')).toMatchObject({
        ok: false,
        rejection: { code: 'payment_overloaded', retryAfterSeconds: 5 },
      })
    }
    expect(book.typesOf(orderId)).toEqual(['OrderPlaced', 'PayDeferred'])
    expect(logged).toEqual(['payment_unavailable', 'payment_unavailable'])
  })

  test('an order that has been paid since is answered as paid', async () => {
    await tell(book, orderId, customer.subject, 'pay')
    const answer: Result<PayOutcome> = await pay('tok_down')
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'paid', order: { orderStatus: 'payApproved' } } })
  })

  test('a refusal of the order comes through', async () => {
    expect(await payOrder(ports, callers.stranger, orderId, 'tok_approved', request, null)).toMatchObject({ ok: true })
    ports.payments.pay = async () => {
      throw new Error('down')
    }
    const stranger = await payOrder(ports, callers.stranger, orderId, 'tok_approved', request, null)
    expect(stranger).toMatchObject({ ok: false, rejection: { code: 'order_not_found' } })
  })

  test('it throws when the order is down too', async () => {
    const fault = new Error('the order Worker is down')
    ports.orders.deferPayment = () => Promise.reject(fault)
    await expect(pay('tok_down')).rejects.toBe(fault)
  })
})

describe('while payment is silent', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    ports.payments.pay = silent
  })

  test('it answers within its limit, and not before', async () => {
    let isAnswered = false
    const answer = pay().finally(() => {
      isAnswered = true
    })
    await vi.advanceTimersByTimeAsync(payMsMax - 1)
    expect(isAnswered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toMatchObject({ ok: false, rejection: { code: 'payment_overloaded' } })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('and the order too, it throws at its longest time', async () => {
    ports.orders.deferPayment = silent
    const answer = pay().catch((fault: unknown) => fault)
    await vi.advanceTimersByTimeAsync(payOrderMsMax)
    expect(await answer).toMatchObject({ name: 'TimeoutError' })
  })
})
