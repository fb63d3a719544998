// A request that changes something: who can be asked about it later, and what makes a repeat of it a repeat.

/**
 * The request behind a call: its id, made by the gateway, and the Idempotency-Key of its sender, if there is one
 * (draft-ietf-httpapi-idempotency-key-header, section 2).
 */
export type RequestMeta = { requestId: string; idempotencyKey: string | null }

export const idempotencyKeyPattern = /^[\x21-\x7e]{1,200}$/

/** A key, and a hash of what was asked for under it: under the same key, another hash is another request. */
export type Idempotency = { key: string; fingerprint: string }

/** SHA-256, in hex, of what was asked for. */
export async function fingerprintOf(asked: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(asked)))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Null when the request came without a key. */
export async function idempotencyOf(request: RequestMeta, asked: unknown): Promise<Idempotency | null> {
  if (request.idempotencyKey === null) return null
  return { key: request.idempotencyKey, fingerprint: await fingerprintOf(asked) }
}
