// Messages as signed webhooks, after Standard Webhooks 1.0.0 (webhook-id, webhook-timestamp, webhook-signature).

import { secretsIn, sign } from '../platform/webhook-signature.ts'
import { type NoticeChannel, type Notifier, type OutgoingMessage, type OutgoingNotice, SendFailed } from './notifier.ts'

export type Webhook = {
  url: string
  secret: string
  fetch: (input: string, init: RequestInit) => Promise<Response>
  now: () => number
}

export const webhookTimeoutMs = 10_000

/**
 * A notifier that posts each message to `url`. The receiver verifies the HMAC-SHA256 over `id.timestamp.body`, and may
 * use the id as its idempotency key.
 */
export function webhookNotifier(webhook: Webhook): Notifier & NoticeChannel {
  return {
    channel: 'webhook',
    async send(message) {
      await post(webhook, message)
      return { channelId: null }
    },
    sendNotice: ({ language: _, ...notice }) => post(webhook, notice),
  }
}

async function post(webhook: Webhook, message: OutgoingMessage | Omit<OutgoingNotice, 'language'>): Promise<void> {
  const { messageId } = message
  const body = JSON.stringify(message)
  const timestampSeconds = Math.floor(webhook.now() / 1000)
  const signatures = secretsIn(webhook.secret).map((secret) => sign(secret, messageId, timestampSeconds, body))
  const init: RequestInit = {
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
  }
  const response = await webhook.fetch(webhook.url, init).catch((fault: unknown) => {
    const isLate = fault instanceof Error && fault.name === 'TimeoutError'
    throw new SendFailed(isLate ? 'the message webhook did not answer in time' : 'the message webhook is out of reach')
  })
  await response.body?.cancel()
  if (!response.ok) throw new SendFailed(`the message webhook answered ${response.status}`)
}
