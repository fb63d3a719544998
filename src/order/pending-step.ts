// What an order waits for when it is paid and not final: the one rule by which it comes to need a person.
import { type AttentionCause, isDone } from '../contract/order.ts'
import type { PlacedState } from './state.ts'

/** `since` is an ISO 8601 instant. The cause is what is wrong when it takes too long. */
export type PendingStep = { cause: AttentionCause; since: string }

/** What the order waits for, and since when; null when it waits for nothing, or for its payment. Money comes first. */
export function pendingStep(state: PlacedState): PendingStep | null {
  const due = 'paid' in state ? state.paid?.parts.find((part) => !isDone(part)) : undefined
  return due === undefined ? pendingStepOfStatus(state) : { cause: 'notRefunded', since: due.at }
}

function pendingStepOfStatus(state: PlacedState): PendingStep | null {
  switch (state.status) {
    case 'payApproved':
      return { cause: 'notTaken', since: state.paid.at }
    case 'orderTaken':
      return { cause: 'deliveryNotStarted', since: state.takenAt }
    case 'deliveryStarted':
      return { cause: 'deliveryNotCompleted', since: state.delivery.at }
    case 'orderCanceled':
      return state.paid && { cause: 'notRefunded', since: owedSince(state.cancel.at, state.paid.at) }
    case 'cancelOrderTaken':
      return state.refund === null ? { cause: 'notRefunded', since: owedSince(state.cancel.at, state.paid.at) } : null
    case 'orderStarted':
    case 'deliveryCompleted':
    case 'payCanceled':
      return null
  }
}

/** A payment may be approved after the cancel: its refund is owed only since then. ISO instants order as text. */
function owedSince(canceledAt: string, paidAt: string): string {
  return paidAt > canceledAt ? paidAt : canceledAt
}
