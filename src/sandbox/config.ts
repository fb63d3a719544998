// The variables of the sandbox Worker.
import { asText, schema, variable, wholeNumber } from '../platform/config.ts'

const milliseconds = (meaning: string, byDefault: string) =>
  variable({ meaning, unit: 'ms', default: byDefault }, wholeNumber(0))

export const sandboxConfig = schema(
  {
    SANDBOX_API_KEY: variable({ meaning: 'its key, as in the payment Worker', default: 'sandbox_test_key' }, asText),
    SANDBOX_LATENCY_MS_MIN: milliseconds('an answer takes at least so long', '0'),
    SANDBOX_LATENCY_MS_MAX: milliseconds('an answer takes at most so long', '0'),
    SANDBOX_SLOW_MS: milliseconds('the answer about `tok_slow` takes so long', '3000'),
    SANDBOX_LOST_MS: milliseconds('the answer about `tok_lost` breaks off after it', '30000'),
    SANDBOX_WEBHOOK_SECRET: variable(
      { meaning: 'what it signs its webhooks with, as in the payment Worker', default: 'sandbox_test_webhook_secret' },
      asText,
    ),
    SANDBOX_WEBHOOK_TRIES: variable(
      { meaning: 'so often a webhook is sent that nobody hears; 0: none are sent', default: '5' },
      wholeNumber(0, 9),
    ),
  },
  ({ SANDBOX_LATENCY_MS_MIN: min, SANDBOX_LATENCY_MS_MAX: max }) =>
    max < min ? ['SANDBOX_LATENCY_MS_MAX is below SANDBOX_LATENCY_MS_MIN'] : [],
)
