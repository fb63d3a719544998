import { type EventType, type OrderEvent } from './events.ts';
export declare const subscribers: readonly ['ordermanagement', 'delivery', 'payment', 'message', 'mypage', 'analytics', 'operations', 'archive'];
export type Subscriber = (typeof subscribers)[number];
/** The name under which the order's Worker binds the entrypoint `Subscriber` of a subscriber. */
export type ServiceBinding = Uppercase<Subscriber>;
/** The names under which a subscriber's queues are bound. One that gets its events together has none. */
export type QueueBinding = `${ServiceBinding}_EVENTS` | `${ServiceBinding}_EVENTS_${number}`;
/**
 * `leftToPoll`: what the subscriber need not hear at once. No message is sent: the order's next poll brings it.
 * `together`: no message is sent at all, and there is no queue. The order brings all its events in one call when it is
 * final, or when they have waited for long. The order keeps the checkpoint: the subscriber is never asked for one.
 * `takesBoth`: the message of an event tells the subscriber also what that event follows at once: see `followedBy`.
 */
type Subscription = {
    subscribesTo: readonly EventType[];
    needsContact: boolean;
    leftToPoll?: readonly EventType[];
    takesBoth?: true;
    together?: true;
};
export declare const routing: Record<Subscriber, Subscription>;
/** One value for each subscriber. */
export declare function forEachSubscriber<T>(make: (subscriber: Subscriber) => T): Record<Subscriber, T>;
export declare function serviceOf(subscriber: Subscriber): ServiceBinding;
/** A subscriber's queue by its number (0, 1, …): how it is bound, and its name on the account. */
export declare function queueOf(subscriber: Subscriber, number: number): {
    binding: QueueBinding;
    name: string;
};
/** Whether the order brings it all events together: see `together`. */
export declare function takesTogether(subscriber: Subscriber): boolean;
/** Who subscribes to every event gets also one of a later release, which an order has kept over a rollback. */
export declare function subscribesTo(subscriber: Subscriber, type: EventType): boolean;
/**
 * Whether the event has a message of its own to the subscriber's queue. `next`: the event after it, undefined while it
 * is the newest. An order is placed in one call with its payment when it is `processing` from the first.
 */
export declare function hasMessage(subscriber: Subscriber, event: OrderEvent, next: OrderEvent | undefined): boolean;
/** Whether the message of `event` tells also of the event before it, which has none of its own: see `takesBoth`. */
export declare function tellsOf<E extends OrderEvent>(subscriber: Subscriber, before: E | undefined, event: E): before is E;
export {};
