// Makes a refund at Stripe, once; and finds the order of one that was made by hand.
import Stripe from 'stripe'
import type { RefundOrder, RefundOutcome } from '../provider.ts'
import { outcomeInList } from '../refunds.ts'
import { stripeAmount } from './amounts.ts'
import { orError } from './errors.ts'
import { afterRefund, listedRefund, orderNamedBy } from './outcomes.ts'
import { listRefunds } from './record.ts'

/**
 * Lists the refunds of the charge before it makes one: Stripe replays a response for a day only, and replays a failure
 * too, though the refund may have been made since.
 */
export async function refundOutcome(stripe: Stripe, refund: RefundOrder): Promise<RefundOutcome> {
  const { key, orderId, chargeId, amount } = refund
  const listed = await orError(listRefunds(stripe, { payment_intent: chargeId }))
  if (listed instanceof Stripe.errors.StripeError) return afterRefund(listed)
  const known = outcomeInList(refund, listed)
  if (known !== null) return known
  const wanted = { payment_intent: chargeId, amount: stripeAmount(amount), metadata: { orderId, key } }
  const made = await orError(stripe.refunds.create(wanted, { idempotencyKey: key }))
  if (made instanceof Stripe.errors.StripeError) return afterRefund(made)
  return outcomeInList(refund, [listedRefund(made)]) ?? { status: 'unknown' }
}

/** The order of a refund: by its own metadata, else by those of its charge. */
export async function orderOfRefund(stripe: Stripe, refundId: string): Promise<string | null> {
  const found = await orError(stripe.refunds.retrieve(refundId, { expand: ['charge'] }))
  if (!(found instanceof Stripe.errors.StripeError)) return orderNamedBy(found)
  if (found.statusCode === 404) return null
  throw found
}
