// Messages as signed webhooks, after Standard Webhooks 1.0.0 (webhook-id, webhook-timestamp, webhook-signature).

import { postSigned, type WebhookTarget } from '../platform/webhook-signature.ts'
import { sendMsMax } from './claims.ts'
import { type NoticeChannel, type Notifier, type OutgoingMessage, type OutgoingNotice, SendFailed } from './notifier.ts'

/**
 * A notifier that posts each message to `url`. The receiver verifies the HMAC-SHA256 over `id.timestamp.body`, and may
 * use the id as its idempotency key.
 */
export function webhookNotifier(webhook: WebhookTarget): Notifier & NoticeChannel {
  return {
    channel: 'webhook',
    async send(message) {
      await post(webhook, message)
      return { channelId: null }
    },
    sendNotice: ({ language: _, ...notice }) => post(webhook, notice),
  }
}

async function post(
  webhook: WebhookTarget,
  message: OutgoingMessage | Omit<OutgoingNotice, 'language'>,
): Promise<void> {
  const { messageId } = message
  const headers = { 'idempotency-key': messageId }
  const sent = { id: messageId, value: message, timeoutMs: sendMsMax, headers }
  const response = await postSigned(webhook, sent).catch((fault: unknown) => {
    const isLate = fault instanceof Error && fault.name === 'TimeoutError'
    throw new SendFailed(isLate ? 'the message webhook did not answer in time' : 'the message webhook is out of reach')
  })
  await response.body?.cancel()
  if (!response.ok) throw new SendFailed(`the message webhook answered ${response.status}`)
}
