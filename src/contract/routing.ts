// Routing: the one table of the events that each context subscribes to.
import { type EventType, eventTypes, type OrderEvent } from './events.ts'

export const subscribers = [
  'ordermanagement',
  'delivery',
  'payment',
  'message',
  'mypage',
  'analytics',
  'operations',
  'archive',
] as const
export type Subscriber = (typeof subscribers)[number]

/** The name under which the order's Worker binds the entrypoint `Subscriber` of a subscriber. */
export type ServiceBinding = Uppercase<Subscriber>

/** The names under which a subscriber's queues are bound. One that gets its events together has none. */
export type QueueBinding = `${ServiceBinding}_EVENTS` | `${ServiceBinding}_EVENTS_${number}`

/**
 * `leftToPoll`: what the subscriber need not hear at once. No message is sent: the order's next poll brings it.
 * `together`: no message is sent at all, and there is no queue. The order brings all its events in one call when it is
 * final, or when they have waited for long. The order keeps the checkpoint: the subscriber is never asked for one.
 * `takesBoth`: the message of an event tells the subscriber also what that event follows at once: see `followedBy`.
 */
type Subscription = {
  subscribesTo: readonly EventType[]
  needsContact: boolean
  leftToPoll?: readonly EventType[]
  takesBoth?: true
  together?: true
}

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
      'PersonalDataErased',
    ],
    needsContact: true,
    // Nothing is left to do for the store: the worklist shows it some seconds later.
    leftToPoll: ['DeliveryCompleted'],
  },
  delivery: {
    subscribesTo: [
      'OrderTaken',
      'DeliveryCompleted',
      'DeliveryAttemptFailed',
      'DeliveryRestarted',
      'CancelOrderTaken',
      'PersonalDataErased',
    ],
    needsContact: true,
    // The couriers' reports are written when they are made: the poll finds the row that was not.
    leftToPoll: ['DeliveryCompleted', 'DeliveryAttemptFailed', 'DeliveryRestarted'],
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
    // It is noted for the reconciliation of the day.
    leftToPoll: ['PayApproved'],
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
      'PersonalDataErased',
    ],
    needsContact: true,
    takesBoth: true,
  },
  mypage: { subscribesTo: eventTypes, needsContact: true, takesBoth: true },
  analytics: {
    subscribesTo: [
      'PayApproved',
      'DeliveryCompleted',
      'OrderCanceled',
      'PayCanceled',
      'PartRefunded',
      'RefundFailed',
      'PaymentDisputeLost',
    ],
    needsContact: false,
    leftToPoll: ['PayApproved', 'DeliveryCompleted'],
  },
  // The audit has what the people of the shop decide about an order's money, and whose data they erase.
  operations: { subscribesTo: ['OrderCanceled', 'PartRefundRequested', 'PersonalDataErased'], needsContact: false },
  // An event is archived as the order's log has it.
  archive: { subscribesTo: eventTypes, needsContact: false, together: true },
}

/** What follows an event within moments when all is well. Where it does not, the poll brings the event alone. */
const followedBy: Partial<Record<EventType, EventType>> = { OrderPlaced: 'PayApproved', OrderTaken: 'DeliveryStarted' }

/** One value for each subscriber. */
export function forEachSubscriber<T>(make: (subscriber: Subscriber) => T): Record<Subscriber, T> {
  return Object.fromEntries(subscribers.map((subscriber) => [subscriber, make(subscriber)])) as Record<Subscriber, T>
}

export function serviceOf(subscriber: Subscriber): ServiceBinding {
  return subscriber.toUpperCase() as ServiceBinding
}

/** A subscriber's queue by its number (0, 1, …): how it is bound, and its name on the account. */
export function queueOf(subscriber: Subscriber, number: number): { binding: QueueBinding; name: string } {
  const [binding, name] = [`${serviceOf(subscriber)}_EVENTS`, `homeappliance-${subscriber}-events`] as const
  return number === 0 ? { binding, name } : { binding: `${binding}_${number}`, name: `${name}-${number}` }
}

/** Whether the order brings it all events together: see `together`. */
export function takesTogether(subscriber: Subscriber): boolean {
  return routing[subscriber].together === true
}

/** Who subscribes to every event gets also one of a later release, which an order has kept over a rollback. */
export function subscribesTo(subscriber: Subscriber, type: EventType): boolean {
  const types = routing[subscriber].subscribesTo
  return types === eventTypes || types.includes(type)
}

/**
 * Whether the event has a message of its own to the subscriber's queue. `next`: the event after it, undefined while it
 * is the newest. An order is placed in one call with its payment when it is `processing` from the first.
 */
export function hasMessage(subscriber: Subscriber, event: OrderEvent, next: OrderEvent | undefined): boolean {
  const { leftToPoll, takesBoth, together } = routing[subscriber]
  if (together || !subscribesTo(subscriber, event.type) || leftToPoll?.includes(event.type)) return false
  const follower = takesBoth && followedBy[event.type]
  if (follower === undefined) return true
  if (event.type === 'OrderPlaced' && event.data.payment === 'requested') return true
  return next !== undefined && next.type !== follower
}

/** Whether the message of `event` tells also of the event before it, which has none of its own: see `takesBoth`. */
export function tellsOf<E extends OrderEvent>(subscriber: Subscriber, before: E | undefined, event: E): before is E {
  if (before === undefined || routing[subscriber].takesBoth !== true) return false
  return followedBy[before.type] === event.type && !hasMessage(subscriber, before, event)
}
