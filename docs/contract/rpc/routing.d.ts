import { type EventType } from './events.ts';
export declare const subscribers: readonly ['ordermanagement', 'delivery', 'payment', 'message', 'mypage'];
export type Subscriber = (typeof subscribers)[number];
/** The names under which the order's Worker binds a subscriber: its queue, and its entrypoint `Subscriber`. */
export type SubscriberBindings = {
    queue: `${Uppercase<Subscriber>}_EVENTS`;
    service: Uppercase<Subscriber>;
};
type Subscription = {
    subscribesTo: readonly EventType[];
    needsContact: boolean;
};
export declare const routing: Record<Subscriber, Subscription>;
/** One value for each subscriber. */
export declare function forEachSubscriber<T>(make: (subscriber: Subscriber) => T): Record<Subscriber, T>;
export declare function bindingsOf(subscriber: Subscriber): SubscriberBindings;
export declare function subscribesTo(subscriber: Subscriber, type: EventType): boolean;
export {};
