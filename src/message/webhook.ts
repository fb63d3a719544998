// Messages as signed webhooks, after Standard Webhooks 1.0.0 (webhook-id, webhook-timestamp, webhook-signature).
import type { NoticeChannel, Notifier, OutgoingMessage, OutgoingNotice } from './notifier.ts'

export type Webhook = {
  url: string
  secret: string
  fetch: (input: string, init: RequestInit) => Promise<Response>
  now: () => number
}

export const webhookTimeoutMs = 10_000

/**
 * A notifier that posts each message to `url`. The receiver verifies the HMAC-SHA256 over `id.timestamp.body`, and may
 * use the id as its idempotency key. Without a secret every send throws: nothing leaves unsigned.
 */
export function webhookNotifier(webhook: Webhook): Notifier & NoticeChannel {
  return { send: (message: OutgoingMessage | OutgoingNotice) => post(webhook, message) }
}

/** The value of `webhook-signature`: version 1, base64. */
export async function sign(secret: string, id: string, timestampSeconds: number, body: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secretBytes(secret), algorithm, false, ['sign'])
  const signed = new TextEncoder().encode(`${id}.${timestampSeconds}.${body}`)
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))
  return `v1,${btoa(String.fromCharCode(...signature))}`
}

async function post(webhook: Webhook, message: OutgoingMessage | OutgoingNotice): Promise<void> {
  if (webhook.secret === '') throw new Error('a message webhook needs its secret')
  const { messageId } = message
  const body = JSON.stringify(message)
  const timestampSeconds = Math.floor(webhook.now() / 1000)
  const signatures = secretsIn(webhook.secret).map((secret) => sign(secret, messageId, timestampSeconds, body))
  const response = await webhook.fetch(webhook.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': messageId,
      'webhook-id': messageId,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': (await Promise.all(signatures)).join(' '),
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(webhookTimeoutMs),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the message webhook answered ${response.status}`)
}

/** Several `whsec_` secrets with spaces between them all sign: the receiver may then change to the new one. */
function secretsIn(secret: string): string[] {
  const parts = secret.trim().split(/\s+/)
  return parts.every((part) => part.startsWith('whsec_')) ? parts : [secret]
}

/** The specification writes secrets as `whsec_` and base64; any other text is used as it is. */
function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
  if (!secret.startsWith('whsec_')) return Uint8Array.from(new TextEncoder().encode(secret))
  return Uint8Array.from(atob(secret.slice('whsec_'.length)), (character) => character.charCodeAt(0))
}
