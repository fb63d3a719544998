// The rules of an order as one table: every situation × every command, printed from `decide`.
// `=` means: accepted, nothing recorded (it is so already, or it is old news). `!` means: refused, with the code.
import { expect, test } from 'vitest'
import { record } from '../../../src/actor/event-log.ts'
import type { CommandMeta } from '../../../src/contract/commands.ts'
import type { OrderEvent } from '../../../src/contract/events.ts'
import { decide } from '../../../src/order/decide.ts'
import { evolve } from '../../../src/order/evolve.ts'
import type { OrderState } from '../../../src/order/state.ts'
import { commands, noon, situations, tell, variants } from '../../support/orders.ts'

test('the state machine is this table', () => {
  expect(`\n${table()}\n`).toMatchInlineSnapshot(`
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

    orderCanceled, not paid
      PlaceOrder               =
      RecordPayApproved        PayApproved, CancelOrderTaken -> cancelOrderTaken
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    ! order_already_canceled
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          ! order_not_paid
      RecordPayCanceled        ! cancel_not_taken
      RecordDeliveryCanceled   ! cancel_not_taken
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    orderCanceled, paid
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    ! order_already_canceled
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          CancelOrderTaken -> cancelOrderTaken
      RecordPayCanceled        ! cancel_not_taken
      RecordDeliveryCanceled   ! cancel_not_taken
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    orderCanceled, delivery started
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    =
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          CancelOrderTaken -> cancelOrderTaken
      RecordPayCanceled        ! cancel_not_taken
      RecordDeliveryCanceled   ! cancel_not_taken
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    cancelOrderTaken, no delivery
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    ! order_already_canceled
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          =
      RecordPayCanceled        PayCanceled -> payCanceled
      RecordDeliveryCanceled   ! delivery_not_started
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    cancelOrderTaken, late approval
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    ! order_already_canceled
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          =
      RecordPayCanceled        PayCanceled -> payCanceled
      RecordDeliveryCanceled   ! delivery_not_started
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    cancelOrderTaken, delivery started
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    =
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          =
      RecordPayCanceled        PayCanceled -> cancelOrderTaken
      RecordDeliveryCanceled   DeliveryCanceled -> cancelOrderTaken
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    cancelOrderTaken, refunded, not recalled
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    =
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          =
      RecordPayCanceled        =
      RecordDeliveryCanceled   DeliveryCanceled -> payCanceled
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    cancelOrderTaken, recalled, not refunded
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    =
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          =
      RecordPayCanceled        PayCanceled -> payCanceled
      RecordDeliveryCanceled   =
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    payCanceled, no delivery
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    ! order_already_canceled
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          =
      RecordPayCanceled        =
      RecordDeliveryCanceled   ! delivery_not_started
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested

    payCanceled, recalled
      PlaceOrder               =
      RecordPayApproved        =
      RecordPayDeclined        =
      RecordPayUnknown         =
      RecordPayDeferred        =
      TakeOrder                ! order_already_canceled
      RecordDeliveryStarted    =
      RecordDeliveryCompleted  ! order_already_canceled
      CancelOrder              =
      TakeCancelOrder          =
      RecordPayCanceled        =
      RecordDeliveryCanceled   =
      FlagOrder                =
      RefundPart               ! order_already_canceled
      RecordPartRefunded       ! refund_not_requested
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
    deliveryCompleted, part refund due
      RefundPart               =
      RecordPartRefunded       PartRefunded -> deliveryCompleted
    cancelOrderTaken, part refund due
      RecordPayCanceled        ! amount_mismatch
      RecordPartRefunded       PartRefunded -> cancelOrderTaken
    "
  `)
})

test('every situation stands in the status its name begins with', () => {
  for (const [name, story] of Object.entries(situations)) {
    expect(name.split(',')[0]).toBe(tell(...story).state.status)
  }
})

function table(): string {
  return Object.entries(situations)
    .map(([name, story]) => `${name}\n${rows(tell(...story).state).join('\n')}`)
    .join('\n\n')
}

function differences(): string {
  return Object.entries(variants)
    .map(([name, { within, story }]) => {
      const usual = rows(tell(...(situations[within] ?? [])).state)
      const others = rows(tell(...story).state).filter((row) => !usual.includes(row))
      return [name, ...others].join('\n')
    })
    .join('\n')
}

function rows(state: OrderState): string[] {
  return Object.values(commands).map((command) => {
    const decision = decide(state, command)
    const answer = decision.ok ? accepted(state, decision.events) : `! ${decision.rejection.code}`
    return `  ${command.type.padEnd(24)} ${answer}`
  })
}

function accepted(state: OrderState, events: OrderEvent[]): string {
  if (events.length === 0) return '='
  const after = record(events, state.seq, '', noon, meta).reduce(evolve, state)
  return `${events.map((event) => event.type).join(', ')} -> ${after.status}`
}

const meta: CommandMeta = { by: { kind: 'system', id: 'test' }, causationId: 'table' }
