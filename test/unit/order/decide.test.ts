// The rules of an order as a table: every situation × every command, printed from `decide`. This is the half of orders
// that are not canceled; decide-canceled.test.ts has the other half.
// `=` means: accepted, nothing recorded (a repeat, or an older report). `!` means: refused, with the code.
import { expect, test } from 'vitest'
import { situations, tell } from '../../support/orders.ts'
import { differences, isCanceled, table } from '../../support/state-machine.ts'

test('the state machine of an order that is not canceled is this table', () => {
  expect(`\n${table((name) => !isCanceled(name))}\n`).toMatchInlineSnapshot(`
    "
    none
      PlaceOrder               OrderPlaced -> orderStarted
      RecordPayApproved        ! order_not_found
      RecordPayDeclined        ! order_not_found
      RecordPayUnknown         ! order_not_found
      RecordPayDeferred        ! order_not_found
      TakeOrder                ! order_not_found
      RecordDeliveryStarted    ! order_not_found
      RecordDeliveryCompleted  ! order_not_found
      CancelOrder              ! order_not_found
      TakeCancelOrder          ! order_not_found
      RecordPayCanceled        ! order_not_found
      RecordDeliveryCanceled   ! order_not_found
      FlagOrder                ! order_not_found
      RefundPart               ! order_not_found
      RecordPartRefunded       ! order_not_found
      RecordRefundFailed       ! order_not_found
      RecordPaymentDisputed    ! order_not_found
      RecordPaymentDisputeWon  ! order_not_found
      RecordPaymentDisputeLost ! order_not_found

    orderStarted, requested
      PlaceOrder               =
      RecordPayApproved        PayApproved -> payApproved
      RecordPayDeclined        PayDeclined -> orderStarted
      RecordPayUnknown         PayUnknown -> orderStarted
      RecordPayDeferred        PayDeferred -> orderStarted
      TakeOrder                ! order_not_paid
      RecordDeliveryStarted    ! order_not_taken
      RecordDeliveryCompleted  ! delivery_not_started
      CancelOrder              OrderCanceled -> orderCanceled
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                =
      RefundPart               ! order_not_paid
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    ! order_not_paid
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found

    orderStarted, deferred
      PlaceOrder               =
      RecordPayApproved        PayApproved -> payApproved
      RecordPayDeclined        PayDeclined -> orderStarted
      RecordPayUnknown         PayUnknown -> orderStarted
      RecordPayDeferred        =
      TakeOrder                ! order_not_paid
      RecordDeliveryStarted    ! order_not_taken
      RecordDeliveryCompleted  ! delivery_not_started
      CancelOrder              OrderCanceled -> orderCanceled
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                =
      RefundPart               ! order_not_paid
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    ! order_not_paid
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found

    orderStarted, unknown
      PlaceOrder               =
      RecordPayApproved        PayApproved -> payApproved
      RecordPayDeclined        PayDeclined -> orderStarted
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_not_paid
      RecordDeliveryStarted    ! order_not_taken
      RecordDeliveryCompleted  ! delivery_not_started
      CancelOrder              OrderCanceled -> orderCanceled
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                =
      RefundPart               ! order_not_paid
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    ! order_not_paid
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found

    orderStarted, declined
      PlaceOrder               =
      RecordPayApproved        PayApproved -> payApproved
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_not_paid
      RecordDeliveryStarted    ! order_not_taken
      RecordDeliveryCompleted  ! delivery_not_started
      CancelOrder              OrderCanceled -> orderCanceled
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                =
      RefundPart               ! order_not_paid
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    ! order_not_paid
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found

    payApproved
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                OrderTaken -> orderTaken
      RecordDeliveryStarted    ! order_not_taken
      RecordDeliveryCompleted  ! delivery_not_started
      CancelOrder              OrderCanceled -> orderCanceled
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                OrderFlagged -> payApproved
      RefundPart               PartRefundRequested -> payApproved
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    PaymentDisputed -> payApproved
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found

    orderTaken
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                =
      RecordDeliveryStarted    DeliveryStarted -> deliveryStarted
      RecordDeliveryCompleted  ! delivery_not_started
      CancelOrder              OrderCanceled -> orderCanceled
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                =
      RefundPart               PartRefundRequested -> orderTaken
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    PaymentDisputed -> orderTaken
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found

    deliveryStarted
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                =
      RecordDeliveryStarted    =
      RecordDeliveryCompleted  DeliveryCompleted -> deliveryCompleted
      CancelOrder              OrderCanceled -> orderCanceled
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                =
      RefundPart               PartRefundRequested -> deliveryStarted
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    PaymentDisputed -> deliveryStarted
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found

    deliveryCompleted
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                =
      RecordDeliveryStarted    =
      RecordDeliveryCompleted  =
      CancelOrder              ! order_already_delivered
      TakeCancelOrder          ! order_not_canceled
      RecordPayCanceled        ! order_not_canceled
      RecordDeliveryCanceled   ! order_not_canceled
      FlagOrder                =
      RefundPart               PartRefundRequested -> deliveryCompleted
      RecordPartRefunded       ! refund_not_requested
      RecordRefundFailed       ! refund_not_requested
      RecordPaymentDisputed    PaymentDisputed -> deliveryCompleted
      RecordPaymentDisputeWon  ! dispute_not_found
      RecordPaymentDisputeLost ! dispute_not_found
    "
  `)
})

test('within a situation, these answers are others', () => {
  expect(`\n${differences()}\n`).toMatchInlineSnapshot(`
    "
    payApproved, flagged
      FlagOrder                =
    payApproved, part refund due
      FlagOrder                =
      RefundPart               =
      RecordPartRefunded       PartRefunded -> payApproved
    payApproved, part refunded
      RefundPart               =
      RecordPartRefunded       =
    cancelOrderTaken, refund failed, goods recalled
      RecordDeliveryStarted    =
      RecordDeliveryCanceled   =
    deliveryCompleted, part refund due
      RefundPart               =
      RecordPartRefunded       PartRefunded -> deliveryCompleted
    payApproved, disputed
      FlagOrder                =
      RecordPaymentDisputed    =
      RecordPaymentDisputeWon  PaymentDisputeWon -> payApproved
      RecordPaymentDisputeLost PaymentDisputeLost -> payApproved
    payApproved, dispute won
      RecordPaymentDisputed    =
      RecordPaymentDisputeWon  =
      RecordPaymentDisputeLost PaymentDisputeLost -> payApproved
    payApproved, dispute lost
      RefundPart               ! refund_too_high
      RecordPaymentDisputed    =
      RecordPaymentDisputeWon  PaymentDisputeWon -> payApproved
      RecordPaymentDisputeLost =
    cancelOrderTaken, part refund due
      RecordPayCanceled        ! amount_mismatch
      RecordPartRefunded       PartRefunded -> cancelOrderTaken
      RecordRefundFailed       ! amount_mismatch
    "
  `)
})

test('every situation stands in the status its name begins with', () => {
  for (const [name, story] of Object.entries(situations)) {
    expect(name.split(',')[0]).toBe(tell(...story).state.status)
  }
})
