// The answer to a call that pays: from the order before the attempt, from the attempt after it. Pure.
import { type OrderSummary, wasCharged } from '../../contract/order.ts'
import type { PayOutcome } from '../../contract/payment.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import type { Attempt } from './attempt.ts'
import { actionOf } from './customer-action.ts'

/** The answer that follows from the order alone; null while it waits for its payment. */
export function answerOfOrder(order: OrderSummary): Result<PayOutcome> | null {
  switch (order.orderStatus) {
    case 'orderStarted':
      return null
    case 'payApproved':
    case 'orderTaken':
    case 'deliveryStarted':
    case 'deliveryCompleted':
      return accepted({ outcome: 'paid', order })
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return wasCharged(order) ? refusals.canceledAfterCharge : refusals.canceled
  }
}

/** The answer after an attempt. It is `paid` only when the order itself has recorded the payment. */
export function answerOfAttempt(attempt: Attempt, order: OrderSummary, now: number): Result<PayOutcome> {
  switch (attempt.status) {
    case 'approved':
    case 'processing':
    case 'unknown':
      return answerOfOrder(order) ?? accepted({ outcome: 'pending', order })
    case 'requiresAction': {
      const action = actionOf(attempt, now)
      return answerOfOrder(order) ?? accepted({ outcome: 'pending', order, ...(action && { action }) })
    }
    case 'declined':
      return attempt.reason === 'orderClosed'
        ? (answerOfOrder(order) ?? declined(attempt.reason))
        : declined(attempt.reason)
    case 'deferred':
      return refused({
        code: 'payment_overloaded',
        detail:
          'Payment is overloaded just now and nothing has been charged. It will be tried again shortly, ' +
          'and you can try again yourself a little later.',
        retryAfterSeconds: Math.max(1, Math.ceil(((attempt.dueAt ?? now) - now) / 1000)),
      })
  }
}

export const refusals = {
  notFound: refused({ code: 'order_not_found', detail: 'There is no such order.' }),
  notFor: (role: string) => refused({ code: 'forbidden', detail: `This is not for the role "${role}".` }),
  keyReused: refused({
    code: 'idempotency_key_reused',
    detail: 'This Idempotency-Key was used to pay with something else.',
    field: 'Idempotency-Key',
  }),
  tokenRequired: refused({
    code: 'payment_token_required',
    detail: 'Say what to pay with: a payment token of the provider.',
    field: 'paymentToken',
  }),
  tokenInvalid: refused({
    code: 'invalid_request',
    detail: 'A payment token is 1 to 255 visible characters.',
    field: 'paymentToken',
  }),
  tooManyAttempts: refused({
    code: 'payment_declined',
    detail: 'This order has been declined too often and cannot be paid any more.',
  }),
  canceled: refused({
    code: 'order_already_canceled',
    detail: 'The order has been canceled. Should anything have been charged, it goes back by itself.',
  }),
  canceledAfterCharge: refused({
    code: 'order_already_canceled',
    detail: 'The order has been canceled. The money that was charged goes back by itself.',
  }),
  gateClosed: refused({
    code: 'payment_overloaded',
    detail: 'The payment provider cannot be asked just now.',
    retryAfterSeconds: 5,
  }),
  badSignature: refused({
    code: 'signature_invalid',
    detail: 'The signature is not one that this provider made for this body just now.',
  }),
} as const

function declined(reason: string): Result<PayOutcome> {
  return refused({ code: 'payment_declined', detail: `The payment was declined: ${reason}.`, current: reason })
}
