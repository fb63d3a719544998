// What each payment provider can charge. The order refuses what its provider would decline; the provider's adapter
// counts by the same table.

import { currencies, minorDigits } from './currency.ts'
import type { Language, Text } from './language.ts'
import { formatMoney, type Money } from './money.ts'

/** How a provider charges a currency. Amounts are in the currency's minor unit. */
export type Charging = {
  /** The digits after the decimal point in the provider's own amounts. */
  digits: number
  least: number
  most: number
  /** Every amount of a charge or refund is a multiple of it. */
  step: number
}

export type ChargingOf = (currency: string) => Charging | null

/** A provider may not tell the least amount of a currency (null): the shop then sets one of its own. */
type Terms = Omit<Charging, 'least'> & { least: number | null }
type TermsOf = (currency: string) => Terms | null

/** By `PAYMENT_PROVIDER`; null for a currency that the provider does not take. */
export const chargingBy = { sandbox, stripe, toss } satisfies Record<string, TermsOf>

/** The embedded provider takes every currency and amount. */
function sandbox(currency: string): Charging | null {
  if (!currencies.includes(currency)) return null
  return { digits: minorDigits(currency), least: 1, most: Number.MAX_SAFE_INTEGER, step: 1 }
}

/** Cards are charged from ₩100 on: https://docs.tosspayments.com/reference/error-codes (BELOW_MINIMUM_AMOUNT). */
function toss(currency: string): Charging | null {
  return currency === 'KRW' ? { digits: 0, least: 100, most: Number.MAX_SAFE_INTEGER, step: 1 } : null
}

/** After https://docs.stripe.com/currencies. Cards in a currency with three decimals have a last digit of 0. */
function stripe(currency: string): Terms | null {
  if (!stripeCurrencies.includes(currency)) return null
  const ours = minorDigits(currency)
  const digits = stripeDigits[currency] ?? ours
  const step = Math.max(ours === 3 ? 10 : 1, 10 ** (ours - digits))
  const told = stripeLeast[currency]
  const least = told === undefined ? null : Math.round(told * 10 ** ours)
  // Up to eight digits, and up to twelve for IDR.
  const most = Math.floor(((currency === 'IDR' ? 1e12 : 1e8) - 1) * 10 ** (ours - digits))
  return { digits, least, most, step }
}

/** Where Stripe counts with other digits than ISO 4217: ISK and UGX as they once were, MGA in whole ariary. */
const stripeDigits: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 }

/** In the major unit. Any other currency must be worth as much as that of the account, once it is converted. */
const stripeLeast: Readonly<Record<string, number>> = {
  ...{ AED: 2, AUD: 0.5, BGN: 1, BRL: 0.5, CAD: 0.5, CHF: 0.5, CZK: 15, DKK: 2.5, EUR: 0.5, GBP: 0.3, HKD: 4 },
  ...{ HUF: 175, INR: 0.5, JPY: 50, MXN: 10, MYR: 2, NOK: 3, NZD: 0.5, PLN: 2, RON: 2, SEK: 3, SGD: 0.5, THB: 10 },
  USD: 0.5,
}

const stripeCurrencies = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP
  CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
  ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN
  MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE
  SOS SRD SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
`
  .trim()
  .split(/\s+/)

/** `CURRENCIES`: as `KRW USD`. One with a least charge of the shop's own, in the minor unit: `KRW:800`. */
export type ChargingVars = { PAYMENT_PROVIDER: string; CURRENCIES: string }

/**
 * The shop's currencies, as its provider charges them. Throws, in one line, for a provider that is not known, and for a
 * currency that it cannot take or whose least amount nobody tells.
 */
export function readCharging({ PAYMENT_PROVIDER: provider, CURRENCIES: list }: ChargingVars): ChargingOf {
  const termsOf: TermsOf | undefined = Object.entries(chargingBy).find(([name]) => name === provider)?.[1]
  if (termsOf === undefined) {
    throw new Error(`PAYMENT_PROVIDER is "${provider}"; it can be: ${Object.keys(chargingBy).join(', ')}`)
  }
  const known = new Map<string, Charging>()
  for (const text of list.split(/[\s,]+/)) {
    const [, code, own] = /^([A-Z]{3})(?::(\d{1,15}))?$/.exec(text) ?? []
    if (code === undefined) throw new Error(`CURRENCIES holds "${text}"; it is a list such as KRW, or KRW:800 USD`)
    const terms = termsOf(code)
    if (terms === null) throw new Error(`CURRENCIES holds ${code}, which the provider "${provider}" cannot take`)
    if (terms.least === null && own === undefined) {
      throw new Error(`CURRENCIES holds ${code} without the least amount that "${provider}" charges, as in ${code}:800`)
    }
    const charging = { ...terms, least: Math.max(terms.least ?? 1, Number(own ?? terms.step)) }
    if (charging.least > charging.most || charging.least % charging.step !== 0) {
      throw new Error(`CURRENCIES holds ${text}: "${provider}" cannot charge that amount`)
    }
    known.set(code, charging)
  }
  return (currency) => known.get(currency) ?? null
}

/** What is wrong with the currencies of a shop; null when nothing is. */
export function chargingFault(vars: ChargingVars): string | null {
  try {
    readCharging(vars)
    return null
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault)
  }
}

/** Why the provider would not charge this amount; null when it would. */
export function chargeFault({ amount, currency }: Money, { least, most, step }: Charging): Text | null {
  const text = (value: number, language: Language) => formatMoney({ amount: value, currency }, language)
  const [en, ko] = [text(amount, 'en'), text(amount, 'ko')]
  if (amount < least) {
    return {
      en: `The order costs ${en}, and ${text(least, 'en')} is the least that can be paid.`,
      ko: `주문 금액은 ${ko}이며, 최소 ${text(least, 'ko')}부터 결제할 수 있습니다.`,
    }
  }
  if (amount > most) {
    return {
      en: `The order costs ${en}, and ${text(most, 'en')} is the most that can be paid.`,
      ko: `주문 금액은 ${ko}이며, 최대 ${text(most, 'ko')}까지 결제할 수 있습니다.`,
    }
  }
  if (amount % step === 0) return null
  return {
    en: `The order costs ${en}, which is no multiple of ${text(step, 'en')}.`,
    ko: `주문 금액은 ${ko}이며, ${text(step, 'ko')} 단위여야 합니다.`,
  }
}
