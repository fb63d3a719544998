// How far a delivery is, over every situation of an order.
import { expect, test } from 'vitest'
import { deliveryIdOf, needsRecall, progressOf } from '../../../src/delivery/progress.ts'
import { summarize } from '../../../src/order/summary.ts'
import { orderId, situations, tell } from '../../support/orders.ts'

test('over every situation: the status, the times that the order itself shows, and whether it is called back', () => {
  const lines = Object.entries(situations).flatMap(([name, story]) => {
    const order = summarize(orderId, tell(...story).state)
    if (order === null) return []
    const progress = progressOf(order)
    const time = (at: string | null | undefined) => at?.slice(14, 19) ?? '-'
    const times = `${time(progress?.startedAt)} ${time(progress?.endedAt)}`
    const cells = [name.padEnd(46), (progress?.status ?? 'none').padEnd(10), times.padEnd(12)]
    return `${cells.join('')}${needsRecall(order) ? 'recall' : ''}`.trimEnd()
  })
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    orderStarted, requested                       none      - -
    orderStarted, deferred                        none      - -
    orderStarted, unknown                         none      - -
    orderStarted, declined                        none      - -
    payApproved                                   none      - -
    orderTaken                                    assigned  - -
    deliveryStarted                               started   00:03 -
    deliveryCompleted                             completed - 00:04
    orderCanceled, not paid                       canceled  - 00:01
    orderCanceled, paid                           canceled  - 00:02
    orderCanceled, delivery started               started   - -
    cancelOrderTaken, no delivery                 canceled  - 00:02
    cancelOrderTaken, late approval               canceled  - 00:01
    cancelOrderTaken, delivery started            canceled  - 00:04     recall
    cancelOrderTaken, refunded, not recalled      canceled  - 00:04     recall
    cancelOrderTaken, recalled, not refunded      canceled  - 00:04
    payCanceled, no delivery                      canceled  - 00:02
    payCanceled, recalled                         canceled  - 00:04
    cancelOrderTaken, refund failed               canceled  - 00:02
    "
  `)
})

test('the id of a delivery follows from the id of its order', () => {
  expect(deliveryIdOf('ord_0123abc')).toBe('dlv_0123abc')
})
