import * as z from 'zod';
import { type Region } from './region.ts';
/** An id in a path or body: of bounded length, and without characters that have a meaning in URLs, SQL or HTML. */
export declare const idSchema: z.ZodString;
export declare const orderIdSchema: z.ZodString;
/** Encode the first 130 bits of `bytes` (at least 17 bytes) in Crockford's base 32, lower case: 26 characters. */
export declare function encodeId(prefix: string, bytes: Uint8Array): string;
/**
 * An order's number for people, as `A1B2-C3D4`: the first 8 characters of its id, which are 40 random bits. Among a
 * million orders, one in a million shares the number of a given order; a search then shows both.
 */
export declare function shortNumber(orderId: string): string;
/**
 * The beginning of the ids of the orders that a person means by `input`: a short number, or a whole id. Null when it is
 * neither. Letters that look like digits are read as those digits (Crockford's base 32).
 */
export declare function orderIdPrefixOf(input: string): string | null;
/** The id of an order placed without an Idempotency-Key. `region`: see `regionOf`. */
export declare function randomOrderId(region?: Region | null): string;
/** The id of an order placed under an Idempotency-Key: the same customer and key always lead to the same actor. */
export declare function orderIdFor(customerId: string, idempotencyKey: string, region?: Region | null): Promise<string>;
/** The id of a refund that a caller requests: a repeat of the request leads to the same refund. */
export declare function refundIdFor(orderId: string, subject: string, key: string): Promise<string>;
