// The rules of a delivery on its way: handed over, not handed over, and sent out again by the store.
import type { OrderCommand } from '../contract/commands.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { failedAttemptsMax, isNoteMissing } from '../contract/handover.ts'
import { type Text, told } from '../contract/language.ts'
import type { RejectionCode } from '../contract/rejections.ts'
import { refused } from '../contract/result.ts'
import { type Decision, events, unchanged } from './decision.ts'
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
      return refusals.notStarted
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
  if (isNoteMissing(command.reason, command.note)) return refusals.reasonMissing
  switch (state.status) {
    case 'orderStarted':
    case 'payApproved':
    case 'orderTaken':
      return refusals.notStarted
    case 'deliveryStarted':
      return failOnItsWay(state, command)
    case 'deliveryCompleted':
      return refusals.alreadyDelivered
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
      return refusals.notStarted
    case 'deliveryStarted': {
      const { failed, deliveryId } = state.delivery
      if (failed?.attempt !== attempt) return failed?.next === 'backToStore' ? refusals.otherAttempt : refusals.onItsWay
      if (failed.next === 'retry') return unchanged
      return events({ type: 'DeliveryRestarted', data: { deliveryId, attempt } })
    }
    case 'deliveryCompleted':
      return refusals.alreadyDelivered
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
  if (failed?.next === 'backToStore') return refusals.atStore
  if (attempt > failedAttemptsMax) return refusals.tooManyAttempts
  if (attempt > last + 1) return notNext(last + 1)
  return events({ type: 'DeliveryAttemptFailed', data: { deliveryId, attempt, reason, note, next } })
}

const refusals = {
  notStarted: refusal('delivery_not_started', {
    en: 'No such delivery of this order has started.',
    ko: '이 주문의 배송이 시작되지 않았습니다.',
  }),
  atStore: refusal('delivery_not_started', {
    en: 'The goods are back at the store, which has to send them out first.',
    ko: '상품이 매장에 돌아와 있습니다. 먼저 매장에서 다시 보내야 합니다.',
  }),
  onItsWay: refusal('delivery_already_started', {
    en: 'The delivery is on its way already.',
    ko: '이미 배송 중입니다.',
  }),
  otherAttempt: refusal('delivery_attempt_recorded', {
    en: 'Something else was recorded of this attempt.',
    ko: '이 방문은 이미 다른 내용으로 기록되었습니다.',
  }),
  tooManyAttempts: refusal(
    'invalid_request',
    {
      en: `At most ${failedAttemptsMax} attempts are recorded.`,
      ko: `방문은 최대 ${failedAttemptsMax}번까지 기록됩니다.`,
    },
    'attempt',
  ),
  alreadyDelivered: refusal('order_already_delivered', {
    en: 'The order has been delivered.',
    ko: '이미 배송이 완료된 주문입니다.',
  }),
  alreadyCanceled: refusal('order_already_canceled', { en: 'The order has been canceled.', ko: '취소된 주문입니다.' }),
  reasonMissing: refusal(
    'invalid_request',
    { en: 'This reason needs a note in words.', ko: '이 사유는 메모를 적어 주세요.' },
    'note',
  ),
  receiverMissing: refusal(
    'invalid_request',
    {
      en: 'Tell the neighbor’s name, or where the goods are.',
      ko: '이웃의 이름이나 상품을 둔 곳을 적어 주세요.',
    },
    'handover.note',
  ),
}

function notNext(attempt: number) {
  const text = { en: `The next attempt is number ${attempt}.`, ko: `다음 방문은 ${attempt}번째입니다.` }
  return refusal('invalid_request', text, 'attempt')
}

function refusal(code: RejectionCode, text: Text, field?: string) {
  return refused({ code, ...told(text), ...(field !== undefined && { field }) })
}
