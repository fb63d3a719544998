// The summary in every situation: payment, money and delivery as readers see them.
import { expect, test } from 'vitest'
import { summarize } from '../../../src/order/summary.ts'
import { allSituations, orderId, situations, tell } from '../../support/orders.ts'

test('an order that was never placed has no summary', () => expect(summarize(orderId, tell().state)).toBeNull())

test('payment and delivery of every situation are those of this table', () => {
  const rows = Object.entries(allSituations).flatMap(([name, story]) => {
    const order = summarize(orderId, tell(...story).state)
    if (order === null) return []
    const { status, attempt, captured, refunded, partRefunds, declineReason } = order.payment
    const payment = `${status} ${attempt}`.padEnd(12)
    const money = `${captured.amount} - ${refunded.amount}`.padEnd(12)
    const parts = partRefunds.map((part) => `part ${part.status}`)
    const rest = [order.delivery?.status, order.cancel?.reason, declineReason, ...parts, order.needsAttention]
    return [`${name.padEnd(40)} ${payment} ${money} ${rest.filter((one) => one != null).join(', ')}`.trimEnd()]
  })
  expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    orderStarted, requested                  requested 0  0 - 0
    orderStarted, deferred                   deferred 1   0 - 0
    orderStarted, unknown                    unknown 1    0 - 0
    orderStarted, declined                   declined 1   0 - 0        insufficient_funds
    payApproved                              approved 1   4500 - 0
    orderTaken                               approved 1   4500 - 0
    deliveryStarted                          approved 1   4500 - 0     started
    deliveryCompleted                        approved 1   4500 - 0     completed
    orderCanceled, not paid                  none 0       0 - 0        customerRequest
    orderCanceled, paid                      approved 1   4500 - 0     customerRequest
    orderCanceled, delivery started          approved 1   4500 - 0     started, customerRequest
    cancelOrderTaken, no delivery            approved 1   4500 - 0     customerRequest
    cancelOrderTaken, late approval          approved 1   4500 - 0     customerRequest
    cancelOrderTaken, delivery started       approved 1   4500 - 0     started, customerRequest
    cancelOrderTaken, refunded, not recalled refunded 1   4500 - 4500  started, customerRequest
    cancelOrderTaken, recalled, not refunded approved 1   4500 - 0     canceled, customerRequest
    payCanceled, no delivery                 refunded 1   4500 - 4500  customerRequest
    payCanceled, recalled                    refunded 1   4500 - 4500  canceled, customerRequest
    cancelOrderTaken, refund failed          approved 1   4500 - 0     customerRequest
    payApproved, flagged                     approved 1   4500 - 0     notTaken
    payApproved, part refund due             approved 1   4500 - 0     part due
    payApproved, part refunded               approved 1   4500 - 500   part done
    cancelOrderTaken, refund failed, goods recalled approved 1   4500 - 0     canceled, customerRequest
    deliveryCompleted, part refund due       approved 1   4500 - 0     completed, part due
    deliveryStarted, back at the store       approved 1   4500 - 0     started, deliveryFailed
    deliveryStarted, sent out again          approved 1   4500 - 0     started
    orderCanceled, back at the store         approved 1   4500 - 0     started, customerRequest
    payApproved, disputed                    approved 1   4500 - 0     paymentDisputed
    payApproved, dispute won                 approved 1   4500 - 0
    payApproved, dispute lost                approved 1   4500 - 0
    cancelOrderTaken, part refund due        approved 1   4500 - 0     customerRequest, part due
    "
  `)
})

test('the summary has the facts of the order, its position and its times', () => {
  const { state, events } = tell(...(situations['orderTaken'] ?? []))
  const [placed, , taken] = events
  if (placed?.type !== 'OrderPlaced') throw new Error('the first event places the order')
  const { customerId, contact, lines, total } = placed.data
  expect(summarize(orderId, state)).toMatchObject({
    ...{ orderId, customerId, contact, lines, total },
    seq: 3,
    orderStatus: 'orderTaken',
    cancel: null,
    placedAt: placed.at,
    updatedAt: taken?.at,
  })
})
