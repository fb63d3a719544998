// The rules of an order as a table: every situation × every command, printed from `decide`. This is the part of orders
// that are canceled before a delivery; decide-recalled.test.ts has those with one.
// `=` means: accepted, nothing recorded (a repeat, or an older report). `!` means: refused, with the code.
import { expect, test } from 'vitest'
import { isCanceled, isRecalled, table } from '../../support/state-machine.ts'

test('the state machine of an order canceled before its delivery is this table', () => {
  expect(`\n${table((name) => isCanceled(name) && !isRecalled(name))}\n`).toMatchInlineSnapshot(`
    "
    orderCanceled, not paid
      PlaceOrder                  =
      RecordPayApproved           PayApproved, CancelOrderTaken -> cancelOrderTaken
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       ! order_already_canceled
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             ! order_not_paid
      RecordPayCanceled           ! cancel_not_taken
      RecordDeliveryCanceled      ! cancel_not_taken
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       ! order_not_paid
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           PersonalDataErased -> orderCanceled
      RecordPaymentDisputeLost    ! dispute_not_found

    orderCanceled, paid
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       ! order_already_canceled
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             CancelOrderTaken -> cancelOrderTaken
      RecordPayCanceled           ! cancel_not_taken
      RecordDeliveryCanceled      ! cancel_not_taken
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       PaymentDisputed -> orderCanceled
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    cancelOrderTaken, no delivery
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       ! order_already_canceled
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           PayCanceled -> payCanceled
      RecordDeliveryCanceled      ! delivery_not_started
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          RefundFailed -> cancelOrderTaken
      RecordPaymentDisputed       PaymentDisputed -> cancelOrderTaken
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    cancelOrderTaken, late approval
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       ! order_already_canceled
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           PayCanceled -> payCanceled
      RecordDeliveryCanceled      ! delivery_not_started
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          RefundFailed -> cancelOrderTaken
      RecordPaymentDisputed       PaymentDisputed -> cancelOrderTaken
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    payCanceled, no delivery
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       ! order_already_canceled
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           =
      RecordDeliveryCanceled      ! delivery_not_started
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          RefundFailed -> cancelOrderTaken
      RecordPaymentDisputed       PaymentDisputed -> payCanceled
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           PersonalDataErased -> payCanceled
      RecordPaymentDisputeLost    ! dispute_not_found

    cancelOrderTaken, refund failed
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       ! order_already_canceled
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           =
      RecordDeliveryCanceled      ! delivery_not_started
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          =
      RecordPaymentDisputed       PaymentDisputed -> cancelOrderTaken
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found
    "
  `)
})
