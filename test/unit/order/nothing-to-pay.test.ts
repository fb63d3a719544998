// An order that costs nothing (a free accessory, a full discount) is approved without a charge, and refunds nothing.
import { describe, expect, test } from 'vitest'
import type { OrderCommand } from '../../../src/contract/commands.ts'
import { dueBy } from '../../../src/message/compose.ts'
import { wordingOf } from '../../../src/message/wording.ts'
import { decide } from '../../../src/order/decide.ts'
import { isFinal } from '../../../src/order/state.ts'
import { summarize } from '../../../src/order/summary.ts'
import { answerOfOrder } from '../../../src/payment/domain/pay-response.ts'
import { missingRefunds, wantsRefunds } from '../../../src/payment/domain/refund.ts'
import { compare } from '../../../src/payment/reconciliation/compare.ts'
import { author, commands as c, noon, orderId, tell, won } from '../../support/orders.ts'

const free: OrderCommand = { ...c.PlaceOrder, lines: [{ ...c.PlaceOrder.lines[0], unitPrice: won(0) }], total: won(0) }
const canceled = [free, c.CancelOrder, c.TakeCancelOrder]
const onItsWay = [free, c.TakeOrder, c.RecordDeliveryStarted]

function orderAfter(...story: OrderCommand[]) {
  const { state, events } = tell(...story)
  const order = summarize(orderId, state)
  if (order === null) throw new Error('there is no order')
  return { state, order, types: events.map(({ type }) => type) }
}

describe('an order that costs nothing', () => {
  test('is approved as it is placed, and needs no payment', () => {
    const { order, types } = orderAfter(free)
    expect(types).toEqual(['OrderPlaced', 'PayApproved'])
    expect(order).toMatchObject({ orderStatus: 'payApproved', payment: { status: 'approved', captured: won(0) } })
    expect(answerOfOrder(order)).toEqual({ ok: true, value: { outcome: 'paid', order } })
  })

  test('goes to its delivery like any other', () => {
    expect(orderAfter(...onItsWay, c.RecordDeliveryCompleted).order.orderStatus).toBe('deliveryCompleted')
  })

  test('is final once its cancel is acknowledged, with nothing returned', () => {
    const { state, order, types } = orderAfter(...canceled)
    expect(types.slice(2)).toEqual(['OrderCanceled', 'CancelOrderTaken', 'PayCanceled'])
    expect(order).toMatchObject({ orderStatus: 'payCanceled', payment: { status: 'refunded', refunded: won(0) } })
    expect(isFinal(state)).toBe(true)
  })

  test('that is canceled on its way is final once the delivery is called back', () => {
    const recalled = [...onItsWay, c.CancelOrder, c.TakeCancelOrder]
    expect(orderAfter(...recalled).order.orderStatus).toBe('cancelOrderTaken')
    expect(orderAfter(...recalled, c.RecordDeliveryCanceled).order.orderStatus).toBe('payCanceled')
  })

  test('requires no refund, and gives none in part', () => {
    const { state, order } = orderAfter(...canceled)
    expect([wantsRefunds(order), missingRefunds(order, [], () => 'rfd_1')]).toEqual([false, []])
    expect(decide(orderAfter(free).state, c.RefundPart, author)).toMatchObject({
      rejection: { code: 'refund_too_high' },
    })
    expect(decide(state, { ...c.RecordPayCanceled, amount: won(0) }, author)).toEqual({ ok: true, events: [] })
  })

  test('refuses a charge that comes all the same, which then goes back', () => {
    const { state } = orderAfter(free)
    const charged = { ...c.RecordPayApproved, amount: won(0) }
    expect(decide(state, charged, author)).toMatchObject({ rejection: { code: 'order_already_paid' } })
  })

  test.each([[free], canceled, [...onItsWay, c.CancelOrder, c.TakeCancelOrder]])(
    'has no charge to reconcile',
    (...story) => {
      const { order } = orderAfter(...story)
      const sides = { orderId, order, state: { attempts: [], refunds: [] }, record: { charges: [], refunds: [] } }
      expect(compare(sides)).toEqual([])
    },
  )

  test('that the store cancels tells its customer of no money', () => {
    const { order } = orderAfter(free, { type: 'CancelOrder', reason: 'staffDecision', note: 'sold out' })
    expect(dueBy(order, noon).map((due) => wordingOf(order, due).text)).toEqual([
      'Dear Kang, we have received your order 0123-4567: 3 × Air conditional.',
      'Dear Kang, the store canceled your order 0123-4567: 3 × Air conditional. The reason: “sold out”.',
    ])
  })
})
