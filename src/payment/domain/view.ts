// The view of a payment for its owner and the staff: without tokens and without the provider's ids.
import type { PaymentAttempt, PaymentRefund, PaymentView } from '../../contract/payment.ts'
import type { Settlement } from '../../contract/settlement.ts'
import type { Attempt } from './attempt.ts'
import type { PaymentState } from './payment-state.ts'
import type { Refund, Settled } from './refund.ts'

/** `chosen`: the provider that a first attempt would be made with. */
export function viewOf(orderId: string, chosen: string, state: PaymentState): PaymentView {
  const { provider = chosen } = state.attempts.at(-1) ?? {}
  return { orderId, provider, attempts: state.attempts.map(attemptView), refunds: state.refunds.map(refundView) }
}

function attemptView(attempt: Attempt): PaymentAttempt {
  return {
    attempt: attempt.attempt,
    provider: attempt.provider,
    // It is on its way, as those are which the provider works on.
    status: attempt.status === 'requiresAction' ? 'processing' : attempt.status,
    amount: attempt.amount,
    reason: attempt.status === 'deferred' || attempt.status === 'declined' ? attempt.reason : null,
    startedAt: instant(attempt.startedAt),
    endedAt: 'endedAt' in attempt ? instant(attempt.endedAt) : null,
  }
}

function refundView(refund: Refund): PaymentRefund {
  return {
    refundId: refund.refundId,
    purpose: refund.purpose,
    amount: refund.amount,
    status: refund.status,
    dueAt: instant(refund.createdAt),
    doneAt: refund.status === 'done' ? instant(refund.doneAt) : null,
    reason: refund.status === 'due' ? (refund.refusal ?? null) : null,
    tries: refund.tries,
    ...(refund.status === 'done' &&
      refund.settlement && { settlement: settlementView(refund.settlement, refund.doneAt) }),
  }
}

function settlementView({ way, reference, by }: Settled, at: number): Settlement {
  return { way, at: instant(at), reference, by: by.subject }
}

function instant(at: number): string {
  return new Date(at).toISOString()
}
