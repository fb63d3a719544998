// Idempotency: how the repeat of a request that changes something is recognised.

/**
 * The request behind a call: its id, made by the gateway, and the Idempotency-Key of its sender, if there is one
 * (draft-ietf-httpapi-idempotency-key-header, section 2).
 */
export type RequestMeta = { requestId: string; idempotencyKey: string | null }

export const idempotencyKeyPattern = /^[\x21-\x7e]{1,200}$/

/** A key, and a hash of the request under it. Another hash under the same key is another request, and refused. */
export type Idempotency = { key: string; fingerprint: string }

/** SHA-256 of an input, in hex. */
export async function fingerprintOf(input: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(input)))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Null when the request came without a key. */
export async function idempotencyOf(request: RequestMeta, input: unknown): Promise<Idempotency | null> {
  if (request.idempotencyKey === null) return null
  return { key: request.idempotencyKey, fingerprint: await fingerprintOf(input) }
}
