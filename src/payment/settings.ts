// The payment context's configuration, read from its variables. What is missing or wrong is one clear error.
import type { PaymentProvider } from './provider.ts'
import { sandboxProvider } from './sandbox.ts'

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
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

const providers = ['sandbox']

/**
 * The provider that the configuration names. `fetch` reaches the sandbox. Throws when a setting is missing or unknown.
 */
export function chooseProvider(vars: PaymentVars, fetch: Fetch): PaymentProvider {
  if (vars.PAYMENT_PROVIDER === 'sandbox') {
    return sandboxProvider({
      fetch,
      url: required('SANDBOX_URL', vars.SANDBOX_URL),
      apiKey: required('SANDBOX_API_KEY', vars.SANDBOX_API_KEY),
      webhookSecret: required('SANDBOX_WEBHOOK_SECRET', vars.SANDBOX_WEBHOOK_SECRET),
    })
  }
  throw new Error(`PAYMENT_PROVIDER is "${vars.PAYMENT_PROVIDER}"; it can be: ${providers.join(', ')}`)
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

/** The names of all gates to the provider, and which of them serves an order. */
export function gateNames(vars: PaymentVars): string[] {
  const shards = positive('PAYMENT_GATE_SHARDS', vars.PAYMENT_GATE_SHARDS)
  return Array.from({ length: shards }, (_, shard) => `${vars.PAYMENT_PROVIDER}-${shard}`)
}

export function gateNameFor(orderId: string, vars: PaymentVars): string {
  const shards = positive('PAYMENT_GATE_SHARDS', vars.PAYMENT_GATE_SHARDS)
  let hash = 0x811c9dc5
  for (const character of orderId) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return `${vars.PAYMENT_PROVIDER}-${(hash >>> 0) % shards}`
}

/** What an answer may take beyond the gate's time-out, on its way back to the payment. */
const recoverMarginMs = 1000

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new Error(`${name} is not set, and PAYMENT_PROVIDER needs it`)
  return value
}

function positive(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number <= 0)
    throw new Error(`${name} is "${value}"; it must be a whole number above 0`)
  return number
}
