import { type EventType } from './events.ts';
export declare const subscribers: readonly ['ordermanagement', 'delivery', 'payment', 'message', 'mypage'];
export type Subscriber = (typeof subscribers)[number];
type Subscription = {
    hears: readonly EventType[];
    needsContact: boolean;
};
export declare const routing: Record<Subscriber, Subscription>;
export declare function hears(subscriber: Subscriber, type: EventType): boolean;
export {};
