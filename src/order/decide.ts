// The rules of an order: the events that each command leads to in each state, or its refusal. Pure: no clock, no I/O.

import { type Author, sameAuthor } from '../contract/caller.ts'
import type { OrderCommand } from '../contract/commands.ts'
import type { OrderEvent } from '../contract/events.ts'
import { told } from '../contract/language.ts'
import { sameMoney } from '../contract/money.ts'
import { hasVisibleCharacter } from '../contract/text.ts'
import { type Decision, events, unchanged } from './decision.ts'
import { completeDelivery, failAttempt, restartDelivery } from './delivery.ts'
import { closeDispute, dispute } from './dispute.ts'
import { erase } from './erasure.ts'
import { report } from './payment-report.ts'
import { pendingStep } from './pending-step.ts'
import { amountLeft, hasFailed, recordPartRefund, refundedBy, refundPart } from './refund.ts'
import { recordRefundFailed } from './refund-failure.ts'
import { refusals } from './refusals.ts'
import type { OrderState, Paid, PlacedState, Taken } from './state.ts'

type Command<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>

/** Decide on one command of an author in the present state of its order. */
export function decide(state: OrderState, command: OrderCommand, by: Author): Decision {
  if (state.status === 'none') return command.type === 'PlaceOrder' ? place(command) : refusals.notFound
  switch (command.type) {
    case 'PlaceOrder':
      return state.order.fingerprint === command.fingerprint ? unchanged : refusals.keyReused
    case 'RecordPayApproved':
      return approve(state, command)
    case 'RecordPayDeclined': {
      const { attempt, reason } = command
      return report(state, 'declined', { type: 'PayDeclined', data: { attempt, reason } })
    }
    case 'RecordPayUnknown':
      return report(state, 'unknown', { type: 'PayUnknown', data: { attempt: command.attempt } })
    case 'RecordPayDeferred': {
      const { attempt, reason } = command
      return report(state, 'deferred', { type: 'PayDeferred', data: { attempt, reason } })
    }
    case 'TakeOrder':
      return take(state, by)
    case 'RecordDeliveryStarted':
      return startDelivery(state, command)
    case 'RecordDeliveryCompleted':
      return completeDelivery(state, command)
    case 'RecordDeliveryAttemptFailed':
      return failAttempt(state, command)
    case 'RestartDelivery':
      return restartDelivery(state, command)
    case 'CancelOrder':
      return cancel(state, command)
    case 'TakeCancelOrder':
      return takeCancel(state)
    case 'RecordPayCanceled':
      return recordRefund(state, command)
    case 'RecordDeliveryCanceled':
      return recordRecall(state, command)
    case 'FlagOrder':
      return flag(state, command)
    case 'RefundPart':
      return refundPart(state, command, by)
    case 'RecordPartRefunded':
      return recordPartRefund(state, command)
    case 'RecordRefundFailed':
      return recordRefundFailed(state, command)
    case 'RecordPaymentDisputed':
      return dispute(state, command)
    case 'RecordPaymentDisputeWon':
    case 'RecordPaymentDisputeLost':
      return closeDispute(state, command)
    case 'ErasePersonalData':
      return erase(state)
  }
}

/** An order that costs nothing is approved at once, without a charge. */
function place(command: Command<'PlaceOrder'>): Decision {
  const { type: _, ...data } = command
  const placed: OrderEvent = { type: 'OrderPlaced', data }
  if (data.total.amount > 0) return events(placed)
  return events(placed, { type: 'PayApproved', data: { attempt: 0, amount: data.total } })
}

/** A cancel that meets a payment in flight wins: the late approval is recorded, and its refund is due at once. */
function approve(state: PlacedState, command: Command<'RecordPayApproved'>): Decision {
  const { attempt, amount } = command
  if (!sameMoney(amount, state.order.total)) return refusals.amountMismatch
  const approved: OrderEvent = { type: 'PayApproved', data: { attempt, amount } }
  if (state.status === 'orderStarted') return events(approved)
  if (state.status === 'orderCanceled' && state.paid === null) {
    return events(approved, { type: 'CancelOrderTaken', data: {} })
  }
  return state.paid?.attempt === attempt ? unchanged : refusals.alreadyPaid
}

/** One clerk has the order: another one is told who, or both would pack it. */
function take(state: PlacedState, by: Author): Decision {
  switch (state.status) {
    case 'orderStarted':
      return refusals.notPaid
    case 'payApproved':
      return events({ type: 'OrderTaken', data: {} })
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted':
      return sameAuthor(state.taken.by, by) ? unchanged : alreadyTaken(state.taken)
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return refusals.alreadyCanceled
  }
}

function startDelivery(state: PlacedState, command: Command<'RecordDeliveryStarted'>): Decision {
  const { deliveryId } = command
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
      return refusals.notTaken
    case 'orderTaken':
      return events({ type: 'DeliveryStarted', data: { deliveryId } })
    case 'deliveryStarted':
    case 'deliveryCompleted':
      return state.delivery.deliveryId === deliveryId ? unchanged : refusals.otherDelivery
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return state.delivery?.deliveryId === deliveryId ? unchanged : refusals.alreadyCanceled
  }
}

/** The store tells the customer why it cancels, whichever way the command comes. */
function cancel(state: PlacedState, { reason, note }: Command<'CancelOrder'>): Decision {
  if (reason === 'staffDecision' && !hasVisibleCharacter.test(note ?? '')) return refusals.reasonMissing
  const canceled: OrderEvent = { type: 'OrderCanceled', data: { reason, note } }
  switch (state.status) {
    case 'orderStarted':
      return events(canceled)
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
      return reason === 'paymentTimeout' ? refusals.alreadyPaid : events(canceled)
    case 'deliveryCompleted':
      return refusals.alreadyDelivered
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return unchanged
  }
}

function takeCancel(state: PlacedState): Decision {
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted':
      return refusals.notCanceled
    case 'orderCanceled':
      return state.paid === null ? refusals.notPaid : cancelTaken(state.paid)
    case 'cancelOrderTaken':
    case 'payCanceled':
      return unchanged
  }
}

/** Without a charge there is nothing to wait for from the payment: the refund of nothing is made. */
function cancelTaken({ amount }: Paid): Decision {
  const taken: OrderEvent = { type: 'CancelOrderTaken', data: {} }
  if (amount.amount > 0) return events(taken)
  return events(taken, { type: 'PayCanceled', data: { refundId: 'none', amount } })
}

function recordRefund(state: PlacedState, command: Command<'RecordPayCanceled'>): Decision {
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted':
      return refusals.notCanceled
    case 'orderCanceled':
      return refusals.cancelNotTaken
    case 'cancelOrderTaken':
      if (hasFailed(state.paid, command)) return unchanged
      if (!sameMoney(command.amount, amountLeft(state.paid))) return refusals.amountMismatch
      return state.refund === null ? events({ type: 'PayCanceled', data: refundedBy(command) }) : unchanged
    case 'payCanceled':
      return unchanged
  }
}

function recordRecall(state: PlacedState, command: Command<'RecordDeliveryCanceled'>): Decision {
  const { deliveryId } = command
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted':
      return refusals.notCanceled
    case 'orderCanceled':
      return refusals.cancelNotTaken
    case 'cancelOrderTaken':
      if (state.delivery?.deliveryId !== deliveryId) return refusals.deliveryNotStarted
      return state.recalled ? unchanged : events({ type: 'DeliveryCanceled', data: { deliveryId } })
    case 'payCanceled':
      return state.delivery?.deliveryId === deliveryId ? unchanged : refusals.deliveryNotStarted
  }
}

/** A flag records nothing when the late step is done by now, or when the order is flagged already. */
function flag(state: PlacedState, command: Command<'FlagOrder'>): Decision {
  const { cause } = command
  const isDue = pendingStep(state)?.cause === cause && state.attention === null
  return isDue ? events({ type: 'OrderFlagged', data: { cause } }) : unchanged
}

function alreadyTaken({ by, at }: Taken): Decision {
  const why = told({
    en: `The order was taken by ${by.id}, at ${at}.`,
    ko: `이미 접수된 주문입니다(담당: ${by.id}, 시각: ${at}).`,
  })
  return { ok: false, rejection: { code: 'order_already_taken', ...why, taken: { by: by.id, at } } }
}
