// The variables of the payment Worker.

import type { Config, Vars } from '../platform/config.ts'
import { asText, asUrl, oneOf, optional, optionalSecret, schema, variable, wholeNumber } from '../platform/config.ts'
import { regionsText } from '../platform/region.ts'
import { personalDataKeys } from '../platform/vault.ts'

export const providerNames = ['sandbox', 'stripe', 'toss'] as const
export type ProviderName = (typeof providerNames)[number]

/** What each provider needs to be configured. */
export const needs = {
  sandbox: ['SANDBOX_URL', 'SANDBOX_API_KEY', 'SANDBOX_WEBHOOK_SECRET'],
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  toss: ['TOSS_SECRET_KEY', 'TOSS_WEBHOOK_SECRET'],
} as const satisfies Record<ProviderName, readonly string[]>

const milliseconds = (meaning: string, byDefault: string) =>
  variable({ meaning, unit: 'ms', default: byDefault }, wholeNumber(1))

export const paymentConfig = schema(
  {
    PAYMENT_PROVIDER: variable(
      {
        meaning: 'the provider of new attempts; any other one whose secrets are set serves those made with it',
        default: 'sandbox',
      },
      oneOf(...providerNames),
    ),
    PAYMENT_PROVIDER_UNNAMED: optional(
      { meaning: 'the provider of attempts of the first releases, which have no name; unset: `PAYMENT_PROVIDER`' },
      oneOf(...providerNames),
    ),
    PAYMENT_TIMEOUT_MS: milliseconds('a call to the provider may take so long', '2000'),
    PAYMENT_RETRY_MS: milliseconds('the first pause before a call is made again', '1000'),
    PAYMENT_LATE_ARRIVAL_MS: milliseconds('a charge may still arrive so long after its call broke off', '120000'),
    PAYMENT_GATE_SHARDS: variable(
      { meaning: 'gates before each provider; each has a breaker and a limit of its own', default: '4' },
      wholeNumber(1, 256),
    ),
    PAYMENT_GATE_CALLS_MAX: variable(
      { meaning: 'calls that a gate makes at the same time, at most', default: '64' },
      wholeNumber(1),
    ),
    REGIONS: variable(
      { meaning: 'the regions that have gates of their own: those of `REGION_COUNTRIES` in the gateway', default: '' },
      regionsText,
    ),
    PAYMENT_BREAKER_OPEN_MS: milliseconds('an open breaker waits so long before it tries one call', '1000'),
    UNPAID_SECONDS: variable(
      { meaning: 'as in the order Worker: so long a customer may take to authenticate', unit: 's', default: '1800' },
      wholeNumber(1),
    ),
    RECONCILE_SETTLE_SECONDS: variable(
      {
        meaning: 'money that moved this lately is no difference; a day is reconciled when it is over by this',
        unit: 's',
        default: '900',
      },
      wholeNumber(1),
    ),
    SANDBOX_URL: optional({ meaning: 'the address of the sandbox, which is reached by a binding' }, asUrl),
    SANDBOX_API_KEY: optional({ meaning: 'the sandbox’s key; it holds no money, so this is no secret' }, asText),
    SANDBOX_WEBHOOK_SECRET: optional({ meaning: 'what the sandbox signs its webhooks with' }, asText),
    STRIPE_SECRET_KEY: optionalSecret({ meaning: 'Stripe’s API (`sk_live_…`)' }, asText),
    STRIPE_WEBHOOK_SECRET: optionalSecret({ meaning: 'what Stripe signs its webhooks with (`whsec_…`)' }, asText),
    STRIPE_PUBLISHABLE_KEY: optional(
      { meaning: 'Stripe’s key for browsers (`pk_live_…`); unset: the card is taken at Stripe’s page' },
      asText,
    ),
    TOSS_SECRET_KEY: optionalSecret({ meaning: 'Toss Payments’ API (`live_sk_…`)' }, asText),
    TOSS_WEBHOOK_SECRET: optionalSecret(
      { meaning: 'a long random text of your own, in the address that Toss sends its webhooks to' },
      asText,
    ),
    TOSS_CLIENT_KEY: optional({ meaning: 'Toss’s key for browsers; unset: no page takes a payment' }, asText),
    STRIPE_API_URL: variable(
      { meaning: 'Stripe’s API; another one in tests', default: 'https://api.stripe.com' },
      asUrl,
    ),
    STRIPE_SCRIPT_URL: variable(
      { meaning: 'Stripe’s script; another one in tests', default: 'https://js.stripe.com/endive/stripe.js' },
      asUrl,
    ),
    TOSS_API_URL: variable(
      { meaning: 'Toss’s API; another one in tests', default: 'https://api.tosspayments.com' },
      asUrl,
    ),
    TOSS_SCRIPT_URL: variable(
      { meaning: 'Toss’s script; another one in tests', default: 'https://js.tosspayments.com/v2/standard' },
      asUrl,
    ),
    PERSONAL_DATA_KEYS: personalDataKeys,
  },
  (config) => {
    const { PAYMENT_PROVIDER: name } = config
    const missing = needs[name].filter((variable) => config[variable] === null)
    return missing.map((variable) => `${variable} is not set, and PAYMENT_PROVIDER "${name}" needs it`)
  },
)

export type PaymentConfig = Config<typeof paymentConfig>
export type PaymentVars = Vars<typeof paymentConfig>
