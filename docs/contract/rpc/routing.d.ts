import { type EventType, type OrderEvent } from './events.ts';
export declare const subscribers: readonly ['ordermanagement', 'delivery', 'payment', 'message', 'mypage', 'analytics', 'operations'];
export type Subscriber = (typeof subscribers)[number];
/** The names under which the order's Worker binds a subscriber: its queue, and its entrypoint `Subscriber`. */
export type SubscriberBindings = {
    queue: `${Uppercase<Subscriber>}_EVENTS`;
    service: Uppercase<Subscriber>;
};
/**
 * `leftToPoll`: what the subscriber need not hear at once. No message is sent: the order's next poll brings it.
 * `takesBoth`: the message of an event tells the subscriber also what that event follows at once: see `followedBy`.
 */
type Subscription = {
    subscribesTo: readonly EventType[];
    needsContact: boolean;
    leftToPoll?: readonly EventType[];
    takesBoth?: true;
};
export declare const routing: Record<Subscriber, Subscription>;
/** One value for each subscriber. */
export declare function forEachSubscriber<T>(make: (subscriber: Subscriber) => T): Record<Subscriber, T>;
export declare function bindingsOf(subscriber: Subscriber): SubscriberBindings;
export declare function subscribesTo(subscriber: Subscriber, type: EventType): boolean;
/**
 * Whether the event has a message of its own to the subscriber's queue. `next`: the event after it, undefined while it
 * is the newest. An order is placed in one call with its payment when it is `processing` from the first.
 */
export declare function hasMessage(subscriber: Subscriber, event: OrderEvent, next: OrderEvent | undefined): boolean;
export {};
