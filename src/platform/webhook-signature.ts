// Signatures after Standard Webhooks 1.0.0: of what is sent, and of what is received.

/** How far the time of a received webhook may be from now (Standard Webhooks: a replay is refused). */
export const toleranceSeconds = 300

/** `fetch` and `now` (epoch milliseconds) are those of the Worker. */
export type WebhookTarget = {
  url: string
  secret: string
  fetch: (input: string, init: RequestInit) => Promise<Response>
  now: () => number
}

/** Posts `value` as JSON, signed with each secret; returns the answer, its body unread. Rejects as fetch does. */
export async function postSigned(
  { url, secret, fetch, now }: WebhookTarget,
  {
    id,
    value,
    timeoutMs,
    headers,
  }: { id: string; value: unknown; timeoutMs: number; headers?: Record<string, string> },
): Promise<Response> {
  const body = JSON.stringify(value)
  const seconds = Math.floor(now() / 1000)
  const signatures = await Promise.all(secretsIn(secret).map((one) => sign(one, id, seconds, body)))
  return fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatures.join(' '),
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  })
}

/** The value of `webhook-signature`: version 1, base64. */
export async function sign(secret: string, id: string, timestampSeconds: number, body: string): Promise<string> {
  const signature = await crypto.subtle.sign(
    'HMAC',
    await keyOf(secret, 'sign'),
    signedBytes(id, timestampSeconds, body),
  )
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`
}

/** Whether the webhook has a signature under one of the secrets, and a time near `now` (epoch milliseconds). */
export async function isSigned(
  secrets: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  now: number,
): Promise<boolean> {
  const { 'webhook-id': id = '', 'webhook-timestamp': time = '', 'webhook-signature': signatures = '' } = headers
  if (id === '' || !/^\d{1,12}$/.test(time)) return false
  if (Math.abs(now / 1000 - Number(time)) > toleranceSeconds) return false
  const given = signatures
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [bytesIn(one.slice('v1,'.length))] : []))
  const signed = signedBytes(id, Number(time), body)
  for (const secret of secretsIn(secrets)) {
    const key = await keyOf(secret, 'verify')
    for (const signature of given.slice(0, signaturesMax)) {
      if (signature !== null && (await crypto.subtle.verify('HMAC', key, signature, signed))) return true
    }
  }
  return false
}

/** A sender signs with the old secret and the new one, and not with many. */
const signaturesMax = 8

/** The text of the variable. Throws when a secret in it is no base64. */
export function checkedSecrets(text: string): string {
  for (const secret of secretsIn(text)) {
    const base64 = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : ''
    if (bytesIn(base64) === null) throw new Error('it must be whsec_ and base64, or any text without whsec_')
  }
  return text
}

/** Several `whsec_` secrets with spaces between them all sign: the receiver may then change to the new one. */
export function secretsIn(secret: string): string[] {
  const parts = secret.trim().split(/\s+/)
  return parts.every((part) => part.startsWith('whsec_')) ? parts : [secret]
}

function signedBytes(id: string, timestampSeconds: number, body: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(`${id}.${timestampSeconds}.${body}`))
}

function keyOf(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secretBytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [use])
}

/** The specification writes secrets as `whsec_` and base64; any other text is used as it is. */
function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
  if (!secret.startsWith('whsec_')) return Uint8Array.from(new TextEncoder().encode(secret))
  return Uint8Array.from(atob(secret.slice('whsec_'.length)), (character) => character.charCodeAt(0))
}

/** The bytes of a base64 text; null when it is none. */
function bytesIn(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}
