// Money: an integer in the currency's minor unit, with its ISO 4217 code (KRW has no minor unit, so 1500 is ₩1,500).
import * as z from 'zod'
import { minorDigits } from './currency.ts'
import type { Language } from './language.ts'

export const moneySchema = z.object({
  amount: z.int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/),
})

export type Money = z.infer<typeof moneySchema>

/** Money that was moved, under its id at the provider. */
export type Entry = { id: string; amount: Money }

export function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency
}

/** `unit` times `qty`: exact for the lines of an order, whose total was checked when it was placed. */
export function times(unit: Money, qty: number): Money {
  return { amount: unit.amount * qty, currency: unit.currency }
}

/** The sum of amounts in one currency, in its minor unit; 0 for no amounts. */
export function totalOf(parts: readonly { amount: Money }[]): number {
  return parts.reduce((total, { amount }) => total + amount.amount, 0)
}

/** Read an amount that a person typed in the currency's major unit (`1500`, `1,500`, `12.50`); null when it is none. */
export function parseMoney(text: string, currency: string): Money | null {
  const match = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,4}))?$/.exec(text)
  if (match === null || !/^[A-Z]{3}$/.test(currency)) return null
  const digits = minorDigits(currency)
  const [, whole = '', fraction = ''] = match
  if (fraction.length > digits) return null
  return { amount: Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0')), currency }
}

/** The amount as text for people, as their language writes it: `₩1,290,000`, `$12.50` (in Korean `US$12.50`). */
export function formatMoney({ amount, currency }: Money, language: Language = 'en'): string {
  const digits = minorDigits(currency)
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(language, { style: 'currency', currency, ...fraction }).format(amount / 10 ** digits)
}
