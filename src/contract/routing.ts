// Routing: the one table of the events that each context subscribes to.
import { type EventType, eventTypes } from './events.ts'

export const subscribers = ['ordermanagement', 'delivery', 'payment', 'message', 'mypage'] as const
export type Subscriber = (typeof subscribers)[number]

type Subscription = { subscribesTo: readonly EventType[]; needsContact: boolean }

const disputeEvents = ['PaymentDisputed', 'PaymentDisputeWon', 'PaymentDisputeLost'] as const

export const routing: Record<Subscriber, Subscription> = {
  ordermanagement: {
    subscribesTo: [
      'PayApproved',
      'DeliveryStarted',
      'DeliveryCompleted',
      'DeliveryAttemptFailed',
      'DeliveryRestarted',
      'OrderCanceled',
      'PayCanceled',
      'DeliveryCanceled',
      'OrderFlagged',
      'PartRefunded',
      'RefundFailed',
      ...disputeEvents,
    ],
    needsContact: true,
  },
  delivery: {
    subscribesTo: ['OrderTaken', 'DeliveryCompleted', 'DeliveryAttemptFailed', 'DeliveryRestarted', 'CancelOrderTaken'],
    needsContact: true,
  },
  payment: {
    subscribesTo: [
      'PayUnknown',
      'PayApproved',
      'CancelOrderTaken',
      'PayCanceled',
      'PartRefundRequested',
      'PartRefunded',
      'RefundFailed',
      ...disputeEvents,
    ],
    needsContact: false,
  },
  message: {
    subscribesTo: [
      'OrderPlaced',
      'PayApproved',
      'OrderTaken',
      'DeliveryStarted',
      'DeliveryCompleted',
      'DeliveryAttemptFailed',
      'OrderCanceled',
      'PayCanceled',
      'DeliveryCanceled',
      'PartRefunded',
    ],
    needsContact: true,
  },
  mypage: { subscribesTo: eventTypes, needsContact: true },
}

export function subscribesTo(subscriber: Subscriber, type: EventType): boolean {
  return routing[subscriber].subscribesTo.includes(type)
}
