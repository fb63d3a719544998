// What each provider can charge: in which currencies, from which amount on, and in which units it counts.
import { describe, expect, test } from 'vitest'
import { chargeFault, chargingBy, readCharging } from '../../../src/contract/charging.ts'
import { currencies, minorDigits } from '../../../src/contract/currency.ts'

const read = (PAYMENT_PROVIDER: string, CURRENCIES: string) => readCharging({ PAYMENT_PROVIDER, CURRENCIES })

describe('a provider', () => {
  test('takes every currency (the sandbox), the won alone (Toss), and those of its list (Stripe)', () => {
    const taken = (provider: keyof typeof chargingBy) =>
      currencies.filter((code) => chargingBy[provider](code) !== null)
    expect([taken('sandbox').length, taken('toss'), taken('stripe').length]).toEqual([currencies.length, ['KRW'], 138])
  })

  test.each(Object.keys(chargingBy) as (keyof typeof chargingBy)[])(
    '%s counts whole units, and takes its bounds',
    (name) => {
      for (const currency of currencies) {
        const charging = chargingBy[name](currency)
        if (charging === null) continue
        const { digits, least, most, step } = charging
        for (const amount of [step, least ?? step, most - (most % step)]) {
          expect([currency, ((amount * 10 ** digits) / 10 ** minorDigits(currency)) % 1]).toEqual([currency, 0])
          expect(amount % step).toBe(0)
        }
        expect(least ?? 0).toBeLessThan(most)
      }
    },
  )

  test('counts with the digits of ISO 4217, but for three currencies of Stripe', () => {
    const others = currencies.filter((code) => {
      return Object.values(chargingBy).some((of) => (of(code)?.digits ?? minorDigits(code)) !== minorDigits(code))
    })
    expect(others).toEqual(['ISK', 'MGA', 'UGX'])
    expect(others.map((code) => chargingBy.stripe(code))).toEqual([
      { digits: 2, least: null, most: 999_999, step: 1 },
      { digits: 0, least: null, most: 9_999_999_900, step: 100 },
      { digits: 2, least: null, most: 999_999, step: 1 },
    ])
  })

  test.each([
    ['toss', 'KRW', 100],
    ['stripe', 'USD', 50],
    ['stripe', 'JPY', 50],
    ['stripe', 'HUF', 17_500],
    ['stripe', 'GBP', 30],
    ['stripe', 'KRW', null],
    ['sandbox', 'KRW', 1],
  ] as const)('%s charges %s from %j on', (provider, currency, least) => {
    expect(chargingBy[provider](currency)).toMatchObject({ least })
  })

  test('takes amounts in three decimals only with a last digit of 0 (Stripe)', () => {
    const ten = currencies.filter((code) => chargingBy.stripe(code)?.step === 10)
    expect(ten).toEqual(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])
  })
})

describe('the configuration', () => {
  test('is the list of the shop’s currencies, each with the least charge of the provider or its own', () => {
    const of = read('stripe', 'USD, KRW:800 EUR:20')
    expect([of('USD')?.least, of('KRW')?.least, of('EUR')?.least, of('JPY')]).toEqual([50, 800, 50, null])
  })

  test.each([
    ['bank', 'KRW', 'PAYMENT_PROVIDER is "bank"; it can be: sandbox, stripe, toss'],
    ['__proto__', 'KRW', 'PAYMENT_PROVIDER is "__proto__"'],
    ['toss', 'KRW USD', 'CURRENCIES holds USD, which the provider "toss" cannot take'],
    ['stripe', 'IQD', 'CURRENCIES holds IQD, which the provider "stripe" cannot take'],
    ['stripe', 'USD:999999999999', 'CURRENCIES holds USD:999999999999: "stripe" cannot charge that amount'],
    ['stripe', 'KWD:155', 'CURRENCIES holds KWD:155: "stripe" cannot charge that amount'],
    ['stripe', 'KRW', 'CURRENCIES holds KRW without the least amount that "stripe" charges, as in KRW:800'],
    ['sandbox', 'KRV', 'CURRENCIES holds KRV, which the provider "sandbox" cannot take'],
    ['sandbox', '', 'CURRENCIES holds ""; it is a list such as KRW, or KRW:800 USD'],
    ['sandbox', 'krw', 'CURRENCIES holds "krw"'],
  ])('is refused in one line: %s with %j', (provider, list, line) => {
    expect(() => read(provider, list)).toThrow(line)
  })
})

test.each([
  ['KRW', 'KRW:800', 799, 'The order costs ₩799, and ₩800 is the least that can be paid.'],
  ['KRW', 'KRW:800', 100_000_000, 'The order costs ₩100,000,000, and ₩99,999,999 is the most that can be paid.'],
  ['KWD', 'KWD:200', 5124, 'The order costs KWD 5.124, which is no multiple of KWD 0.010.'],
  ['KRW', 'KRW:800', 800, null],
])('an amount of %s (%s) that cannot be charged is told why: %i', (currency, list, amount, fault) => {
  const charging = read('stripe', list)(currency)
  if (charging === null) throw new Error('it is not taken')
  expect(chargeFault({ amount, currency }, charging)?.en.replaceAll('\u00a0', ' ') ?? null).toBe(fault)
})
