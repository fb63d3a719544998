// What Stripe's objects and errors mean for a payment. Pure.
import type Stripe from 'stripe'
import type { Money } from '../../../contract/money.ts'
import type { ChargeOutcome, FindOutcome, RefundOutcome } from '../provider.ts'

type StripeError = InstanceType<typeof Stripe.errors.StripeError>

/** Stripe counts in the same minor units as we do, for currencies of none, two and three decimals alike. */
export function moneyOf({ amount, currency }: { amount: number; currency: string }): Money {
  return { amount, currency: currency.toUpperCase() }
}

/** How an intent stands. That its money went back again shows where it was read with its latest charge. */
export function standing(intent: Stripe.PaymentIntent): FindOutcome {
  switch (intent.status) {
    case 'succeeded':
      return isGivenBack(intent.latest_charge)
        ? { status: 'declined', reason: 'refundedAtProvider' }
        : { status: 'approved', chargeId: intent.id }
    case 'requires_payment_method': {
      const error = intent.last_payment_error
      return error === null ? { status: 'absent' } : { status: 'declined', reason: reasonOf(error) }
    }
    case 'requires_confirmation':
      return { status: 'absent' }
    // Only who has the intent's client secret could go on with it, and that never leaves this Worker.
    case 'requires_action':
      return { status: 'declined', reason: 'authenticationRequired' }
    case 'canceled':
      return { status: 'declined', reason: 'canceledAtProvider' }
    case 'processing':
    case 'requires_capture':
      break
  }
  // What is under way, or stands in a way that is newer than this code.
  return { status: 'unknown' }
}

/** An intent could not be opened: no money moves by opening one. */
export function afterOpen(error: StripeError): ChargeOutcome {
  const status = error.statusCode ?? 0
  if (isKeyConflict(error)) return { status: 'unknown' }
  if (status === 429) return { status: 'notCharged', reason: 'overloaded' }
  if (status >= 400 && status < 500 && !isOursToMend(status)) return { status: 'declined', reason: reasonOf(error) }
  return { status: 'notCharged', reason: 'failed' }
}

/** A confirmation was refused, or nobody knows what became of it. */
export function afterConfirm(error: StripeError): ChargeOutcome {
  const status = error.statusCode ?? 0
  const mayHaveBeenConfirmed = error.code === 'lock_timeout' || error.code === 'payment_intent_unexpected_state'
  if (isKeyConflict(error) || mayHaveBeenConfirmed || status < 400 || status >= 500) return { status: 'unknown' }
  if (status === 429) return { status: 'notCharged', reason: 'overloaded' }
  if (isOursToMend(status)) return { status: 'notCharged', reason: 'failed' }
  return { status: 'declined', reason: reasonOf(error) }
}

export function afterRefund(error: StripeError): RefundOutcome {
  const status = error.statusCode ?? 0
  // Given back by another hand, at the provider's own desk: the customer has the money.
  if (error.code === 'charge_already_refunded') return { status: 'refunded' }
  if (isKeyConflict(error) || status === 429 || status < 400 || status >= 500) return { status: 'unknown' }
  return { status: 'refused', reason: reasonOf(error) }
}

/** Some banks take their time: what Stripe has accepted counts, and if it fails later the books will tell. */
export function refundStanding({ status, failure_reason }: Stripe.Refund): RefundOutcome {
  if (status === 'succeeded' || status === 'pending') return { status: 'refunded' }
  return { status: 'refused', reason: failure_reason ?? status ?? 'failed' }
}

/** The same key is under way, or was used for something else: what became of that must be asked. */
function isKeyConflict({ statusCode, type }: StripeError): boolean {
  return statusCode === 409 || type === 'StripeIdempotencyError'
}

/** A wrong key of ours is no fault of the customer's means: it is put right, and the payment goes through. */
function isOursToMend(status: number): boolean {
  return status === 401 || status === 403
}

function reasonOf({ code, decline_code }: { code?: string | null; decline_code?: string | null }): string {
  if (code === 'authentication_required' || decline_code === 'authentication_required') return 'authenticationRequired'
  // An empty decline code is what the package puts where Stripe gave none.
  return decline_code || code || 'declined'
}

function isGivenBack(charge: Stripe.PaymentIntent['latest_charge']): boolean {
  return typeof charge === 'object' && charge !== null && charge.refunded
}
