import { type OrderMessage } from './message.ts';
/**
 * `newer`: only a value within its data has no meaning in this release, such as the type of its event. Contracts only
 * grow, so a later release wrote it, and will read it. `malformed`: no release writes such a message. `fields`: those
 * at fault.
 */
export type ReadMessage = {
    kind: 'known';
    message: OrderMessage;
} | {
    kind: 'newer' | 'malformed';
    fields: string[];
};
/** Read a message. Fields that this release does not know are kept as they came, at each depth. */
export declare function readOrderMessage(body: unknown): ReadMessage;
