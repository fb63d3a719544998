// Amounts go to Stripe in its own digits, and come back in those of ISO 4217.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { currencies } from '../../../../../src/contract/currency.ts'
import { isCountable, moneyOfStripe, stripeAmount } from '../../../../../src/payment/providers/stripe/amounts.ts'
import { orderId } from '../../../../support/payments.ts'
import { fixtures } from '../../../../support/providers/fixtures.ts'
import { refundOf } from '../../../../support/refunds.ts'

it.each([
  ['KRW', 4500, 4500],
  ['USD', 1234, 1234],
  ['KWD', 5120, 5120],
  ['HUF', 123_400, 123_400],
  ['ISK', 5, 500],
  ['UGX', 5, 500],
  ['MGA', 500, 5],
])('%s: %i is %i to Stripe', (currency, amount, theirs) => {
  expect([stripeAmount({ amount, currency }), moneyOfStripe(theirs, currency)]).toEqual([theirs, { amount, currency }])
})

it('every currency comes back as it went', () => {
  const money = currencies.map((currency) => ({ amount: 12_300, currency }))
  expect(money.map((one) => moneyOfStripe(stripeAmount(one), one.currency))).toEqual(money)
})

it.each([
  ['KWD', 5124],
  ['MGA', 150],
  ['IQD', 1000],
])('%s %i is not for Stripe to count', (currency, amount) => expect(isCountable({ amount, currency })).toBe(false))

describe('the adapter', () => {
  let fixture: Awaited<ReturnType<typeof fixtures.stripe>>
  beforeEach(async () => {
    fixture = await fixtures.stripe()
  })
  afterEach(() => fixture.http.close())

  const { signal } = new AbortController()
  const shillings = (amount: number) => ({ amount, currency: 'UGX' })
  const charge = (amount = shillings(5000)) => ({ key: `${orderId}-1`, orderId, amount, token: 'pm_card_visa' })

  it('charges and refunds shillings a hundredfold, and reads them back as shillings', async () => {
    const outcome = await fixture.provider.charge(charge(), signal)
    if (outcome.status !== 'approved') throw new Error(`the charge was ${outcome.status}`)
    const { chargeId } = outcome
    const refund = { ...refundOf(chargeId), charged: shillings(5000), amount: shillings(2000) }
    expect(await fixture.provider.refund(refund, signal)).toMatchObject({ status: 'refunded' })
    expect(fixture.api.charges.map(({ amount }) => amount)).toEqual([500_000])
    expect(fixture.api.refunds.map(({ amount }) => amount)).toEqual([200_000])
    fixture.api.catchUp()
    const record = await fixture.provider.record(orderId, signal)
    expect(record).toMatchObject({ charges: [{ amount: shillings(5000) }], refunds: [{ amount: shillings(2000) }] })
    const { entries } = await fixture.provider.ledger(0, Date.now() + 1000, null, signal)
    expect(entries).toMatchObject([{ amount: shillings(5000) }])
  })

  it('declines what Stripe cannot count, and sends nothing', async () => {
    const odd = { amount: 1000, currency: 'IQD' }
    expect(await fixture.provider.charge(charge(odd), signal)).toMatchObject({ reason: 'currencyNotSupported' })
    expect(fixture.api.intents).toEqual([])
  })
})
