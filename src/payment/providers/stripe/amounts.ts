// Amounts as Stripe counts them. Its digits are those of ISO 4217 but for a few currencies: see contract/charging.ts.
import { chargingBy } from '../../../contract/charging.ts'
import { minorDigits } from '../../../contract/currency.ts'
import type { Money } from '../../../contract/money.ts'

/** Whether Stripe can charge this currency and count this amount. */
export function isCountable({ amount, currency }: Money): boolean {
  const charging = chargingBy.stripe(currency)
  return charging !== null && amount % charging.step === 0
}

/** The amount to send to Stripe: whole for a countable amount. */
export function stripeAmount({ amount, currency }: Money): number {
  const shift = shiftOf(currency)
  return shift < 0 ? amount / 10 ** -shift : amount * 10 ** shift
}

export function moneyOfStripe(amount: number, currency: string): Money {
  const shift = shiftOf(currency)
  return { amount: shift < 0 ? amount * 10 ** -shift : Math.round(amount / 10 ** shift), currency }
}

/** How many digits more Stripe counts. */
function shiftOf(currency: string): number {
  const ours = minorDigits(currency)
  return (chargingBy.stripe(currency)?.digits ?? ours) - ours
}
