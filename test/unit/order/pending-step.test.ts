// The step that an order waits for, in every situation: what it would be flagged for, and since which event.
import { expect, test } from 'vitest'
import { pendingStep } from '../../../src/order/pending-step.ts'
import { allSituations, tell } from '../../support/orders.ts'

test('every situation has the step of this table', () => {
  const rows = Object.entries(allSituations).flatMap(([name, story]) => {
    const { state, events } = tell(...story)
    if (state.status === 'none') return []
    const step = pendingStep(state)
    const since = events.find(({ at }) => at === step?.since)
    return [`${name.padEnd(40)} ${step === null ? '-' : `${step.cause}, since ${since?.type}`}`]
  })
  expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    orderStarted, requested                  -
    orderStarted, deferred                   -
    orderStarted, unknown                    -
    orderStarted, declined                   -
    payApproved                              notTaken, since PayApproved
    orderTaken                               deliveryNotStarted, since OrderTaken
    deliveryStarted                          deliveryNotCompleted, since DeliveryStarted
    deliveryCompleted                        -
    orderCanceled, not paid                  -
    orderCanceled, paid                      notRefunded, since OrderCanceled
    orderCanceled, delivery started          notRefunded, since OrderCanceled
    cancelOrderTaken, no delivery            notRefunded, since OrderCanceled
    cancelOrderTaken, late approval          notRefunded, since PayApproved
    cancelOrderTaken, delivery started       notRefunded, since OrderCanceled
    cancelOrderTaken, refunded, not recalled -
    cancelOrderTaken, recalled, not refunded notRefunded, since OrderCanceled
    payCanceled, no delivery                 -
    payCanceled, recalled                    -
    cancelOrderTaken, refund failed          notRefunded, since RefundFailed
    payApproved, flagged                     notTaken, since PayApproved
    payApproved, part refund due             notRefunded, since PartRefundRequested
    payApproved, part refunded               notTaken, since PayApproved
    cancelOrderTaken, refund failed, goods recalled notRefunded, since RefundFailed
    deliveryCompleted, part refund due       notRefunded, since PartRefundRequested
    deliveryStarted, back at the store       deliveryNotCompleted, since DeliveryAttemptFailed
    deliveryStarted, sent out again          deliveryNotCompleted, since DeliveryRestarted
    orderCanceled, back at the store         notRefunded, since OrderCanceled
    payApproved, disputed                    notTaken, since PayApproved
    payApproved, dispute won                 notTaken, since PayApproved
    payApproved, dispute lost                notTaken, since PayApproved
    cancelOrderTaken, part refund due        notRefunded, since PartRefundRequested
    "
  `)
})
