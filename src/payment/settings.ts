// The payment context's configuration, read from its variables. A missing or wrong variable is one clear error.
import { shardOf } from '../platform/shard.ts'
import type { Fetch } from './providers/http.ts'
import type { PaymentProvider } from './providers/provider.ts'
import { sandboxProvider } from './providers/sandbox.ts'
import { stripeProvider } from './providers/stripe/stripe.ts'
import { tossProvider } from './providers/toss/toss.ts'

export type PaymentVars = {
  /** The provider of new attempts. Another one that is configured serves the attempts that were made with it. */
  PAYMENT_PROVIDER: string
  /** The provider of attempts whose provider was not stored yet. Unset: PAYMENT_PROVIDER. */
  PAYMENT_PROVIDER_UNNAMED?: string
  PAYMENT_TIMEOUT_MS: string
  PAYMENT_RETRY_MS: string
  PAYMENT_LATE_ARRIVAL_MS: string
  PAYMENT_GATE_SHARDS: string
  PAYMENT_GATE_CALLS_MAX: string
  PAYMENT_BREAKER_OPEN_MS: string
  /** How long an order waits for its payment: the same as in the order Worker. */
  UNPAID_SECONDS: string
  SANDBOX_URL?: string
  SANDBOX_API_KEY?: string
  SANDBOX_WEBHOOK_SECRET?: string
  STRIPE_SECRET_KEY?: string
  STRIPE_WEBHOOK_SECRET?: string
  /** Not secret: the checkout page gives it to Stripe's script. Unset: the card is taken at Stripe's page. */
  STRIPE_PUBLISHABLE_KEY?: string
  TOSS_SECRET_KEY?: string
  TOSS_WEBHOOK_SECRET?: string
  /** Not secret: the checkout page gives it to Toss's script. Unset: no page takes a payment. */
  TOSS_CLIENT_KEY?: string
  /** The addresses of the providers' APIs and scripts in tests. Nothing else sets these. */
  STRIPE_API_URL?: string
  STRIPE_SCRIPT_URL?: string
  TOSS_SCRIPT_URL?: string
  TOSS_API_URL?: string
}

/** The fetch to each provider: to the sandbox by its binding, to the others over the internet. */
export type ProviderFetch = { sandbox: Fetch; internet: Fetch }

const providers = {
  sandbox: (vars, { sandbox }) =>
    sandboxProvider({
      fetch: sandbox,
      url: vars.SANDBOX_URL ?? '',
      apiKey: vars.SANDBOX_API_KEY ?? '',
      webhookSecret: vars.SANDBOX_WEBHOOK_SECRET ?? '',
    }),
  stripe: (vars, { internet }) =>
    stripeProvider({
      fetch: internet,
      url: vars.STRIPE_API_URL ?? 'https://api.stripe.com',
      secretKey: vars.STRIPE_SECRET_KEY ?? '',
      webhookSecret: vars.STRIPE_WEBHOOK_SECRET ?? '',
      publishableKey: vars.STRIPE_PUBLISHABLE_KEY || null,
      scriptUrl: vars.STRIPE_SCRIPT_URL ?? 'https://js.stripe.com/endive/stripe.js',
    }),
  toss: (vars, { internet }) =>
    tossProvider({
      fetch: internet,
      url: vars.TOSS_API_URL ?? 'https://api.tosspayments.com',
      secretKey: vars.TOSS_SECRET_KEY ?? '',
      webhookSecret: vars.TOSS_WEBHOOK_SECRET ?? '',
      clientKey: vars.TOSS_CLIENT_KEY || null,
      scriptUrl: vars.TOSS_SCRIPT_URL ?? 'https://js.tosspayments.com/v2/standard',
    }),
} satisfies Record<string, (vars: PaymentVars, fetches: ProviderFetch) => PaymentProvider>

type ProviderName = keyof typeof providers
const names: readonly ProviderName[] = ['sandbox', 'stripe', 'toss']

/** What each provider needs to be configured. */
const needs: Record<ProviderName, readonly (keyof PaymentVars)[]> = {
  sandbox: ['SANDBOX_URL', 'SANDBOX_API_KEY', 'SANDBOX_WEBHOOK_SECRET'],
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  toss: ['TOSS_SECRET_KEY', 'TOSS_WEBHOOK_SECRET'],
}

/** The provider of new attempts. Throws, in one line, when a setting is missing or unknown. */
export function chooseProvider(vars: PaymentVars, fetches: ProviderFetch): PaymentProvider {
  const name = knownName('PAYMENT_PROVIDER', vars.PAYMENT_PROVIDER)
  const missing = needs[name].find((variable) => !isSet(vars[variable]))
  if (missing !== undefined) throw new Error(`${missing} is not set, and PAYMENT_PROVIDER "${name}" needs it`)
  return providers[name](vars, fetches)
}

/** The provider of that name; null when it is not configured. */
export function openProvider(name: string, vars: PaymentVars, fetches: ProviderFetch): PaymentProvider | null {
  if (name === vars.PAYMENT_PROVIDER) return chooseProvider(vars, fetches)
  const configured = providerNames(vars).find((known) => known === name)
  return configured === undefined ? null : providers[configured](vars, fetches)
}

/** The providers that are configured, the one of new attempts first. */
export function providerNames(vars: PaymentVars): ProviderName[] {
  const chosen = knownName('PAYMENT_PROVIDER', vars.PAYMENT_PROVIDER)
  const others = names.filter((name) => name !== chosen && needs[name].every((variable) => isSet(vars[variable])))
  return [chosen, ...others]
}

/** The provider of attempts that earlier releases stored without its name. */
export function unnamedProvider(vars: PaymentVars): string {
  const { PAYMENT_PROVIDER_UNNAMED: name } = vars
  return knownName('PAYMENT_PROVIDER_UNNAMED', isSet(name) ? name : vars.PAYMENT_PROVIDER)
}

export function readTiming(vars: PaymentVars) {
  const timeoutMs = positive('PAYMENT_TIMEOUT_MS', vars.PAYMENT_TIMEOUT_MS)
  return {
    retryMs: positive('PAYMENT_RETRY_MS', vars.PAYMENT_RETRY_MS),
    recoverAfterMs: timeoutMs + recoverMarginMs,
    lateArrivalMs: positive('PAYMENT_LATE_ARRIVAL_MS', vars.PAYMENT_LATE_ARRIVAL_MS),
    unpaidMs: 1000 * positive('UNPAID_SECONDS', vars.UNPAID_SECONDS),
  }
}

export function readGateSettings(vars: PaymentVars) {
  return {
    timeoutMs: positive('PAYMENT_TIMEOUT_MS', vars.PAYMENT_TIMEOUT_MS),
    callsMax: positive('PAYMENT_GATE_CALLS_MAX', vars.PAYMENT_GATE_CALLS_MAX),
    openMs: positive('PAYMENT_BREAKER_OPEN_MS', vars.PAYMENT_BREAKER_OPEN_MS),
  }
}

/** The names of all gates to the providers that are configured. */
export function gateNames(vars: PaymentVars): string[] {
  const shards = positive('PAYMENT_GATE_SHARDS', vars.PAYMENT_GATE_SHARDS)
  return providerNames(vars).flatMap((name) => Array.from({ length: shards }, (_, shard) => `${name}-${shard}`))
}

/** The gate for calls that concern all orders at once. */
export function firstGate(provider: string): string {
  return `${provider}-0`
}

/** The gate to a provider that serves an order. */
export function gateNameFor(provider: string, orderId: string, vars: PaymentVars): string {
  const shards = positive('PAYMENT_GATE_SHARDS', vars.PAYMENT_GATE_SHARDS)
  return `${provider}-${shardOf(orderId, shards)}`
}

/** The provider that a gate of this name leads to. */
export function providerOfGate(gate: string): string {
  return gate.slice(0, gate.lastIndexOf('-'))
}

/** How long an answer may take from the gate to the payment, beyond the gate's time-out. */
const recoverMarginMs = 1000

function knownName(variable: string, value: string): ProviderName {
  const name = names.find((known) => known === value)
  if (name !== undefined) return name
  throw new Error(`${variable} is "${value}"; it can be: ${names.join(', ')}`)
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}

function positive(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number <= 0)
    throw new Error(`${name} is "${value}"; it must be a whole number above 0`)
  return number
}
