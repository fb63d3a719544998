// The variables of the message Worker.
import { asUrl, type Config, optional, optionalSecret, schema, variable } from '../platform/config.ts'
import { layoutsVariable } from '../platform/order-shards.ts'
import { personalDataKeys } from '../platform/vault.ts'
import { checkedSecrets } from '../platform/webhook-signature.ts'
import { senderIn } from './email.ts'

export const messageConfig = schema(
  {
    MESSAGE_WEBHOOK_URL: variable(
      {
        meaning: 'the channel “webhook”: where messages are posted to; without a channel they are only recorded',
        default: '',
      },
      asUrl,
    ),
    MESSAGE_WEBHOOK_SECRET: optionalSecret(
      {
        meaning:
          'signs them, and what their receiver reports; several with spaces between them (`whsec_old whsec_new`)',
      },
      checkedSecrets,
    ),
    MESSAGE_EMAIL_FROM: optional(
      { meaning: 'the channel “email”: the sender of mails, such as `Shop <orders@shop.example>`' },
      senderIn,
    ),
    MESSAGE_LAYOUTS: layoutsVariable,
    PERSONAL_DATA_KEYS: personalDataKeys,
  },
  ({ MESSAGE_WEBHOOK_URL: url, MESSAGE_WEBHOOK_SECRET: secret, MESSAGE_EMAIL_FROM: from }) => [
    ...(url !== '' && from !== null
      ? ['MESSAGE_WEBHOOK_URL and MESSAGE_EMAIL_FROM are set: there is one channel']
      : []),
    ...(url !== '' && secret === null ? ['MESSAGE_WEBHOOK_SECRET is not set, and MESSAGE_WEBHOOK_URL needs it'] : []),
  ],
)

export type MessageConfig = Config<typeof messageConfig>
