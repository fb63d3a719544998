/**
 * The request behind a call: its id, made by the gateway, and the Idempotency-Key of its sender, if there is one
 * (draft-ietf-httpapi-idempotency-key-header, section 2).
 */
export type RequestMeta = {
    requestId: string;
    idempotencyKey: string | null;
};
export declare const idempotencyKeyPattern: RegExp;
/** A key, and a hash of the request under it. Another hash under the same key is another request, and refused. */
export type Idempotency = {
    key: string;
    fingerprint: string;
};
/** SHA-256 of an input, in hex. */
export declare function fingerprintOf(input: unknown): Promise<string>;
/** Null when the request came without a key. */
export declare function idempotencyOf(request: RequestMeta, input: unknown): Promise<Idempotency | null>;
