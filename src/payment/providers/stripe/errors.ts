// The errors of Stripe's package.
import Stripe from 'stripe'

export type StripeError = InstanceType<typeof Stripe.errors.StripeError>

/** Stripe's errors become values; any other error is thrown. */
export async function orError<T>(work: Promise<T>): Promise<T | StripeError> {
  try {
    return await work
  } catch (fault) {
    if (fault instanceof Stripe.errors.StripeError) return fault
    throw fault
  }
}
