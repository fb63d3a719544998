// The digits of every currency are those of ISO 4217, also where screens show others.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { currencies, minorDigits } from '../../../src/contract/currency.ts'
import { formatMoney, parseMoney } from '../../../src/contract/money.ts'

const listOne: { digits: Record<string, number | null> } = JSON.parse(
  readFileSync(new URL('../../fixtures/iso-4217.json', import.meta.url), 'utf8'),
)
/** XCG came with amendment 176, after the list was published. */
const digits = Object.entries({ ...listOne.digits, XCG: 2 }).filter(([, minorUnit]) => minorUnit !== null)

test('the table is the published list', () => {
  expect(currencies.map((code) => [code, minorDigits(code)])).toEqual(digits.toSorted(([a], [b]) => (a < b ? -1 : 1)))
})

test.each(digits)('one and a quarter of %s is shown and read back with its %i digits', (code, count) => {
  const amount = Math.round(1.25 * 10 ** Number(count))
  const text = formatMoney({ amount, currency: code })
  const shown = (1.25).toFixed(Number(count))
  expect(text.endsWith(shown)).toBe(true)
  expect(parseMoney(shown, code)).toEqual({ amount, currency: code })
})

test.each([
  ['KRW', 1_290_000, '₩1,290,000'],
  ['USD', 123_405, '$1,234.05'],
  ['HUF', 123_400, 'HUF 1,234.00'],
  ['IDR', 1_500_050, 'IDR 15,000.50'],
  ['COP', 999_900, 'COP 9,999.00'],
  ['PKR', 100, 'PKR 1.00'],
  ['IQD', 1234, 'IQD 1.234'],
  ['ISK', 5, 'ISK 5'],
  ['UGX', 5, 'UGX 5'],
])('an amount of %s is shown as people write it', (currency, amount, text) => {
  expect(formatMoney({ amount, currency }).replaceAll('\u00a0', ' ')).toBe(text)
})

test('a code that is not in the list has two digits, and is shown by its name', () => {
  expect(minorDigits('XXZ')).toBe(2)
  expect(formatMoney({ amount: 150, currency: 'XXZ' }).replaceAll('\u00a0', ' ')).toBe('XXZ 1.50')
})
