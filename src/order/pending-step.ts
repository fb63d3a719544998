// The next step of an order that is paid and not final. Deadlines and flags follow from this one rule.
import { type AttentionCause, isDone } from '../contract/order.ts'
import type { Paid, PlacedState } from './state.ts'

/** What an order is flagged for when a step takes too long. The other causes are flags at once, without a deadline. */
export type LateStep = Exclude<AttentionCause, 'paymentDisputed' | 'deliveryFailed'>

/** `since`: an ISO 8601 instant. */
export type PendingStep = { cause: LateStep; since: string }

/** The step that the order waits for; null when it is final or not paid. A part refund that is due comes first. */
export function pendingStep(state: PlacedState): PendingStep | null {
  const due = 'paid' in state ? state.paid?.parts.find((part) => !isDone(part)) : undefined
  return due === undefined ? pendingStepOfStatus(state) : { cause: 'notRefunded', since: due.at }
}

function pendingStepOfStatus(state: PlacedState): PendingStep | null {
  switch (state.status) {
    case 'payApproved':
      return { cause: 'notTaken', since: state.paid.at }
    case 'orderTaken':
      return { cause: 'deliveryNotStarted', since: state.taken.at }
    case 'deliveryStarted':
      return { cause: 'deliveryNotCompleted', since: state.delivery.failed?.at ?? state.delivery.at }
    case 'orderCanceled':
      return state.paid && { cause: 'notRefunded', since: refundDueSince(state.cancel.at, state.paid) }
    case 'cancelOrderTaken':
      return state.refund === null ? { cause: 'notRefunded', since: refundDueSince(state.cancel.at, state.paid) } : null
    case 'orderStarted':
    case 'deliveryCompleted':
    case 'payCanceled':
      return null
  }
}

/**
 * A payment may be approved after the cancel: its refund is due from then on. So it is after its last failure. ISO
 * instants sort as text.
 */
function refundDueSince(canceledAt: string, { at, parts, failures }: Paid): string {
  const failed = failures.filter(({ refundId }) => !parts.some((part) => part.refundId === refundId))
  return [canceledAt, at, ...failed.map((failure) => failure.at)].reduce((last, each) => (each > last ? each : last))
}
