// The state of an order: a union on its status.
import type { Author } from '../contract/caller.ts'
import type { Dispute } from '../contract/dispute.ts'
import type { AttemptFailed } from '../contract/handover.ts'
import type { Money } from '../contract/money.ts'
import {
  type AttentionCause,
  type Cancel,
  type Contact,
  isDone,
  type OrderLine,
  type PartRefund,
} from '../contract/order.ts'

/** The facts of an order that never change after it is placed. */
export type Placed = {
  customerId: string
  contact: Contact
  lines: OrderLine[]
  total: Money
  fingerprint: string
  placedAt: string
  /** The contact, encrypted. Absent once it is erased. */
  sealed?: string | undefined
  /** Since when the contact is empty. */
  erasedAt?: string
}

/** The payment of an order that is not paid. `attempt` is the newest attempt reported; 0 before the first. */
export type PendingPayment =
  | { status: 'requested' | 'processing'; attempt: 0 }
  | { status: 'deferred' | 'unknown'; attempt: number }
  | { status: 'declined'; attempt: number; reason: string }

/**
 * `parts`: the refunds of parts that the store decided on, oldest first. `disputes` too. `failures`: of each refund
 * that failed after it was reported as made, the last one.
 */
export type Paid = {
  attempt: number
  amount: Money
  at: string
  parts: readonly PartRefund[]
  disputes: readonly Dispute[]
  failures: readonly RefundFailure[]
}
export type RefundFailure = { refundId: string; round: number; at: string }
export type Taken = { by: Author; at: string }
/** `failed`: the last attempt that failed, with what comes next and since when; null while none has failed. */
export type Delivery = { deliveryId: string; at: string; failed: FailedAttempt | null }
/** `sealed`: the note, encrypted. */
export type FailedAttempt = AttemptFailed & { at: string; sealed?: string | undefined }
export type Refund = { refundId: string; amount: Money; at: string }

/** `attention`: the cause that the order was flagged for; null again once that step is done, or the dispute closed. */
export type Open = { order: Placed; seq: number; updatedAt: string; attention: AttentionCause | null }

export type OrderState =
  | { status: 'none'; seq: 0 }
  | (Open & { status: 'orderStarted'; payment: PendingPayment })
  | (Open & { status: 'payApproved'; paid: Paid })
  | (Open & { status: 'orderTaken'; paid: Paid; taken: Taken })
  | (Open & { status: 'deliveryStarted'; paid: Paid; taken: Taken; delivery: Delivery })
  | (Open & { status: 'deliveryCompleted'; paid: Paid; taken: Taken; delivery: Delivery })
  | (Open & { status: 'orderCanceled'; cancel: Cancel; attempt: number; paid: Paid | null; delivery: Delivery | null })
  | Canceling
  | (Open & { status: 'payCanceled'; cancel: Cancel; paid: Paid; refund: Refund; delivery: Delivery | null })

/**
 * Refund and recall are under way. `refund` is null until the money is back; `recalled` is true once the goods are.
 * An order that was final is here again when its refund fails at the bank.
 */
export type Canceling = Open & {
  status: 'cancelOrderTaken'
  cancel: Cancel
  paid: Paid
  refund: Refund | null
  delivery: Delivery | null
  recalled: boolean
}

export type PlacedState = Exclude<OrderState, { status: 'none' }>

export const nothing: OrderState = { status: 'none', seq: 0 }

/** Whether the order has reached its end. Only a part refund can follow `deliveryCompleted`. */
export function isFinal(state: OrderState): boolean {
  switch (state.status) {
    case 'deliveryCompleted':
      return state.paid.parts.every(isDone)
    case 'payCanceled':
      return true
    case 'orderCanceled':
      return state.paid === null
    case 'none':
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'cancelOrderTaken':
      return false
  }
}
