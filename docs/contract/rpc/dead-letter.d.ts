import * as z from 'zod';
import type { Subscriber } from './routing.ts';
/**
 * Most tries of a message. At the last one its consumer makes it a dead letter, with the cause. It is `max_retries` of
 * the wrangler files: for a Worker that does not run, the platform makes it a dead letter after as many retries.
 */
export declare const attemptsMax = 100;
/**
 * On a dead-letter queue: a message that its consumer has given up, and why. `subject` and `type` are the message's, if
 * it has them. The platform, and consumers of earlier releases, send the message alone.
 */
export declare const deadMessageSchema: z.ZodObject<{
    deadLetter: z.ZodObject<{
        cause: z.ZodString;
        attempts: z.ZodInt;
    }, z.core.$strip>;
    subject: z.ZodOptional<z.ZodString>;
    type: z.ZodOptional<z.ZodString>;
    message: z.ZodUnknown;
}, z.core.$strip>;
export type DeadMessage = z.infer<typeof deadMessageSchema>;
/**
 * `sentAgain`: put to the subscriber's queue once more. One that dies again is open again. More may come. @extensible
 */
export declare const deadLetterStates: readonly ['open', 'sentAgain', 'discarded'];
export type DeadLetterState = (typeof deadLetterStates)[number];
export declare const deadLetterStateSchema: z.ZodEnum<{
    discarded: "discarded";
    open: "open";
    sentAgain: "sentAgain";
}>;
/**
 * `body`: the message as JSON, its personal data masked. `attempts`: the tries of the subscriber in all, 0 when nobody
 * told; `cause`: why the last one failed, null when nobody told. `reason`: why it was discarded, while it is. `deaths`:
 * how often it has died, the last time at `diedAt`. Answers of earlier releases have none of the optional ones.
 */
export type DeadLetter = {
    deadLetterId: string;
    subscriber: string;
    subject: string | null;
    type: string | null;
    body: string;
    attempts: number;
    diedAt: string;
    state?: DeadLetterState;
    cause?: string | null;
    reason?: string | null;
    deaths?: number;
};
/** `type`: of an event, such as `OrderPlaced`. `since` and `until` (ISO 8601): when it died, `until` excluded. */
export type DeadLetterFilter = {
    subscriber?: Subscriber | undefined;
    type?: string | undefined;
    orderId?: string | undefined;
    state?: DeadLetterState | undefined;
    since?: string | undefined;
    until?: string | undefined;
};
/**
 * What a call of many has done: `sent` in this call, `left` for the next ones. `until`: the next call names it, so that
 * a message that has died again by then is not sent twice.
 */
export type Redriven = {
    sent: number;
    left: number;
    until: string;
};
