// A fixture for each provider: its real adapter, its API on a port of its own, and its tokens.
import { createHmac } from 'node:crypto'
import type { PaymentProvider, Webhook } from '../../../src/payment/providers/provider.ts'
import { sandboxProvider } from '../../../src/payment/providers/sandbox.ts'
import { stripeProvider } from '../../../src/payment/providers/stripe/stripe.ts'
import { tossProvider } from '../../../src/payment/providers/toss.ts'
import { newSandbox, orderId } from '../payments.ts'
import { type HttpApi, openApi } from './http-api.ts'
import { StripeApi, stripeKey } from './stripe-api.ts'
import { TossApi, tossKey } from './toss-api.ts'

export type TokenKind = 'approved' | 'declined' | 'needsAction' | 'unknown'

export type ProviderFixture = {
  provider: PaymentProvider
  http: HttpApi
  /** A token of this kind that pays 4500 under this key. */
  tokenOf(kind: TokenKind, key?: string): string
  reasons: Record<Exclude<TokenKind, 'approved'>, string>
  /** A webhook about an order, as the provider sends it at `at`; with another secret it is forged. */
  webhook(orderId: string, at: number, secret?: string): Webhook
  /** Whether a late webhook is refused; otherwise it only causes a lookup. */
  refusesLate: boolean
  /** Let the provider's search find everything that was done. */
  catchUp(): void
}

export const webhookSecret = 'a webhook secret of the tests'
const here = { fetch: (url: string, init: RequestInit) => fetch(url, init), webhookSecret }

async function sandbox(): Promise<ProviderFixture> {
  const clock = {
    get now() {
      return Date.now()
    },
  }
  const { handle } = newSandbox(clock)
  const http = await openApi({
    handle,
    movesMoney: ({ method }) => method === 'POST',
    overloaded: () => Response.json({ error: { code: 'overloaded', message: '', charged: false } }, { status: 429 }),
  })
  const tokens = {
    approved: 'tok_approved',
    declined: 'tok_insufficient_funds',
    needsAction: 'tok_authentication_required',
    unknown: 'tok_nobody_knows',
  }
  return {
    provider: sandboxProvider({ ...here, url: http.origin, apiKey: 'key' }),
    http,
    tokenOf: (kind) => tokens[kind],
    reasons: { declined: 'insufficient_funds', needsAction: 'authenticationRequired', unknown: 'token_unknown' },
    webhook(orderId, at, secret = webhookSecret) {
      const body = JSON.stringify({ type: 'charge.succeeded', data: { reference: orderId } })
      return { headers: { 'Sandbox-Signature': signed(body, at, secret) }, query: {}, body }
    },
    refusesLate: true,
    catchUp: () => {},
  }
}

async function stripe(): Promise<ProviderFixture & { api: StripeApi }> {
  const api = new StripeApi()
  const http = await openApi(api)
  const tokens = {
    approved: 'pm_card_visa',
    declined: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    needsAction: 'pm_card_authenticationRequired',
    unknown: 'pm_nobody_knows',
  }
  return {
    api,
    provider: stripeProvider({ ...here, url: http.origin, secretKey: stripeKey }),
    http,
    tokenOf: (kind) => tokens[kind],
    reasons: { declined: 'insufficient_funds', needsAction: 'authenticationRequired', unknown: 'resource_missing' },
    webhook(orderId, at, secret = webhookSecret) {
      const object = { id: 'pi_1', object: 'payment_intent', metadata: { orderId } }
      const body = JSON.stringify({ object: 'event', type: 'payment_intent.succeeded', data: { object } })
      return { headers: { 'stripe-signature': signed(body, at, secret) }, query: {}, body }
    },
    refusesLate: true,
    catchUp: () => api.catchUp(),
  }
}

async function toss(): Promise<ProviderFixture & { api: TossApi }> {
  const api = new TossApi()
  const http = await openApi(api)
  return {
    api,
    provider: tossProvider({ ...here, url: http.origin, secretKey: tossKey }),
    http,
    tokenOf(kind, key = `${orderId}-1`) {
      return kind === 'approved' || kind === 'declined' ? api.pay(kind, key, 4500) : `tgen_${kind}`
    },
    reasons: {
      declined: 'REJECT_CARD_PAYMENT',
      needsAction: 'authenticationRequired',
      unknown: 'authenticationRequired',
    },
    webhook(orderId, at, secret = webhookSecret) {
      const data = { paymentKey: 'tgen_1', orderId: `${orderId}-1`, status: 'DONE' }
      const body = JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', createdAt: new Date(at).toISOString(), data })
      return { headers: {}, query: { secret }, body }
    },
    refusesLate: false,
    catchUp: () => {},
  }
}

export const fixtures = { sandbox, stripe, toss }

function signed(body: string, at: number, secret: string): string {
  const seconds = Math.floor(at / 1000)
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}
