// The rules of an order as a table: every situation × every command, printed from `decide`. This is the part of orders
// that are not paid; decide-paid.test.ts and decide-canceled.test.ts have the others.
// `=` means: accepted, nothing recorded (a repeat, or an older report). `!` means: refused, with the code.
import { expect, test } from 'vitest'
import { situations, tell } from '../../support/orders.ts'
import { isCanceled, isPaid, table } from '../../support/state-machine.ts'

test('the state machine of an order that waits for its payment is this table', () => {
  expect(`\n${table((name) => !isCanceled(name) && !isPaid(name))}\n`).toMatchInlineSnapshot(`
    "
    none
      PlaceOrder                  OrderPlaced -> orderStarted
      RecordPayApproved           ! order_not_found
      RecordPayDeclined           ! order_not_found
      RecordPayUnknown            ! order_not_found
      RecordPayDeferred           ! order_not_found
      TakeOrder                   ! order_not_found
      RecordDeliveryStarted       ! order_not_found
      RecordDeliveryCompleted     ! order_not_found
      RecordDeliveryAttemptFailed ! order_not_found
      RestartDelivery             ! order_not_found
      CancelOrder                 ! order_not_found
      TakeCancelOrder             ! order_not_found
      RecordPayCanceled           ! order_not_found
      RecordDeliveryCanceled      ! order_not_found
      FlagOrder                   ! order_not_found
      RefundPart                  ! order_not_found
      RecordPartRefunded          ! order_not_found
      RecordRefundFailed          ! order_not_found
      RecordPaymentDisputed       ! order_not_found
      RecordPaymentDisputeWon     ! order_not_found
      ErasePersonalData           ! order_not_found
      RecordPaymentDisputeLost    ! order_not_found

    orderStarted, requested
      PlaceOrder                  =
      RecordPayApproved           PayApproved -> payApproved
      RecordPayDeclined           PayDeclined -> orderStarted
      RecordPayUnknown            PayUnknown -> orderStarted
      RecordPayDeferred           PayDeferred -> orderStarted
      TakeOrder                   ! order_not_paid
      RecordDeliveryStarted       ! order_not_taken
      RecordDeliveryCompleted     ! delivery_not_started
      RecordDeliveryAttemptFailed ! delivery_not_started
      RestartDelivery             ! delivery_not_started
      CancelOrder                 OrderCanceled -> orderCanceled
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   =
      RefundPart                  ! order_not_paid
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       ! order_not_paid
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    orderStarted, deferred
      PlaceOrder                  =
      RecordPayApproved           PayApproved -> payApproved
      RecordPayDeclined           PayDeclined -> orderStarted
      RecordPayUnknown            PayUnknown -> orderStarted
      RecordPayDeferred           =
      TakeOrder                   ! order_not_paid
      RecordDeliveryStarted       ! order_not_taken
      RecordDeliveryCompleted     ! delivery_not_started
      RecordDeliveryAttemptFailed ! delivery_not_started
      RestartDelivery             ! delivery_not_started
      CancelOrder                 OrderCanceled -> orderCanceled
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   =
      RefundPart                  ! order_not_paid
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       ! order_not_paid
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    orderStarted, unknown
      PlaceOrder                  =
      RecordPayApproved           PayApproved -> payApproved
      RecordPayDeclined           PayDeclined -> orderStarted
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_not_paid
      RecordDeliveryStarted       ! order_not_taken
      RecordDeliveryCompleted     ! delivery_not_started
      RecordDeliveryAttemptFailed ! delivery_not_started
      RestartDelivery             ! delivery_not_started
      CancelOrder                 OrderCanceled -> orderCanceled
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   =
      RefundPart                  ! order_not_paid
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       ! order_not_paid
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    orderStarted, declined
      PlaceOrder                  =
      RecordPayApproved           PayApproved -> payApproved
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_not_paid
      RecordDeliveryStarted       ! order_not_taken
      RecordDeliveryCompleted     ! delivery_not_started
      RecordDeliveryAttemptFailed ! delivery_not_started
      RestartDelivery             ! delivery_not_started
      CancelOrder                 OrderCanceled -> orderCanceled
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   =
      RefundPart                  ! order_not_paid
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       ! order_not_paid
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found
    "
  `)
})

test('every situation stands in the status its name begins with', () => {
  for (const [name, story] of Object.entries(situations)) {
    expect(name.split(',')[0]).toBe(tell(...story).state.status)
  }
})
