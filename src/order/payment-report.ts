// The reports about the payment of an unpaid order: late and repeated ones record nothing.
import type { OrderEvent } from '../contract/events.ts'
import { type Decision, events, unchanged } from './decision.ts'
import type { PendingPayment, PlacedState } from './state.ts'

type PaymentReport = Extract<OrderEvent, { type: 'PayDeferred' | 'PayUnknown' | 'PayDeclined' }>

/**
 * A report about the payment of an unpaid order. It records nothing when it is older than the last report, or when the
 * payment has ended.
 */
export function report(state: PlacedState, status: PendingPayment['status'], event: PaymentReport): Decision {
  if (state.status !== 'orderStarted') return unchanged
  const known = state.payment
  const { attempt } = event.data
  if (attempt !== known.attempt) return attempt > known.attempt ? events(event) : unchanged
  return certainty[status] > certainty[known.status] ? events(event) : unchanged
}

/** Within one attempt, each report is more certain than the one before: deferred, unknown, declined. */
const certainty: Record<PendingPayment['status'], number> = {
  requested: 0,
  processing: 0,
  deferred: 1,
  unknown: 2,
  declined: 3,
}
