// The rules of an order as a table, as in decide.test.ts: the part of orders that are paid and stand, and the variants.
import { expect, test } from 'vitest'
import { differences, isPaid, table } from '../../support/state-machine.ts'

test('the state machine of an order that is paid is this table', () => {
  expect(`\n${table(isPaid)}\n`).toMatchInlineSnapshot(`
    "
    payApproved
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   OrderTaken -> orderTaken
      RecordDeliveryStarted       ! order_not_taken
      RecordDeliveryCompleted     ! delivery_not_started
      RecordDeliveryAttemptFailed ! delivery_not_started
      RestartDelivery             ! delivery_not_started
      CancelOrder                 OrderCanceled -> orderCanceled
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   OrderFlagged -> payApproved
      RefundPart                  PartRefundRequested -> payApproved
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       PaymentDisputed -> payApproved
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    orderTaken
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   =
      RecordDeliveryStarted       DeliveryStarted -> deliveryStarted
      RecordDeliveryCompleted     ! delivery_not_started
      RecordDeliveryAttemptFailed ! delivery_not_started
      RestartDelivery             ! delivery_not_started
      CancelOrder                 OrderCanceled -> orderCanceled
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   =
      RefundPart                  PartRefundRequested -> orderTaken
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       PaymentDisputed -> orderTaken
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    deliveryStarted
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   =
      RecordDeliveryStarted       =
      RecordDeliveryCompleted     DeliveryCompleted -> deliveryCompleted
      RecordDeliveryAttemptFailed DeliveryAttemptFailed -> deliveryStarted
      RestartDelivery             ! delivery_already_started
      CancelOrder                 OrderCanceled -> orderCanceled
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   =
      RefundPart                  PartRefundRequested -> deliveryStarted
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       PaymentDisputed -> deliveryStarted
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           ! order_still_open
      RecordPaymentDisputeLost    ! dispute_not_found

    deliveryCompleted
      PlaceOrder                  =
      RecordPayApproved           =
      RecordPayDeclined           =
      RecordPayUnknown            =
      RecordPayDeferred           =
      TakeOrder                   =
      RecordDeliveryStarted       =
      RecordDeliveryCompleted     =
      RecordDeliveryAttemptFailed ! order_already_delivered
      RestartDelivery             ! order_already_delivered
      CancelOrder                 ! order_already_delivered
      TakeCancelOrder             ! order_not_canceled
      RecordPayCanceled           ! order_not_canceled
      RecordDeliveryCanceled      ! order_not_canceled
      FlagOrder                   =
      RefundPart                  PartRefundRequested -> deliveryCompleted
      RecordPartRefunded          ! refund_not_requested
      RecordRefundFailed          ! refund_not_requested
      RecordPaymentDisputed       PaymentDisputed -> deliveryCompleted
      RecordPaymentDisputeWon     ! dispute_not_found
      ErasePersonalData           PersonalDataErased -> deliveryCompleted
      RecordPaymentDisputeLost    ! dispute_not_found
    "
  `)
})

test('within a situation, these answers are others', () => {
  expect(`\n${differences()}\n`).toMatchInlineSnapshot(`
    "
    payApproved, flagged
      FlagOrder                   =
    payApproved, part refund due
      FlagOrder                   =
      RefundPart                  =
      RecordPartRefunded          PartRefunded -> payApproved
    payApproved, part refunded
      RefundPart                  =
      RecordPartRefunded          =
    cancelOrderTaken, refund failed, goods recalled
      RecordDeliveryStarted       =
      RecordDeliveryCanceled      =
    deliveryCompleted, part refund due
      RefundPart                  =
      RecordPartRefunded          PartRefunded -> deliveryCompleted
      ErasePersonalData           ! order_still_open
    deliveryStarted, back at the store
      RecordDeliveryAttemptFailed =
      RestartDelivery             DeliveryRestarted -> deliveryStarted
    deliveryStarted, sent out again
      RecordDeliveryAttemptFailed =
      RestartDelivery             =
    orderCanceled, back at the store
    payApproved, disputed
      FlagOrder                   =
      RecordPaymentDisputed       =
      RecordPaymentDisputeWon     PaymentDisputeWon -> payApproved
      RecordPaymentDisputeLost    PaymentDisputeLost -> payApproved
    payApproved, dispute won
      RecordPaymentDisputed       =
      RecordPaymentDisputeWon     =
      RecordPaymentDisputeLost    PaymentDisputeLost -> payApproved
    payApproved, dispute lost
      RefundPart                  ! refund_too_high
      RecordPaymentDisputed       =
      RecordPaymentDisputeWon     PaymentDisputeWon -> payApproved
      RecordPaymentDisputeLost    =
    cancelOrderTaken, part refund due
      RecordPayCanceled           ! amount_mismatch
      RecordPartRefunded          PartRefunded -> cancelOrderTaken
      RecordRefundFailed          ! amount_mismatch
    "
  `)
})
