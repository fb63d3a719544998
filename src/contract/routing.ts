// Which context hears which event: the one table.
import { type EventType, eventTypes } from './events.ts'

export const subscribers = ['ordermanagement', 'delivery', 'payment', 'message', 'mypage'] as const
export type Subscriber = (typeof subscribers)[number]

type Subscription = { hears: readonly EventType[]; needsContact: boolean }

export const routing: Record<Subscriber, Subscription> = {
  ordermanagement: {
    hears: [
      'PayApproved',
      'DeliveryStarted',
      'DeliveryCompleted',
      'OrderCanceled',
      'PayCanceled',
      'DeliveryCanceled',
      'OrderFlagged',
      'PartRefunded',
    ],
    needsContact: true,
  },
  delivery: { hears: ['OrderTaken', 'DeliveryCompleted', 'CancelOrderTaken'], needsContact: true },
  payment: {
    hears: ['PayUnknown', 'PayApproved', 'CancelOrderTaken', 'PayCanceled', 'PartRefundRequested', 'PartRefunded'],
    needsContact: false,
  },
  message: { hears: ['DeliveryStarted', 'DeliveryCanceled'], needsContact: true },
  mypage: { hears: eventTypes, needsContact: true },
}

export function hears(subscriber: Subscriber, type: EventType): boolean {
  return routing[subscriber].hears.includes(type)
}
