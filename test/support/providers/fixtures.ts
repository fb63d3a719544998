// A fixture for each provider: its real adapter, its API on a port of its own, and its tokens.
import { createHmac } from 'node:crypto'
import type { PaymentProvider, Webhook } from '../../../src/payment/providers/provider.ts'
import { sandboxProvider } from '../../../src/payment/providers/sandbox.ts'
import { stripeProvider } from '../../../src/payment/providers/stripe/stripe.ts'
import { tossProvider } from '../../../src/payment/providers/toss/toss.ts'
import { orderId } from '../payments.ts'
import { newSandbox } from '../sandbox.ts'
import { type HttpApi, openApi } from './http-api.ts'
import { StripeApi, stripeKey } from './stripe-api.ts'
import { TossApi, tossKey } from './toss-api.ts'

export type TokenKind = 'approved' | 'declined' | 'needsAction' | 'unknown'

/** `notice`: the body of the webhook about it. */
export type RaisedDispute = { id: string; notice: string; decide(status: 'won' | 'lost'): Promise<unknown> }

export type ProviderFixture = {
  provider: PaymentProvider
  http: HttpApi
  /** A token of this kind that pays 4500 under this key. */
  tokenOf(kind: TokenKind, key?: string): string
  reasons: Record<Exclude<TokenKind, 'approved'>, string>
  /** A webhook about an order, as the provider sends it at `at`; with another secret it is forged. */
  webhook(orderId: string, at: number, secret?: string): Webhook
  /** A webhook with any body, signed by the provider at `at`. */
  signed(body: string | Uint8Array<ArrayBuffer>, at: number, secret?: string): Webhook
  /** Let a bank dispute a charge, and decide it; null when the provider tells of no disputes. */
  dispute: ((chargeId: string, amount: number) => Promise<RaisedDispute>) | null
  /** Refund a charge at the provider's dashboard. */
  refundByHand(chargeId: string, amount: number): Promise<unknown>
  /** Let the newest refund of a charge fail, though it was answered as made. Gives the webhook about it. */
  failRefund(chargeId: string): Promise<string>
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
  const call = async (path: string, body?: object) => {
    const headers = { authorization: 'Bearer key', 'idempotency-key': crypto.randomUUID() }
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    return await (await handle(new Request(`https://sandbox.internal${path}`, init))).json()
  }
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
  const signed = signerBy('Sandbox-Signature')
  return {
    provider: sandboxProvider({ ...here, url: http.origin, apiKey: 'key' }),
    http,
    tokenOf: (kind) => tokens[kind],
    reasons: { declined: 'insufficient_funds', needsAction: 'authenticationRequired', unknown: 'token_unknown' },
    webhook(orderId, at, secret) {
      return signed(JSON.stringify({ type: 'charge.succeeded', data: { reference: orderId } }), at, secret)
    },
    signed,
    async dispute(chargeId, amount) {
      const { id, reference } = await call(`/charges/${chargeId}/disputes`, { amount, currency: 'KRW' })
      const notice = JSON.stringify({ type: 'dispute.created', data: { reference, id } })
      return { id, notice, decide: (status) => call(`/disputes/${id}`, { status }) }
    },
    refundByHand: (chargeId, amount) => call(`/charges/${chargeId}/refunds`, { amount, currency: 'KRW' }),
    async failRefund(chargeId) {
      const { data } = await call(`/charges/${chargeId}/refunds`)
      const { id } = await call(`/refunds/${data.at(-1).id}`, { status: 'failed' })
      return JSON.stringify({ type: 'refund.failed', data: { reference: orderId, id } })
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
  const signed = signerBy('stripe-signature')
  return {
    api,
    provider: stripeProvider({
      ...here,
      url: http.origin,
      secretKey: stripeKey,
      publishableKey: 'pk_test',
      scriptUrl: 'https://js.stripe.test/v3/',
    }),
    http,
    tokenOf: (kind) => tokens[kind],
    reasons: { declined: 'insufficient_funds', needsAction: 'authenticationRequired', unknown: 'resource_missing' },
    webhook(orderId, at, secret) {
      const object = { id: 'pi_1', object: 'payment_intent', metadata: { orderId } }
      return signed(JSON.stringify({ object: 'event', type: 'payment_intent.succeeded', data: { object } }), at, secret)
    },
    signed,
    async dispute(chargeId, amount) {
      const raised = api.dispute(chargeId, amount)
      const object = { ...raised, metadata: {} }
      const notice = JSON.stringify({ object: 'event', type: 'charge.dispute.created', data: { object } })
      return { id: raised.id, notice, decide: async (status) => (raised.status = status) }
    },
    refundByHand: async (chargeId, amount) => api.refund(chargeId, amount),
    async failRefund(chargeId) {
      const object = api.failRefund(chargeId)
      return JSON.stringify({ object: 'event', type: 'refund.failed', data: { object } })
    },
    refusesLate: true,
    catchUp: () => api.catchUp(),
  }
}

async function toss(): Promise<ProviderFixture & { api: TossApi }> {
  const api = new TossApi()
  const http = await openApi(api)
  const signed: ProviderFixture['signed'] = (body, _, secret = webhookSecret) => {
    return { headers: {}, query: { secret }, body: bytesOf(body) }
  }
  return {
    api,
    provider: tossProvider({
      ...here,
      url: http.origin,
      secretKey: tossKey,
      clientKey: 'test_gck',
      scriptUrl: 'https://js.toss.test',
    }),
    http,
    tokenOf(kind, key = `${orderId}-1`) {
      return kind === 'approved' || kind === 'declined' ? api.pay(kind, key, 4500) : `tgen_${kind}`
    },
    reasons: {
      declined: 'REJECT_CARD_PAYMENT',
      needsAction: 'authenticationRequired',
      unknown: 'authenticationRequired',
    },
    webhook(orderId, at, secret) {
      const data = { paymentKey: 'tgen_1', orderId: `${orderId}-1`, status: 'DONE' }
      const createdAt = new Date(at).toISOString()
      return signed(JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', createdAt, data }), at, secret)
    },
    signed,
    dispute: null,
    refundByHand: async (chargeId, amount) => api.refund(chargeId, amount),
    async failRefund(chargeId) {
      const data = { ...api.failRefund(chargeId), paymentKey: chargeId, orderId: `${orderId}-1` }
      return JSON.stringify({ eventType: 'CANCEL_STATUS_CHANGED', createdAt: '2026-11-29T12:00:00.000000', data })
    },
    refusesLate: false,
    catchUp: () => {},
  }
}

export const fixtures = { sandbox, stripe, toss }

function signerBy(header: string): ProviderFixture['signed'] {
  return (content, at, secret = webhookSecret) => {
    const body = bytesOf(content)
    const seconds = Math.floor(at / 1000)
    const mac = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')
    return { headers: { [header]: `t=${seconds},v1=${mac}` }, query: {}, body }
  }
}

function bytesOf(body: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return typeof body === 'string' ? Uint8Array.from(new TextEncoder().encode(body)) : body
}
