// The rules of an order as a table, as in decide.test.ts: the part of orders that were canceled during their delivery.
import { expect, test } from 'vitest'
import { isRecalled, table } from '../../support/state-machine.ts'

test('the state machine of an order canceled during its delivery is this table', () => {
  expect(`\n${table(isRecalled)}\n`).toMatchInlineSnapshot(`
    "
    orderCanceled, delivery started
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       =
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

    cancelOrderTaken, delivery started
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       =
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           PayCanceled -> cancelOrderTaken
      RecordDeliveryCanceled      DeliveryCanceled -> cancelOrderTaken
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          RefundFailed -> cancelOrderTaken
      RecordPaymentDisputed       PaymentDisputed -> cancelOrderTaken
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    cancelOrderTaken, refunded, not recalled
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       =
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           =
      RecordDeliveryCanceled      DeliveryCanceled -> payCanceled
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          RefundFailed -> cancelOrderTaken
      RecordPaymentDisputed       PaymentDisputed -> cancelOrderTaken
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    cancelOrderTaken, recalled, not refunded
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       =
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           PayCanceled -> payCanceled
      RecordDeliveryCanceled      =
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          RefundFailed -> cancelOrderTaken
      RecordPaymentDisputed       PaymentDisputed -> cancelOrderTaken
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    payCanceled, recalled
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   ! order_already_canceled
      RecordDeliveryStarted       =
      RecordDeliveryCompleted     ! order_already_canceled
      RecordDeliveryAttemptFailed ! order_already_canceled
      RestartDelivery             ! order_already_canceled
      CancelOrder                 =
      TakeCancelOrder             =
      RecordPayCanceled           =
      RecordDeliveryCanceled      =
      FlagOrder                   =
      RefundPart                  ! order_already_canceled
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          RefundFailed -> cancelOrderTaken
      RecordPaymentDisputed       PaymentDisputed -> payCanceled
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           PersonalDataErased -> payCanceled
      RecordPaymentDisputeLost    ! dispute_not_found
    "
  `)
})
