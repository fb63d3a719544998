// The payment providers and the gates before them, by the payment Worker's variables.
import { shardOf } from '../platform/shard.ts'
import { needs, type PaymentConfig, type ProviderName, providerNames } from './config.ts'
import type { Fetch } from './providers/http.ts'
import type { PaymentProvider } from './providers/provider.ts'
import { sandboxProvider } from './providers/sandbox.ts'
import { stripeProvider } from './providers/stripe/stripe.ts'
import { tossProvider } from './providers/toss/toss.ts'

/** The fetch to each provider: to the sandbox by its binding, to the others over the internet. */
export type ProviderFetch = { sandbox: Fetch; internet: Fetch }

const providers = {
  sandbox: (config, { sandbox }) =>
    sandboxProvider({
      fetch: sandbox,
      url: config.SANDBOX_URL ?? '',
      apiKey: config.SANDBOX_API_KEY ?? '',
      webhookSecret: config.SANDBOX_WEBHOOK_SECRET ?? '',
    }),
  stripe: (config, { internet }) =>
    stripeProvider({
      fetch: internet,
      url: config.STRIPE_API_URL,
      secretKey: config.STRIPE_SECRET_KEY ?? '',
      webhookSecret: config.STRIPE_WEBHOOK_SECRET ?? '',
      publishableKey: config.STRIPE_PUBLISHABLE_KEY,
      scriptUrl: config.STRIPE_SCRIPT_URL,
    }),
  toss: (config, { internet }) =>
    tossProvider({
      fetch: internet,
      url: config.TOSS_API_URL,
      secretKey: config.TOSS_SECRET_KEY ?? '',
      webhookSecret: config.TOSS_WEBHOOK_SECRET ?? '',
      clientKey: config.TOSS_CLIENT_KEY,
      scriptUrl: config.TOSS_SCRIPT_URL,
    }),
} satisfies Record<string, (config: PaymentConfig, fetches: ProviderFetch) => PaymentProvider>

/** The provider of new attempts. */
export function chooseProvider(config: PaymentConfig, fetches: ProviderFetch): PaymentProvider {
  return providers[config.PAYMENT_PROVIDER](config, fetches)
}

/** The provider of that name; null when it is not configured. */
export function openProvider(name: string, config: PaymentConfig, fetches: ProviderFetch): PaymentProvider | null {
  const configured = configuredProviders(config).find((known) => known === name)
  return configured === undefined ? null : providers[configured](config, fetches)
}

/** The providers that are configured, the one of new attempts first. */
export function configuredProviders(config: PaymentConfig): ProviderName[] {
  const { PAYMENT_PROVIDER: chosen } = config
  const others = providerNames.filter(
    (name) => name !== chosen && needs[name].every((variable) => config[variable] !== null),
  )
  return [chosen, ...others]
}

/** The provider of attempts that earlier releases stored without its name. */
export function unnamedProvider(config: PaymentConfig): ProviderName {
  return config.PAYMENT_PROVIDER_UNNAMED ?? config.PAYMENT_PROVIDER
}

export function timingOf(config: PaymentConfig) {
  return {
    retryMs: config.PAYMENT_RETRY_MS,
    recoverAfterMs: config.PAYMENT_TIMEOUT_MS + recoverMarginMs,
    lateArrivalMs: config.PAYMENT_LATE_ARRIVAL_MS,
    unpaidMs: 1000 * config.UNPAID_SECONDS,
  }
}

export function gateSettingsOf(config: PaymentConfig) {
  return {
    timeoutMs: config.PAYMENT_TIMEOUT_MS,
    callsMax: config.PAYMENT_GATE_CALLS_MAX,
    openMs: config.PAYMENT_BREAKER_OPEN_MS,
  }
}

/** The names of all gates to the providers that are configured. */
export function gateNames(config: PaymentConfig): string[] {
  const { PAYMENT_GATE_SHARDS: shards } = config
  return configuredProviders(config).flatMap((name) => Array.from({ length: shards }, (_, shard) => `${name}-${shard}`))
}

/** The gate for calls that concern all orders at once. */
export function firstGate(provider: string): string {
  return `${provider}-0`
}

/** The gate to a provider that serves an order. */
export function gateNameFor(
  provider: string,
  orderId: string,
  config: Pick<PaymentConfig, 'PAYMENT_GATE_SHARDS'>,
): string {
  const { PAYMENT_GATE_SHARDS: shards } = config
  return `${provider}-${shardOf(orderId, shards)}`
}

/** The provider that a gate of this name leads to. */
export function providerOfGate(gate: string): string {
  return gate.slice(0, gate.lastIndexOf('-'))
}

/** How long an answer may take from the gate to the payment, beyond the gate's time-out. */
const recoverMarginMs = 1000
