// The payment context's configuration, read from its variables. A missing or wrong variable is one clear error.
import { shardOf } from '../platform/shard.ts'
import type { Fetch } from './providers/http.ts'
import type { PaymentProvider } from './providers/provider.ts'
import { sandboxProvider } from './providers/sandbox.ts'
import { stripeProvider } from './providers/stripe/stripe.ts'
import { tossProvider } from './providers/toss/toss.ts'

export type PaymentVars = {
  PAYMENT_PROVIDER: string
  PAYMENT_TIMEOUT_MS: string
  PAYMENT_RETRY_MS: string
  PAYMENT_LATE_ARRIVAL_MS: string
  PAYMENT_GATE_SHARDS: string
  PAYMENT_GATE_CALLS_MAX: string
  PAYMENT_BREAKER_OPEN_MS: string
  SANDBOX_URL?: string
  SANDBOX_API_KEY?: string
  SANDBOX_WEBHOOK_SECRET?: string
  STRIPE_SECRET_KEY?: string
  STRIPE_WEBHOOK_SECRET?: string
  TOSS_SECRET_KEY?: string
  TOSS_WEBHOOK_SECRET?: string
  /** The address of the provider's API in tests. Nothing else sets these. */
  STRIPE_API_URL?: string
  TOSS_API_URL?: string
}

/** The fetch to each provider: to the sandbox by its binding, to the others over the internet. */
export type ProviderFetch = { sandbox: Fetch; internet: Fetch }

const providers = {
  sandbox: (vars, { sandbox }) =>
    sandboxProvider({
      fetch: sandbox,
      url: required('SANDBOX_URL', vars),
      apiKey: required('SANDBOX_API_KEY', vars),
      webhookSecret: required('SANDBOX_WEBHOOK_SECRET', vars),
    }),
  stripe: (vars, { internet }) =>
    stripeProvider({
      fetch: internet,
      url: vars.STRIPE_API_URL ?? 'https://api.stripe.com',
      secretKey: required('STRIPE_SECRET_KEY', vars),
      webhookSecret: required('STRIPE_WEBHOOK_SECRET', vars),
    }),
  toss: (vars, { internet }) =>
    tossProvider({
      fetch: internet,
      url: vars.TOSS_API_URL ?? 'https://api.tosspayments.com',
      secretKey: required('TOSS_SECRET_KEY', vars),
      webhookSecret: required('TOSS_WEBHOOK_SECRET', vars),
    }),
} satisfies Record<string, (vars: PaymentVars, fetches: ProviderFetch) => PaymentProvider>

/** The provider that the configuration names. Throws, in one line, when a setting is missing or unknown. */
export function chooseProvider(vars: PaymentVars, fetches: ProviderFetch): PaymentProvider {
  const open = Object.entries(providers).find(([name]) => name === vars.PAYMENT_PROVIDER)?.[1]
  if (open !== undefined) return open(vars, fetches)
  throw new Error(`PAYMENT_PROVIDER is "${vars.PAYMENT_PROVIDER}"; it can be: ${Object.keys(providers).join(', ')}`)
}

export function readTiming(vars: PaymentVars) {
  const timeoutMs = positive('PAYMENT_TIMEOUT_MS', vars.PAYMENT_TIMEOUT_MS)
  return {
    retryMs: positive('PAYMENT_RETRY_MS', vars.PAYMENT_RETRY_MS),
    recoverAfterMs: timeoutMs + recoverMarginMs,
    lateArrivalMs: positive('PAYMENT_LATE_ARRIVAL_MS', vars.PAYMENT_LATE_ARRIVAL_MS),
  }
}

export function readGateSettings(vars: PaymentVars) {
  return {
    timeoutMs: positive('PAYMENT_TIMEOUT_MS', vars.PAYMENT_TIMEOUT_MS),
    callsMax: positive('PAYMENT_GATE_CALLS_MAX', vars.PAYMENT_GATE_CALLS_MAX),
    openMs: positive('PAYMENT_BREAKER_OPEN_MS', vars.PAYMENT_BREAKER_OPEN_MS),
  }
}

/** The names of all gates to the provider. */
export function gateNames(vars: PaymentVars): string[] {
  const shards = positive('PAYMENT_GATE_SHARDS', vars.PAYMENT_GATE_SHARDS)
  return Array.from({ length: shards }, (_, shard) => `${vars.PAYMENT_PROVIDER}-${shard}`)
}

/** The gate for calls that concern all orders at once. */
export function firstGate(vars: PaymentVars): string {
  return `${vars.PAYMENT_PROVIDER}-0`
}

/** The gate that serves an order. */
export function gateNameFor(orderId: string, vars: PaymentVars): string {
  const shards = positive('PAYMENT_GATE_SHARDS', vars.PAYMENT_GATE_SHARDS)
  return `${vars.PAYMENT_PROVIDER}-${shardOf(orderId, shards)}`
}

/** How long an answer may take from the gate to the payment, beyond the gate's time-out. */
const recoverMarginMs = 1000

function required(name: keyof PaymentVars, vars: PaymentVars): string {
  const value = vars[name]
  if (value !== undefined && value !== '') return value
  throw new Error(`${name} is not set, and PAYMENT_PROVIDER "${vars.PAYMENT_PROVIDER}" needs it`)
}

function positive(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number <= 0)
    throw new Error(`${name} is "${value}"; it must be a whole number above 0`)
  return number
}
