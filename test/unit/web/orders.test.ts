// The progress of an order in each of its situations: done steps are in brackets.
import { expect, test } from 'vitest'
import { summarize } from '../../../src/order/summary.ts'
import { orderTexts } from '../../../src/web/order-texts.ts'
import { stepsOf } from '../../../src/web/orders.tsx'
import { orderId, situations, tell } from '../../support/orders.ts'

test('every situation of an order has its steps', () => {
  const table = Object.entries(situations).flatMap(([name, story]) => {
    const order = summarize(orderId, tell(...story).state)
    if (order === null) return []
    const steps = stepsOf(order).map(({ name, done }) =>
      done ? `[${orderTexts.en.steps[name]}]` : orderTexts.en.steps[name],
    )
    return [`${name}: ${steps.join(' ')}`]
  })
  expect(table).toMatchInlineSnapshot(`
    [
      "orderStarted, requested: [Ordered] Paid Packed On its way Delivered",
      "orderStarted, deferred: [Ordered] Paid Packed On its way Delivered",
      "orderStarted, unknown: [Ordered] Paid Packed On its way Delivered",
      "orderStarted, declined: [Ordered] Paid Packed On its way Delivered",
      "payApproved: [Ordered] [Paid] Packed On its way Delivered",
      "orderTaken: [Ordered] [Paid] [Packed] On its way Delivered",
      "deliveryStarted: [Ordered] [Paid] [Packed] [On its way] Delivered",
      "deliveryCompleted: [Ordered] [Paid] [Packed] [On its way] [Delivered]",
      "orderCanceled, not paid: [Ordered] [Canceled]",
      "orderCanceled, paid: [Ordered] [Canceled] Refunded",
      "orderCanceled, delivery started: [Ordered] [Canceled] Called back Refunded",
      "cancelOrderTaken, no delivery: [Ordered] [Canceled] Refunded",
      "cancelOrderTaken, late approval: [Ordered] [Canceled] Refunded",
      "cancelOrderTaken, delivery started: [Ordered] [Canceled] Called back Refunded",
      "cancelOrderTaken, refunded, not recalled: [Ordered] [Canceled] Called back [Refunded]",
      "cancelOrderTaken, recalled, not refunded: [Ordered] [Canceled] [Called back] Refunded",
      "payCanceled, no delivery: [Ordered] [Canceled] [Refunded]",
      "payCanceled, recalled: [Ordered] [Canceled] [Called back] [Refunded]",
      "cancelOrderTaken, refund failed: [Ordered] [Canceled] Refunded",
    ]
  `)
})
