import { type Caller } from './caller.ts';
import type { CommandMeta, OrderCommand } from './commands.ts';
/**
 * The request behind a call: its id, made by the gateway, and the Idempotency-Key of its sender, if there is one
 * (draft-ietf-httpapi-idempotency-key-header, section 2).
 */
export type RequestMeta = {
    requestId: string;
    idempotencyKey: string | null;
};
export declare const idempotencyKeyPattern: RegExp;
/** A key, and a hash of what was asked for under it: under the same key, another hash is another request. */
export type Idempotency = {
    key: string;
    fingerprint: string;
};
/** SHA-256, in hex, of what was asked for. */
export declare function fingerprintOf(asked: unknown): Promise<string>;
/** Null when the request came without a key. */
export declare function idempotencyOf(request: RequestMeta, asked: unknown): Promise<Idempotency | null>;
/** For a command that a caller gives by a request: `asked` is all of it that the caller has said. */
export declare function commandMeta(caller: Caller, request: RequestMeta, asked: Partial<OrderCommand>): Promise<CommandMeta>;
