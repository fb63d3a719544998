import { type EventType } from './events.ts';
export declare const subscribers: readonly ['ordermanagement', 'delivery', 'payment', 'message', 'mypage'];
export type Subscriber = (typeof subscribers)[number];
type Subscription = {
    subscribesTo: readonly EventType[];
    needsContact: boolean;
};
export declare const routing: Record<Subscriber, Subscription>;
export declare function subscribesTo(subscriber: Subscriber, type: EventType): boolean;
export {};
