// Translates Stripe's objects and errors into the outcomes of a payment. Pure.
import type Stripe from 'stripe'
import type { Money } from '../../../contract/money.ts'
import type { ChargeOutcome, FindOutcome, ListedRefund, RefundOutcome } from '../provider.ts'
import { orderIdIn } from '../webhook.ts'
import { moneyOfStripe } from './amounts.ts'
import type { StripeError } from './errors.ts'

/** An amount of Stripe's, in the currency's minor unit. */
export function moneyOf({ amount, currency }: { amount: number; currency: string }): Money {
  return moneyOfStripe(amount, currency.toUpperCase())
}

/** The status of an intent. Its refund shows only when the intent was read with its latest charge. */
export function chargeStatus(intent: Stripe.PaymentIntent): FindOutcome {
  switch (intent.status) {
    case 'succeeded':
      return isRefunded(intent.latest_charge)
        ? { status: 'declined', reason: 'refundedAtProvider' }
        : { status: 'approved', chargeId: intent.id }
    case 'requires_payment_method': {
      const error = intent.last_payment_error
      return error === null ? { status: 'absent' } : { status: 'declined', reason: reasonOf(error) }
    }
    case 'requires_confirmation':
      return { status: 'absent' }
    // Without an address to come back to, only the client secret lets a client continue: it never leaves this Worker.
    case 'requires_action': {
      const url = intent.next_action?.redirect_to_url?.url
      return url ? { status: 'requiresAction', url } : { status: 'declined', reason: 'authenticationRequired' }
    }
    case 'canceled':
      return { status: 'declined', reason: 'canceledAtProvider' }
    case 'processing':
    case 'requires_capture':
      break
  }
  // It is under way, or has a status that is newer than this code.
  return { status: 'unknown' }
}

/** The intent could not be opened. Opening moves no money. */
export function afterOpen(error: StripeError): ChargeOutcome {
  const status = error.statusCode ?? 0
  if (isKeyConflict(error)) return { status: 'unknown' }
  if (status === 429) return { status: 'notCharged', reason: 'overloaded' }
  if (status >= 400 && status < 500 && !isApiKeyError(status)) return { status: 'declined', reason: reasonOf(error) }
  return { status: 'notCharged', reason: 'failed' }
}

/** The confirmation failed, or its outcome is not known. */
export function afterConfirm(error: StripeError): ChargeOutcome {
  const status = error.statusCode ?? 0
  const mayHaveBeenConfirmed = error.code === 'lock_timeout' || error.code === 'payment_intent_unexpected_state'
  if (isKeyConflict(error) || mayHaveBeenConfirmed || status < 400 || status >= 500) return { status: 'unknown' }
  if (status === 429) return { status: 'notCharged', reason: 'overloaded' }
  if (isApiKeyError(status)) return { status: 'notCharged', reason: 'failed' }
  return { status: 'declined', reason: reasonOf(error) }
}

/** The refund failed, or its outcome is not known. */
export function afterRefund(error: StripeError): RefundOutcome {
  const status = error.statusCode ?? 0
  // It was refunded since its refunds were listed: the next list shows by what.
  if (error.code === 'charge_already_refunded') return { status: 'unknown' }
  if (isKeyConflict(error) || status === 429 || status < 400 || status >= 500) return { status: 'unknown' }
  return { status: 'refused', reason: reasonOf(error) }
}

/** Some banks are slow: `pending` counts as made. One that fails later is told by a webhook. */
export function listedRefund(refund: Stripe.Refund): ListedRefund {
  const { id, status, failure_reason } = refund
  const listed = { id, key: refund.metadata?.['key'] ?? null, amount: moneyOf(refund) }
  switch (status) {
    case 'succeeded':
    case 'pending':
      return { ...listed, status: 'made', reason: null }
    case 'failed':
    case 'canceled':
      return { ...listed, status: 'failed', reason: failure_reason ?? status }
    default:
      return { ...listed, status: 'waiting', reason: status }
  }
}

/** The order of a refund. One made at Stripe's dashboard names none, but its charge does, which must be expanded. */
export function orderNamedBy({ charge, metadata }: Stripe.Refund): string | null {
  const ofCharge = typeof charge === 'object' ? charge?.metadata['orderId'] : undefined
  return orderIdIn(metadata?.['orderId'] ?? ofCharge)
}

/** The same key is in use by another request, or was used with other data: the charge must be looked up. */
function isKeyConflict({ statusCode, type }: StripeError): boolean {
  return statusCode === 409 || type === 'StripeIdempotencyError'
}

/** A wrong API key is our error and not the customer's: once it is corrected the charge succeeds. */
function isApiKeyError(status: number): boolean {
  return status === 401 || status === 403
}

function reasonOf({ code, decline_code }: { code?: string | null; decline_code?: string | null }): string {
  if (code === 'authentication_required' || decline_code === 'authentication_required') return 'authenticationRequired'
  // The package gives an empty decline code where Stripe gave none.
  return decline_code || code || 'declined'
}

function isRefunded(charge: Stripe.PaymentIntent['latest_charge']): boolean {
  return typeof charge === 'object' && charge !== null && charge.refunded
}
