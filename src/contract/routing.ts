// Routing: the one table of the events that each context subscribes to.
import { type EventType, eventTypes } from './events.ts'

export const subscribers = ['ordermanagement', 'delivery', 'payment', 'message', 'mypage'] as const
export type Subscriber = (typeof subscribers)[number]

/** The names under which the order's Worker binds a subscriber: its queue, and its entrypoint `Subscriber`. */
export type SubscriberBindings = { queue: `${Uppercase<Subscriber>}_EVENTS`; service: Uppercase<Subscriber> }

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

/** One value for each subscriber. */
export function forEachSubscriber<T>(make: (subscriber: Subscriber) => T): Record<Subscriber, T> {
  return Object.fromEntries(subscribers.map((subscriber) => [subscriber, make(subscriber)])) as Record<Subscriber, T>
}

export function bindingsOf(subscriber: Subscriber): SubscriberBindings {
  const service = subscriber.toUpperCase() as Uppercase<Subscriber>
  return { queue: `${service}_EVENTS`, service }
}

export function subscribesTo(subscriber: Subscriber, type: EventType): boolean {
  return routing[subscriber].subscribesTo.includes(type)
}
