// Sums of money, and amounts are read and shown in the currency's own digits.
import { describe, expect, it, test } from 'vitest'
import { formatMoney, moneySchema, parseMoney, sameMoney, times, totalOf } from '../../../src/contract/money.ts'

const won = (amount: number) => ({ amount, currency: 'KRW' })
const dollars = (amount: number) => ({ amount, currency: 'USD' })

test('money is the same in amount and currency', () => {
  expect(sameMoney(won(1500), won(1500))).toBe(true)
  expect(sameMoney(won(1500), won(1501))).toBe(false)
  expect(sameMoney(won(1500), dollars(1500))).toBe(false)
})

test('a line costs its unit price times its quantity', () => expect(times(won(1500), 3)).toEqual(won(4500)))

describe('an amount that a person types', () => {
  it.each([
    ['0', 'KRW', 0],
    ['1500', 'KRW', 1500],
    ['1,500', 'KRW', 1500],
    ['1,290,000', 'KRW', 1_290_000],
    ['12', 'USD', 1200],
    ['12.5', 'USD', 1250],
    ['12.50', 'USD', 1250],
    ['1,234.05', 'USD', 123_405],
    ['1.234', 'KWD', 1234],
    ['999999999999', 'KRW', 999_999_999_999],
  ])('%s in %s is %d', (text, currency, amount) => expect(parseMoney(text, currency)).toEqual({ amount, currency }))

  it.each([
    ['', 'KRW'],
    ['-1', 'KRW'],
    ['+1', 'KRW'],
    [' 1', 'KRW'],
    ['1.5', 'KRW'],
    ['1.234', 'USD'],
    ['1.', 'USD'],
    ['.5', 'USD'],
    ['1,50', 'KRW'],
    ['1,5000', 'KRW'],
    ['15,00,000', 'KRW'],
    ['1e3', 'KRW'],
    ['1000000000000', 'KRW'],
    ['1', 'krw'],
    ['1', 'WONS'],
  ])('%j in %s is none', (text, currency) => expect(parseMoney(text, currency)).toBeNull())
})

test('amounts are shown in the digits of their currency', () => {
  expect(formatMoney(won(1_290_000))).toBe('₩1,290,000')
  expect(formatMoney(dollars(123_405))).toBe('$1,234.05')
})

it.each([{ amount: -1 }, { amount: 1.5 }, { amount: 2 ** 53 }, { currency: 'won' }])('%j is no money', (wrong) => {
  expect(moneySchema.safeParse(won(1)).success).toBe(true)
  expect(moneySchema.safeParse({ ...won(1), ...wrong }).success).toBe(false)
})

test('the total of no parts is nothing', () => {
  expect(totalOf([{ amount: won(500) }, { amount: won(1000) }])).toBe(1500)
  expect(totalOf([])).toBe(0)
})
