// The rules of a delivery on its way: handed over, not handed over, and sent out again by the store.
import type { OrderCommand } from '../contract/commands.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { failedAttemptsMax, isNoteMissing } from '../contract/handover.ts'
import { type Decision, events, refuse, unchanged } from './decision.ts'
import { refusals } from './refusals.ts'
import type { PlacedState } from './state.ts'

type Command<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>
type AttemptEvent = Extract<RecordedEvent, { type: 'DeliveryAttemptFailed' | 'DeliveryRestarted' }>
type OnItsWay = Extract<PlacedState, { status: 'deliveryStarted' }>

/** Goods that came back to the store can be handed over there. */
export function completeDelivery(state: PlacedState, { handover }: Command<'RecordDeliveryCompleted'>): Decision {
  if (handover !== undefined && isNoteMissing(handover.to, handover.note)) return refusals.receiverMissing
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
      return refusals.deliveryNotStarted
    case 'deliveryStarted': {
      const { deliveryId } = state.delivery
      return events({ type: 'DeliveryCompleted', data: { deliveryId, ...(handover && { handover }) } })
    }
    case 'deliveryCompleted':
      return unchanged
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return refusals.alreadyCanceled
  }
}

/** Each attempt is reported under its number, so that a report that comes twice counts once. */
export function failAttempt(state: PlacedState, command: Command<'RecordDeliveryAttemptFailed'>): Decision {
  if (isNoteMissing(command.reason, command.note)) return refusals.attemptNoteMissing
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
      return refusals.deliveryNotStarted
    case 'deliveryStarted':
      return failOnItsWay(state, command)
    case 'deliveryCompleted':
      return refusals.delivered
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return refusals.alreadyCanceled
  }
}

/** The store sends the goods of the failed `attempt` out again. */
export function restartDelivery(state: PlacedState, { attempt }: Command<'RestartDelivery'>): Decision {
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
      return refusals.deliveryNotStarted
    case 'deliveryStarted': {
      const { failed, deliveryId } = state.delivery
      if (failed?.attempt !== attempt)
        return failed?.next === 'backToStore' ? refusals.otherAttempt : refusals.deliveryOnItsWay
      if (failed.next === 'retry') return unchanged
      return events({ type: 'DeliveryRestarted', data: { deliveryId, attempt } })
    }
    case 'deliveryCompleted':
      return refusals.delivered
    case 'orderCanceled':
    case 'cancelOrderTaken':
    case 'payCanceled':
      return refusals.alreadyCanceled
  }
}

/** A restart answers the attempt that failed: from then on, a new one follows. */
export function afterAttempt(state: PlacedState, event: AttemptEvent): PlacedState {
  if (state.status !== 'deliveryStarted') return state
  const { delivery } = state
  if (event.type === 'DeliveryAttemptFailed') {
    const { deliveryId: _, ...attempt } = event.data
    return { ...state, delivery: { ...delivery, failed: { ...attempt, at: event.at } } }
  }
  const failed = delivery.failed && { ...delivery.failed, next: 'retry' as const, at: event.at }
  return { ...state, delivery: { ...delivery, failed } }
}

/** Whether the goods came back to the store, whose staff decide what comes next. */
export function isBackAtStore(state: PlacedState): boolean {
  return state.status === 'deliveryStarted' && state.delivery.failed?.next === 'backToStore'
}

function failOnItsWay(state: OnItsWay, command: Command<'RecordDeliveryAttemptFailed'>): Decision {
  const { attempt, reason, note, next } = command
  const { deliveryId, failed } = state.delivery
  const last = failed?.attempt ?? 0
  if (attempt === last) return failed?.reason === reason && failed.note === note ? unchanged : refusals.otherAttempt
  if (attempt < last) return refusals.otherAttempt
  if (failed?.next === 'backToStore') return refusals.goodsAtStore
  if (attempt > failedAttemptsMax) return refusals.tooManyAttempts
  if (attempt > last + 1) return notNext(last + 1)
  return events({ type: 'DeliveryAttemptFailed', data: { deliveryId, attempt, reason, note, next } })
}

function notNext(attempt: number): Decision {
  const text = { en: `The next attempt is number ${attempt}.`, ko: `다음 방문은 ${attempt}번째입니다.` }
  return refuse('invalid_request', text, 'attempt')
}
