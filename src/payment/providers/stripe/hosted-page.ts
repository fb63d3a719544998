// Stripe's hosted page (a Checkout Session), for customers without scripts: the charge waits for them there. A session
// that is complete has a PaymentIntent, like any other payment.
import Stripe from 'stripe'
import type { ChargeOutcome, ChargeQuery, FindOutcome } from '../provider.ts'
import { stripeAmount } from './amounts.ts'
import { orError, type StripeError } from './errors.ts'
import { afterOpen, chargeStatus } from './outcomes.ts'

/** The payment token that asks for the page. It is none of Stripe's. */
export const hostedPageToken = 'stripe_hosted_page'

export function isHosted({ token }: ChargeQuery): boolean {
  return token === hostedPageToken
}

/** Open the page. A repeat gives the same page, as it was when it was opened. Moves no money. */
export async function openPage(stripe: Stripe, query: ChargeQuery): Promise<ChargeOutcome> {
  if (!query.returnUrl) return { status: 'declined', reason: 'authenticationRequired' }
  const opened = await orError(create(stripe, query, query.returnUrl))
  if (opened instanceof Stripe.errors.StripeError) return afterOpen(opened)
  const outcome = await pageStatus(stripe, opened)
  return outcome.status === 'absent' ? { status: 'unknown' } : outcome
}

export async function findPage(stripe: Stripe, query: ChargeQuery): Promise<FindOutcome> {
  if (!query.returnUrl) return { status: 'absent' }
  const { id } = await create(stripe, query, query.returnUrl)
  return await pageStatus(stripe, await stripe.checkout.sessions.retrieve(id))
}

/** Once it has expired, nobody can pay by it. One that is complete cannot expire. */
export async function cancelPage(stripe: Stripe, query: ChargeQuery): Promise<FindOutcome> {
  if (!query.returnUrl) return { status: 'absent' }
  const { id } = await create(stripe, query, query.returnUrl)
  const expired: Stripe.Checkout.Session | StripeError = await orError(stripe.checkout.sessions.expire(id))
  if (!(expired instanceof Stripe.errors.StripeError)) return await pageStatus(stripe, expired)
  return await pageStatus(stripe, await stripe.checkout.sessions.retrieve(id))
}

function create(stripe: Stripe, { key, orderId, amount }: ChargeQuery, returnUrl: string) {
  const metadata = { orderId, key }
  const price = {
    currency: amount.currency.toLowerCase(),
    unit_amount: stripeAmount(amount),
    product_data: { name: `Order ${orderId}` },
  }
  return stripe.checkout.sessions.create(
    {
      mode: 'payment',
      allowed_payment_method_types: ['card'],
      client_reference_id: orderId,
      line_items: [{ quantity: 1, price_data: price }],
      metadata,
      payment_intent_data: { metadata },
      success_url: returnUrl,
      cancel_url: returnUrl,
    },
    { idempotencyKey: `${key}-page` },
  )
}

async function pageStatus(stripe: Stripe, session: Stripe.Checkout.Session): Promise<FindOutcome> {
  const { status, url, payment_intent } = session
  switch (status) {
    case 'open':
      return url === null ? { status: 'unknown' } : { status: 'requiresAction', url }
    case 'expired':
      return { status: 'declined', reason: 'canceledAtProvider' }
    case 'complete': {
      const id = typeof payment_intent === 'string' ? payment_intent : payment_intent?.id
      if (id === undefined) return { status: 'unknown' }
      return chargeStatus(await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }))
    }
  }
  return { status: 'unknown' }
}
