// Placing and paying in one call: the order is placed whatever becomes of the payment, and a repeat tries no more.

import { beforeEach, describe, expect, test, vi } from 'vitest'
import { chargingBy } from '../../../../src/contract/charging.ts'
import { type CheckoutBindings, placeOrder } from '../../../../src/gateway/checkout/place-and-pay.ts'
import { placeBody } from '../../../../src/gateway/checkout/place-body.ts'
import { orderService } from '../../../../src/order/order-service.ts'
import { callers } from '../../../support/callers.ts'
import { OrderBook } from '../../../support/order-book.ts'
import { won } from '../../../support/orders.ts'
import { orderApiOf, paymentApiOf } from '../../../support/page-ports.ts'

const { customer } = callers
const fan = { itemId: '7', itemName: 'Fan', description: 'Quiet.', category: 'climate', price: won(59_000) }
const form = {
  customerName: 'Kang',
  deliveryAddress: 'Gangnam',
  deliveryPhoneNumber: '010-0123-4567',
  itemId: '7',
  qty: 2,
}
let book: OrderBook
let env: CheckoutBindings

beforeEach(() => {
  book = new OrderBook()
  const CATALOG = { find: async () => ({ 7: fan }) }
  const actor = (orderId: string) => ({
    handle: (...args: [Parameters<OrderBook['handle']>[1], Parameters<OrderBook['handle']>[2]]) =>
      book.handle(orderId, ...args),
    read: () => book.read(orderId),
    history: async (asOf: number | string | null) => {
      const whole = await book.history(orderId)
      const events = whole?.events.slice(0, typeof asOf === 'number' ? asOf : undefined) ?? []
      const order = await book.read(orderId, events.at(-1)?.type)
      return order === null ? null : { order, events }
    },
    verify: async () => null,
    republish: () => book.read(orderId),
  })
  const ORDER_API = orderService({ actor, catalog: CATALOG, shelf: CATALOG, chargingOf: chargingBy.sandbox })
  env = { ORDER_API, PAYMENTS: paymentApiOf(book), PHONE_COUNTRY: 'KR' }
})

const place = (fields: object = {}, idempotencyKey: string | null = null) =>
  placeOrder(env, customer, placeBody.parse({ ...form, ...fields }), { requestId: 'req_1', idempotencyKey })
const commandsOf = (type: string) => book.commands.filter(({ command }) => command.type === type)

test('without a payment token nobody is asked to pay', async () => {
  const pay = vi.spyOn(env.PAYMENTS, 'pay')
  expect(await place()).toMatchObject({ ok: true, value: { orderStatus: 'orderStarted', total: won(118_000) } })
  expect(pay).not.toHaveBeenCalled()
})

describe('with a payment token the order is placed, and', () => {
  test.each([
    ['tok_approved', 'payApproved', 'approved'],
    ['tok_declined', 'orderStarted', 'declined'],
    ['tok_lost', 'orderStarted', 'unknown'],
    ['tok_down', 'orderStarted', 'deferred'],
  ])('after %s it is %s, its payment %s', async (paymentToken, orderStatus, status) => {
    expect(await place({ paymentToken })).toMatchObject({ ok: true, value: { orderStatus, payment: { status } } })
  })

  test('a new order is told to payment, which need not read it', async () => {
    const pay = vi.spyOn(env.PAYMENTS, 'pay')
    await place({ paymentToken: 'tok_approved' })
    expect(pay).toHaveBeenCalledWith(
      customer,
      expect.any(String),
      'tok_approved',
      expect.objectContaining({ requestId: 'req_1' }),
      expect.objectContaining({ orderStatus: 'orderStarted' }),
      null,
    )
  })
})

describe('a repeat under the same key', () => {
  test('tries no second time, and shows the order as it was after the first try', async () => {
    const pay = vi.spyOn(env.PAYMENTS, 'pay')
    const first = await place({ paymentToken: 'tok_approved' }, 'k1')
    const { orderId } = first.ok ? first.value : { orderId: '' }
    await book.handle(orderId, { type: 'TakeOrder' }, { by: { kind: 'staff', id: 's' }, causationId: 'req_2' })
    expect(await place({ paymentToken: 'tok_approved' }, 'k1')).toEqual(first)
    expect(pay).toHaveBeenCalledTimes(1)
    expect((await book.read(orderId))?.orderStatus).toBe('orderTaken')
  })

  test('tries when the first one was cut off before it', async () => {
    const { ORDER_API } = env
    env = { ...env, PAYMENTS: { pay: () => Promise.reject(new Error('cut off')) } }
    env = { ...env, ORDER_API: { ...ORDER_API, deferPayment: () => Promise.reject(new Error('cut off')) } }
    await expect(place({ paymentToken: 'tok_approved' }, 'k1')).rejects.toThrow('order did not answer')
    env = { ...env, ORDER_API, PAYMENTS: paymentApiOf(book) }
    expect(await place({ paymentToken: 'tok_approved' }, 'k1')).toMatchObject({
      ok: true,
      value: { payment: { status: 'approved' } },
    })
    expect(commandsOf('RecordPayApproved')).toHaveLength(1)
  })
})

describe('a refusal', () => {
  test('places nothing, and names its field as the body does', async () => {
    expect(await place({ itemPrice: 1 })).toMatchObject({ ok: false, rejection: { field: 'itemPrice' } })
    expect(await place({ customerId: 'usr_other' })).toMatchObject({
      ok: false,
      rejection: { code: 'customer_mismatch' },
    })
    expect(book.typesOf(book.commands[0]?.orderId ?? '')).toEqual([])
  })

  test('it throws when the order context is down: nothing is known then', async () => {
    env = { ...env, ORDER_API: { ...orderApiOf(book), place: () => Promise.reject(new Error('down')) } }
    await expect(place()).rejects.toMatchObject({ name: 'UpstreamUnavailable', context: 'order' })
  })
})
