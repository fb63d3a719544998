// The fold of an order: how each event changes its state. Total: every event is accepted in every state.
import { type EventType, isEventType, type RecordedEvent } from '../contract/events.ts'
import { type Cancel, isDone, type PartRefund } from '../contract/order.ts'
import { afterAttempt, isBackAtStore } from './delivery.ts'
import { afterDispute, isDisputed } from './dispute.ts'
import { erased } from './erasure.ts'
import { pendingStep } from './pending-step.ts'
import { afterFailure } from './refund-failure.ts'
import {
  type Canceling,
  nothing,
  type Open,
  type OrderState,
  type Paid,
  type PendingPayment,
  type PlacedState,
} from './state.ts'

/**
 * The state after `event`. An event that does not fit the state changes nothing: `decide` has judged it already, and
 * the log is the truth.
 */
export function evolve(state: OrderState, event: RecordedEvent): OrderState {
  if (state.status === 'none') return event.type === 'OrderPlaced' ? placed(event) : state
  // A later release may have recorded it before it was rolled back: this release knows no more of it than its place.
  const after = isEventType(event.type) ? apply(state, event) : state
  const next = { ...after, seq: event.seq, updatedAt: event.at }
  return { ...next, attention: attentionOf(next) }
}

/** An open dispute and goods back at the store are flags by themselves. Any other flag goes once its step is done. */
function attentionOf(state: PlacedState): PlacedState['attention'] {
  if (isDisputed(state)) return 'paymentDisputed'
  if (isBackAtStore(state)) return 'deliveryFailed'
  return state.attention === pendingStep(state)?.cause ? state.attention : null
}

/** The state after all of `events`, from the first one on. */
export function fold(events: Iterable<RecordedEvent>): OrderState {
  let state = nothing
  for (const event of events) state = evolve(state, event)
  return state
}

type Recorded<T extends EventType> = Extract<RecordedEvent, { type: T }>

function placed(event: Recorded<'OrderPlaced'>): OrderState {
  const { payment, ...order } = event.data
  return {
    status: 'orderStarted',
    order: { ...order, placedAt: event.at },
    payment: { status: payment, attempt: 0 },
    attention: null,
    seq: event.seq,
    updatedAt: event.at,
  }
}

function apply(state: PlacedState, event: RecordedEvent): PlacedState {
  switch (event.type) {
    case 'OrderPlaced':
      return state
    case 'PayDeferred':
      return pending(state, { status: 'deferred', attempt: event.data.attempt })
    case 'PayUnknown':
      return pending(state, { status: 'unknown', attempt: event.data.attempt })
    case 'PayDeclined':
      return pending(state, { status: 'declined', attempt: event.data.attempt, reason: event.data.reason })
    case 'PayApproved':
      return approved(state, event)
    case 'OrderTaken':
      return taken(state, event)
    case 'DeliveryStarted':
      return deliveryStarted(state, event)
    case 'DeliveryCompleted':
      return state.status === 'deliveryStarted' ? { ...state, status: 'deliveryCompleted' } : state
    case 'DeliveryAttemptFailed':
    case 'DeliveryRestarted':
      return afterAttempt(state, event)
    case 'OrderCanceled':
      return canceled(state, event)
    case 'CancelOrderTaken':
      return cancelTaken(state)
    case 'PayCanceled':
      return refunded(state, event)
    case 'DeliveryCanceled':
      return state.status === 'cancelOrderTaken' ? settled({ ...state, recalled: true }) : state
    case 'OrderFlagged':
      return { ...state, attention: event.data.cause }
    case 'PartRefundRequested':
      return withParts(state, (parts) => [...parts, { ...event.data, status: 'due', at: event.at }])
    case 'PartRefunded':
      return partRefunded(state, event)
    case 'RefundFailed':
      return refundFailed(state, event)
    case 'PaymentDisputed':
    case 'PaymentDisputeWon':
    case 'PaymentDisputeLost':
      return afterParts(withPaid(state, (paid) => afterDispute(paid, event)))
    case 'PersonalDataErased':
      return erased(state, event)
  }
}

function pending(state: PlacedState, payment: PendingPayment): PlacedState {
  return state.status === 'orderStarted' ? { ...state, payment } : state
}

function approved(state: PlacedState, event: Recorded<'PayApproved'>): PlacedState {
  const paid: Paid = { ...event.data, at: event.at, parts: [], disputes: [], failures: [] }
  if (state.status === 'orderStarted') return { ...base(state), status: 'payApproved', paid }
  return state.status === 'orderCanceled' ? { ...state, paid } : state
}

function taken(state: PlacedState, { by, at }: Recorded<'OrderTaken'>): PlacedState {
  return state.status === 'payApproved' ? { ...state, status: 'orderTaken', taken: { by, at } } : state
}

function deliveryStarted(state: PlacedState, event: Recorded<'DeliveryStarted'>): PlacedState {
  if (state.status !== 'orderTaken') return state
  const delivery = { deliveryId: event.data.deliveryId, at: event.at, failed: null }
  return { ...base(state), status: 'deliveryStarted', paid: state.paid, taken: state.taken, delivery }
}

function canceled(state: PlacedState, event: Recorded<'OrderCanceled'>): PlacedState {
  const cancel: Cancel = { ...event.data, by: event.by, at: event.at }
  const common = { ...base(state), status: 'orderCanceled' as const, cancel }
  switch (state.status) {
    case 'orderStarted':
      return { ...common, attempt: state.payment.attempt, paid: null, delivery: null }
    case 'payApproved':
    case 'orderTaken':
      return { ...common, attempt: state.paid.attempt, paid: state.paid, delivery: null }
    case 'deliveryStarted':
      return { ...common, attempt: state.paid.attempt, paid: state.paid, delivery: state.delivery }
    case 'deliveryCompleted':
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return state
  }
}

function cancelTaken(state: PlacedState): PlacedState {
  if (state.status !== 'orderCanceled' || state.paid === null) return state
  const { cancel, paid, delivery } = state
  return { ...base(state), status: 'cancelOrderTaken', cancel, paid, refund: null, delivery, recalled: false }
}

function refunded(state: PlacedState, event: Recorded<'PayCanceled'>): PlacedState {
  if (state.status !== 'cancelOrderTaken') return state
  const { refundId, amount } = event.data
  return settled({ ...state, refund: { refundId, amount, at: event.at } })
}

function partRefunded(state: PlacedState, event: Recorded<'PartRefunded'>): PlacedState {
  const { refundId } = event.data
  const after = withParts(state, (parts) =>
    parts.map((part) => (part.refundId === refundId ? { ...part, status: 'done' as const, at: event.at } : part)),
  )
  return afterParts(after)
}

/** What was returned is due again. The goods of a canceled order stay where they are. */
function refundFailed(state: PlacedState, event: Recorded<'RefundFailed'>): PlacedState {
  const failed = withPaid(state, (paid) => afterFailure(paid, event))
  const isRest = !('paid' in state && state.paid?.parts.some(({ refundId }) => refundId === event.data.refundId))
  if (failed.status === 'cancelOrderTaken') return settled(isRest ? { ...failed, refund: null } : failed)
  if (failed.status !== 'payCanceled') return failed
  const { cancel, paid, delivery } = failed
  const refund = isRest ? null : failed.refund
  const canceling = { cancel, paid, refund, delivery, recalled: delivery !== null }
  return settled({ ...base(failed), status: 'cancelOrderTaken', ...canceling })
}

function afterParts(state: PlacedState): PlacedState {
  return state.status === 'cancelOrderTaken' ? settled(state) : state
}

function withParts(state: PlacedState, change: (parts: readonly PartRefund[]) => PartRefund[]): PlacedState {
  return withPaid(state, (paid) => ({ ...paid, parts: change(paid.parts) }))
}

function withPaid(state: PlacedState, change: (paid: Paid) => Paid): PlacedState {
  return !('paid' in state) || state.paid === null ? state : { ...state, paid: change(state.paid) }
}

/** A canceled order is final once all money is back and, if a delivery had started, the goods are too. */
function settled(state: Canceling): PlacedState {
  const { refund, cancel, paid, delivery } = state
  if (refund === null || (delivery !== null && !state.recalled)) return state
  if (!paid.parts.every(isDone)) return state
  return { ...base(state), status: 'payCanceled', cancel, paid, refund, delivery }
}

function base(state: PlacedState): Open {
  return { order: state.order, seq: state.seq, updatedAt: state.updatedAt, attention: state.attention }
}
