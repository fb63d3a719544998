// The variables of the operations Worker.
import { asUrl, optionalSecret, schema, variable, wholeNumber } from '../platform/config.ts'
import { checkedSecrets } from '../platform/webhook-signature.ts'

export const operationsConfig = schema(
  {
    SYNTHETIC_ORDER_SECONDS: variable(
      { meaning: 'from one synthetic order to the next; 0: none are placed', unit: 's', default: '300' },
      wholeNumber(0),
    ),
    ALERT_WEBHOOK_URL: variable(
      { meaning: 'where alerts are posted to; without it they are shown and logged only', default: '' },
      asUrl,
    ),
    ALERT_WEBHOOK_SECRET: optionalSecret(
      { meaning: 'signs them; several with spaces between them (`whsec_old whsec_new`)' },
      checkedSecrets,
    ),
  },
  ({ ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret }) =>
    url !== '' && secret === null ? ['ALERT_WEBHOOK_SECRET is not set, and ALERT_WEBHOOK_URL needs it'] : [],
)
