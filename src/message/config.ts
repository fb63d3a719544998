// The variables of the message Worker.
import { asText, asUrl, optionalSecret, schema, variable } from '../platform/config.ts'
import { personalDataKeys } from '../platform/vault.ts'

export const messageConfig = schema({
  MESSAGE_WEBHOOK_URL: variable(
    { meaning: 'where messages are posted to; empty: they are only recorded', default: '' },
    asUrl,
  ),
  MESSAGE_WEBHOOK_SECRET: optionalSecret(
    { meaning: 'signs them; several with spaces between them all sign (`whsec_old whsec_new`)' },
    asText,
  ),
  PERSONAL_DATA_KEYS: personalDataKeys,
})
