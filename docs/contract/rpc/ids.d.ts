import * as z from 'zod';
/** An id as it may stand in a path or body: bounded, and free of characters that could mean anything elsewhere. */
export declare const idSchema: z.ZodString;
export declare const orderIdSchema: z.ZodString;
/** Encode the first 130 bits of `bytes` (at least 17 bytes) in Crockford's base 32, lower case: 26 characters. */
export declare function encodeId(prefix: string, bytes: Uint8Array): string;
/** The id of an order placed without an idempotency key. */
export declare function randomOrderId(): string;
/** The id of an order placed under an idempotency key: the same customer and key always meet the same actor. */
export declare function orderIdFor(customerId: string, idempotencyKey: string): Promise<string>;
/** The id of a refund that somebody asked for: what asks for it a second time asks for the same one. */
export declare function refundIdFor(orderId: string, subject: string, key: string): Promise<string>;
