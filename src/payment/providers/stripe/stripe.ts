// Stripe's adapter, over its official package. A payment is a PaymentIntent: opened first, which moves no money, and
// then confirmed. So a lost answer is found out by opening it once more under the same idempotency key, which names the
// same intent, and reading that: at once consistent, where Stripe's search is not.
import Stripe from 'stripe'
import type { ProviderRecord } from '../../../contract/rpc.ts'
import type { Fetch } from '../http.ts'
import type {
  Charge,
  ChargeOutcome,
  ChargeQuery,
  FindOutcome,
  PaymentProvider,
  RefundOrder,
  RefundOutcome,
  Webhook,
  WebhookVerdict,
} from '../provider.ts'
import { headerOf, orderIdIn } from '../webhook.ts'
import { chargeIdOf, movementsOf } from './ledger.ts'
import { afterConfirm, afterOpen, afterRefund, moneyOf, refundStanding, standing } from './outcomes.ts'

export type StripeSettings = { fetch: Fetch; url: string; secretKey: string; webhookSecret: string }

/** How far a webhook's time stamp may lie in the past: Stripe's own default. */
const toleranceSeconds = 300
/** The most that Stripe gives on one page. */
const pageMax = 100

export function stripeProvider(settings: StripeSettings): PaymentProvider {
  return {
    name: 'stripe',
    testToken: null,
    charge: (charge, signal) => chargeOutcome(clientFor(settings, signal), charge),
    find: (query, signal) => findOutcome(clientFor(settings, signal), query),
    refund: (refund, signal) => refundOutcome(clientFor(settings, signal), refund),
    record: (orderId, signal) => readRecord(clientFor(settings, signal), orderId),
    ledger: (from, to, cursor, signal) => movementsOf(clientFor(settings, signal), from, to, cursor),
    verifyWebhook: (webhook, now) => verifyWebhook(settings, webhook, now),
  }
}

/**
 * A client for one call: the package knows no signal of its own, so the fetch it is given carries the gate's. It does
 * not try again by itself: the gate and the payment decide that.
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
  const opened = await orError(open(stripe, charge))
  if (opened instanceof Stripe.errors.StripeError) return afterOpen(opened)
  // An answer to this that never comes is thrown, or unknown: the money may have moved.
  const confirmed = await orError(
    stripe.paymentIntents.confirm(
      opened.id,
      // Nothing hangs between: a card that asks for its owner is declined, see docs/decisions.md.
      { payment_method: charge.token, error_on_requires_action: true },
      { idempotencyKey: `${charge.key}-confirm` },
    ),
  )
  return confirmed instanceof Stripe.errors.StripeError ? afterConfirm(confirmed) : answered(standing(confirmed))
}

/** The intent of a charge: the same one however often it is asked for, and shown as it was when it was opened. */
function open(stripe: Stripe, { key, orderId, amount }: ChargeQuery) {
  const metadata = { orderId, key }
  // Cards alone, wallets' cards too: they answer at once, where other means take days.
  const means = { payment_method_types: ['card'] }
  const sum = { amount: amount.amount, currency: amount.currency.toLowerCase() }
  return stripe.paymentIntents.create({ ...sum, ...means, metadata }, { idempotencyKey: key })
}

async function findOutcome(stripe: Stripe, query: ChargeQuery): Promise<FindOutcome> {
  const opened = await open(stripe, query)
  const isReplay = opened.lastResponse.headers['idempotent-replayed'] === 'true'
  const id = isReplay ? opened.id : ((await olderIntent(stripe, query, opened.id)) ?? opened.id)
  return standing(await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }))
}

/**
 * An intent of this key that Stripe has forgotten the key of, which it does after a day: old enough to be found by its
 * search, which lags by a minute.
 */
async function olderIntent(stripe: Stripe, { key }: ChargeQuery, newId: string): Promise<string | null> {
  const { data } = await stripe.paymentIntents.search({ query: `metadata['key']:'${key}'` })
  return data.find(({ id }) => id !== newId)?.id ?? null
}

/**
 * Looks before it gives: Stripe replays an answer for a day only, and replays a failure as well, though the money may
 * have gone back.
 */
async function refundOutcome(stripe: Stripe, { key, orderId, chargeId, amount }: RefundOrder): Promise<RefundOutcome> {
  const given = await orError(stripe.refunds.list({ payment_intent: chargeId, limit: pageMax }))
  if (given instanceof Stripe.errors.StripeError) return afterRefund(given)
  const known = given.data.find(({ metadata }) => metadata?.['key'] === key)
  if (known !== undefined) return refundStanding(known)
  const wanted = { payment_intent: chargeId, amount: amount.amount, metadata: { orderId, key } }
  const made = await orError(stripe.refunds.create(wanted, { idempotencyKey: key }))
  return made instanceof Stripe.errors.StripeError ? afterRefund(made) : refundStanding(made)
}

/** For people to look at: Stripe's search, which may lag behind by a minute. */
async function readRecord(stripe: Stripe, orderId: string): Promise<ProviderRecord> {
  const found = await stripe.charges.search({ query: `metadata['orderId']:'${orderId}'`, limit: pageMax })
  const taken = found.data.filter(({ status }) => status === 'succeeded')
  const given = await Promise.all(taken.map(({ id }) => stripe.refunds.list({ charge: id, limit: pageMax })))
  const refunds = given.flatMap(({ data }) => data).filter((refund) => refundStanding(refund).status === 'refunded')
  return {
    charges: taken.map((charge) => ({ id: chargeIdOf(charge), amount: moneyOf(charge) })),
    refunds: refunds.map((refund) => ({ id: refund.id, amount: moneyOf(refund) })),
  }
}

async function verifyWebhook(settings: StripeSettings, webhook: Webhook, now: number): Promise<WebhookVerdict> {
  const header = headerOf(webhook, 'stripe-signature')
  if (header === undefined) return { genuine: false }
  const crypto = Stripe.createSubtleCryptoProvider()
  const { webhooks } = Stripe
  const event = await orError(
    webhooks.constructEventAsync(webhook.body, header, settings.webhookSecret, toleranceSeconds, crypto, now),
  )
  if (event instanceof Stripe.errors.StripeError) return { genuine: false }
  const about = 'metadata' in event.data.object ? event.data.object.metadata : null
  return { genuine: true, orderId: orderIdIn(about?.['orderId']) }
}

/** What Stripe refuses is a value; what broke is thrown. */
async function orError<T>(work: Promise<T>): Promise<T | InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    return await work
  } catch (fault) {
    if (fault instanceof Stripe.errors.StripeError) return fault
    throw fault
  }
}

/** An intent that waits to be confirmed, after it was, cannot be understood. */
function answered(outcome: FindOutcome): ChargeOutcome {
  return outcome.status === 'absent' ? { status: 'unknown' } : outcome
}
