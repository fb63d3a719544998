// The answer to a call that pays: from the order before the attempt, from the attempt after it. Pure.
import { told } from '../../contract/language.ts'
import { wasCharged } from '../../contract/order.ts'
import type { SealedPayOutcome } from '../../contract/payment.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import type { MaybeSealed } from '../../contract/sealed.ts'
import type { Attempt } from './attempt.ts'
import { actionOf } from './customer-action.ts'

/** The answer that follows from the order alone; null while it waits for its payment. */
export function answerOfOrder(order: MaybeSealed): Result<SealedPayOutcome> | null {
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
export function answerOfAttempt(attempt: Attempt, order: MaybeSealed, now: number): Result<SealedPayOutcome> {
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
        ...told({
          en:
            'Payment is overloaded just now and nothing has been charged. It will be tried again shortly, ' +
            'and you can try again yourself a little later.',
          ko: '지금은 결제가 몰려 청구되지 않았습니다. 잠시 후 자동으로 다시 시도하며, 직접 다시 결제하셔도 됩니다.',
        }),
        retryAfterSeconds: Math.max(1, Math.ceil(((attempt.dueAt ?? now) - now) / 1000)),
      })
  }
}

export const refusals = {
  notFound: refused({
    code: 'order_not_found',
    ...told({ en: 'There is no such order.', ko: '해당 주문이 없습니다.' }),
  }),
  notFor: (role: string) =>
    refused({
      code: 'forbidden',
      ...told({ en: `This is not for the role "${role}".`, ko: `"${role}" 역할은 사용할 수 없습니다.` }),
    }),
  keyReused: refused({
    code: 'idempotency_key_reused',
    ...told({
      en: 'This Idempotency-Key was used to pay with something else.',
      ko: '이 Idempotency-Key는 다른 결제에 이미 사용되었습니다.',
    }),
    field: 'Idempotency-Key',
  }),
  tokenRequired: refused({
    code: 'payment_token_required',
    ...told({
      en: 'Say what to pay with: a payment token of the provider.',
      ko: '결제 수단이 필요합니다. 결제사의 결제 토큰을 보내 주세요.',
    }),
    field: 'paymentToken',
  }),
  tokenInvalid: refused({
    code: 'invalid_request',
    ...told({
      en: 'A payment token is 1 to 255 visible characters.',
      ko: '결제 토큰은 공백 없는 1~255자여야 합니다.',
    }),
    field: 'paymentToken',
  }),
  tooManyAttempts: refused({
    code: 'payment_declined',
    ...told({
      en: 'This order has been declined too often and cannot be paid any more.',
      ko: '결제가 여러 번 거절되어 이 주문은 더 이상 결제할 수 없습니다.',
    }),
  }),
  canceled: refused({
    code: 'order_already_canceled',
    ...told({
      en: 'The order has been canceled. Should anything have been charged, it goes back by itself.',
      ko: '취소된 주문입니다. 청구된 금액이 있다면 자동으로 환불됩니다.',
    }),
  }),
  canceledAfterCharge: refused({
    code: 'order_already_canceled',
    ...told({
      en: 'The order has been canceled. The money that was charged goes back by itself.',
      ko: '취소된 주문입니다. 결제한 금액은 자동으로 환불됩니다.',
    }),
  }),
  gateClosed: refused({
    code: 'payment_overloaded',
    ...told({
      en: 'The payment provider cannot be asked just now.',
      ko: '지금은 결제사에 확인할 수 없습니다.',
    }),
    retryAfterSeconds: 5,
  }),
  badSignature: refused({
    code: 'signature_invalid',
    ...told({
      en: 'The signature is not one that this provider made for this body just now.',
      ko: '결제사가 이 내용에 대해 방금 만든 서명이 아닙니다.',
    }),
  }),
} as const

function declined(reason: string): Result<SealedPayOutcome> {
  const text = { en: `The payment was declined: ${reason}.`, ko: `결제가 거절되었습니다: ${reason}.` }
  return refused({ code: 'payment_declined', ...told(text), current: reason })
}
