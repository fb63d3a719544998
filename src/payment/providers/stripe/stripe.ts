// The adapter of Stripe, over its official package. A payment is a PaymentIntent: it is opened first, which moves no
// money, and then confirmed. After a lost response the same idempotency key opens the same intent again, and the intent
// is read by its id. That is consistent at once, which Stripe's search is not.
import Stripe from 'stripe'
import * as z from 'zod'
import type { CheckoutWay } from '../../../contract/payment.ts'
import type { Fetch } from '../http.ts'
import type {
  Charge,
  ChargeOutcome,
  ChargeQuery,
  CheckoutQuery,
  FindOutcome,
  PaymentProvider,
  Webhook,
  WebhookVerdict,
} from '../provider.ts'
import { isSigned } from '../signature.ts'
import { headerOf, jsonOf, orderIdIn } from '../webhook.ts'
import { isCountable, stripeAmount } from './amounts.ts'
import { findDispute } from './disputes.ts'
import { orError } from './errors.ts'
import { cancelPage, findPage, hostedPageToken, isHosted, openPage } from './hosted-page.ts'
import { readLedger } from './ledger.ts'
import { afterConfirm, afterOpen, chargeStatus } from './outcomes.ts'
import { listRefunds, readRecord } from './record.ts'
import { orderOfRefund, refundOutcome } from './refund.ts'

export type StripeSettings = {
  fetch: Fetch
  url: string
  secretKey: string
  webhookSecret: string
  /** Without it the card is taken at Stripe's page alone. */
  publishableKey: string | null
  /** The address of Stripe.js. */
  scriptUrl: string
}

export function stripeProvider(settings: StripeSettings): PaymentProvider {
  return {
    name: 'stripe',
    testToken: null,
    charge: (charge, signal) => chargeOutcome(clientFor(settings, signal), charge),
    find: (query, signal) => findOutcome(clientFor(settings, signal), query),
    cancel: (query, signal) => cancelOutcome(clientFor(settings, signal), query),
    checkout: (query) => checkoutWay(settings, query),
    refund: (refund, signal) => refundOutcome(clientFor(settings, signal), refund),
    refunds: (charge, signal) => listRefunds(clientFor(settings, signal), { payment_intent: charge.chargeId }),
    orderOfRefund: (refundId, signal) => orderOfRefund(clientFor(settings, signal), refundId),
    dispute: (disputeId, signal) => findDispute(clientFor(settings, signal), disputeId),
    record: (orderId, signal) => readRecord(clientFor(settings, signal), orderId),
    ledger: (from, to, cursor, signal) => readLedger(clientFor(settings, signal), from, to, cursor),
    verifyWebhook: (webhook, now) => verifyWebhook(settings, webhook, now),
  }
}

/**
 * A client for one call. The package takes no abort signal, so its fetch carries the gate's. It makes no retries of its
 * own: the gate and the payment decide about them.
 */
function clientFor({ fetch, url, secretKey }: StripeSettings, signal: AbortSignal): Stripe {
  const { protocol, hostname, port } = new URL(url)
  const fetchUntil: typeof globalThis.fetch = (address, init) =>
    fetch(String(address), { ...init, signal: AbortSignal.any(init?.signal ? [signal, init.signal] : [signal]) })
  return new Stripe(secretKey, {
    httpClient: Stripe.createFetchHttpClient(fetchUntil),
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : port,
    maxNetworkRetries: 0,
    telemetry: false,
  })
}

async function chargeOutcome(stripe: Stripe, charge: Charge): Promise<ChargeOutcome> {
  if (!isCountable(charge.amount)) return { status: 'declined', reason: 'currencyNotSupported' }
  if (isHosted(charge)) return await openPage(stripe, charge)
  const opened = await orError(open(stripe, charge))
  if (opened instanceof Stripe.errors.StripeError) return afterOpen(opened)
  // Without a response this throws, or is `unknown`: the money may have moved.
  const confirmed = await orError(
    stripe.paymentIntents.confirm(
      opened.id,
      {
        ...meansOf(charge),
        ...(charge.returnUrl ? { return_url: charge.returnUrl } : { error_on_requires_action: true }),
      },
      { idempotencyKey: `${charge.key}-confirm` },
    ),
  )
  return confirmed instanceof Stripe.errors.StripeError
    ? afterConfirm(confirmed)
    : confirmedOutcome(chargeStatus(confirmed))
}

/** Open the intent of a charge. A repeat gives the same intent, as it was when it was opened. */
function open(stripe: Stripe, { key, orderId, amount }: ChargeQuery) {
  const metadata = { orderId, key }
  // Only cards, also those in wallets: they answer at once, and other payment methods take days.
  const methods = { allowed_payment_method_types: ['card' as const] }
  const sum = { amount: stripeAmount(amount), currency: amount.currency.toLowerCase() }
  return stripe.paymentIntents.create({ ...sum, ...methods, metadata }, { idempotencyKey: key })
}

/** Of the Payment Element, or a payment method. */
function meansOf({ token }: Charge) {
  return token.startsWith('ctoken_') ? { confirmation_token: token } : { payment_method: token }
}

async function findOutcome(stripe: Stripe, query: ChargeQuery): Promise<FindOutcome> {
  if (isHosted(query)) return await findPage(stripe, query)
  return await intentStatus(stripe, await intentOf(stripe, query))
}

/** An intent that has been charged, or is being charged, cannot be canceled: it is read. */
async function cancelOutcome(stripe: Stripe, query: ChargeQuery): Promise<FindOutcome> {
  if (isHosted(query)) return await cancelPage(stripe, query)
  const id = await intentOf(stripe, query)
  const canceled = await orError(stripe.paymentIntents.cancel(id))
  return canceled instanceof Stripe.errors.StripeError ? await intentStatus(stripe, id) : chargeStatus(canceled)
}

async function intentStatus(stripe: Stripe, id: string): Promise<FindOutcome> {
  return chargeStatus(await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }))
}

async function intentOf(stripe: Stripe, query: ChargeQuery): Promise<string> {
  const opened = await open(stripe, query)
  const isReplay = opened.lastResponse.headers['idempotent-replayed'] === 'true'
  return isReplay ? opened.id : ((await olderIntent(stripe, query, opened.id)) ?? opened.id)
}

/**
 * An older intent of this key. Stripe forgets an idempotency key after a day; such an intent is old enough for its
 * search, which lags by a minute.
 */
async function olderIntent(stripe: Stripe, { key }: ChargeQuery, newId: string): Promise<string | null> {
  const { data } = await stripe.paymentIntents.search({ query: `metadata['key']:'${key}'` })
  return data.find(({ id }) => id !== newId)?.id ?? null
}

function checkoutWay({ publishableKey, scriptUrl }: StripeSettings, { amount }: CheckoutQuery): CheckoutWay | null {
  if (!isCountable(amount)) return null
  const sum = { amount: stripeAmount(amount), currency: amount.currency.toLowerCase() }
  return { kind: 'stripe', scriptUrl, publishableKey, ...sum, hosted: hostedPageToken }
}

/** A snapshot event about an object of ours. The package would throw at a thin event, and reads the body as text. */
const webhookSchema = z.object({
  data: z.object({ object: z.object({ metadata: z.object({ orderId: z.string() }) }) }),
})

/** `refund.*` and `charge.refund.*`: one that was made at Stripe's dashboard does not name its order. */
const refundWebhookSchema = z.object({
  data: z.object({ object: z.object({ object: z.literal('refund'), id: z.string() }) }),
})

/** `charge.dispute.*`: a dispute has metadata of its own, and does not name its order. */
const disputeWebhookSchema = z.object({
  data: z.object({ object: z.object({ object: z.literal('dispute'), id: z.string() }) }),
})

async function verifyWebhook(settings: StripeSettings, webhook: Webhook, now: number): Promise<WebhookVerdict> {
  const header = headerOf(webhook, 'stripe-signature')
  if (header === undefined || !(await isSigned(header, webhook.body, settings.webhookSecret, now)))
    return { genuine: false }
  const json = jsonOf(webhook)
  const ofDispute = disputeWebhookSchema.safeParse(json)
  if (ofDispute.success) return { genuine: true, orderId: null, disputeId: ofDispute.data.data.object.id }
  const event = webhookSchema.safeParse(json)
  if (event.success) return { genuine: true, orderId: orderIdIn(event.data.data.object.metadata.orderId) }
  const ofRefund = refundWebhookSchema.safeParse(json)
  return { genuine: true, orderId: null, ...(ofRefund.success && { refundId: ofRefund.data.data.object.id }) }
}

/** After a confirmation, an intent that still waits for it makes no sense. */
function confirmedOutcome(outcome: FindOutcome): ChargeOutcome {
  return outcome.status === 'absent' ? { status: 'unknown' } : outcome
}
