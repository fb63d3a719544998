// The channel that carries messages out of the shop: none, a webhook, or e-mail. One at a time, by configuration.

import type { WebhookTarget } from '../platform/webhook-signature.ts'
import type { MessageConfig } from './config.ts'
import { type Email, emailNotifier } from './email.ts'
import type { NoticeChannel, Notifier } from './notifier.ts'
import { webhookNotifier } from './webhook.ts'

/** What the channels need from outside. */
export type ChannelPorts = {
  webhook: Pick<WebhookTarget, 'fetch' | 'now'>
  email: Pick<Email, 'binding' | 'addressOf'>
}

type Settings = Pick<MessageConfig, 'MESSAGE_WEBHOOK_URL' | 'MESSAGE_WEBHOOK_SECRET' | 'MESSAGE_EMAIL_FROM'>

/** The channel of the settings, which fit together: see messageConfig. Null when there is none. */
export function channelOf(
  { MESSAGE_WEBHOOK_URL: url, MESSAGE_WEBHOOK_SECRET: secret, MESSAGE_EMAIL_FROM: from }: Settings,
  { webhook, email }: ChannelPorts,
): (Notifier & NoticeChannel) | null {
  if (url !== '' && secret !== null) return webhookNotifier({ url, secret, ...webhook })
  return from === null ? null : emailNotifier({ from, ...email })
}
