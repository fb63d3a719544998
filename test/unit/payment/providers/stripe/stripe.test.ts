// The own behavior of Stripe: idempotency keys that replay failures and end after a day, and a search that lags.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stripeProvider } from '../../../../../src/payment/providers/stripe/stripe.ts'
import { orderId, won } from '../../../../support/payments.ts'
import { fixtures } from '../../../../support/providers/fixtures.ts'
import { stripeKey } from '../../../../support/providers/stripe-api.ts'
import { refundOf } from '../../../../support/refunds.ts'

vi.setConfig({ testTimeout: 60_000 })

const signal = new AbortController().signal
const query = { key: `${orderId}-1`, orderId, amount: won(4500) }
const charge = (token = 'pm_card_visa') => ({ ...query, token })

let fixture: Awaited<ReturnType<typeof fixtures.stripe>>
beforeEach(async () => {
  fixture = await fixtures.stripe()
})
afterEach(() => fixture.http.close())

async function paid(): Promise<string> {
  const outcome = await fixture.provider.charge(charge(), signal)
  if (outcome.status !== 'approved') throw new Error(`the charge was ${outcome.status}`)
  return outcome.chargeId
}

describe('the adapter of Stripe', () => {
  it('finds a charge at once, though the search does not know it yet', async () => {
    fixture.http.strike('cutAfter')
    await expect(fixture.provider.charge(charge(), signal).catch(() => 'lost')).resolves.not.toMatchObject({
      status: 'approved',
    })
    expect(await fixture.provider.find(query, signal)).toMatchObject({ status: 'approved' })
  })

  it('finds a charge after a day, when its key has been forgotten', async () => {
    const chargeId = await paid()
    fixture.catchUp()
    fixture.api.forgetKeys()
    expect(await fixture.provider.find(query, signal)).toEqual({ status: 'approved', chargeId })
    expect(await fixture.provider.find(query, signal)).toEqual({ status: 'approved', chargeId })
  })

  it('finding out moves no money, and does not stand in the way of the charge', async () => {
    expect(await fixture.provider.find(query, signal)).toEqual({ status: 'absent' })
    expect(await fixture.provider.find(query, signal)).toEqual({ status: 'absent' })
    expect(fixture.api.charges).toEqual([])
    expect(await fixture.provider.charge(charge(), signal)).toMatchObject({ status: 'approved' })
    expect(fixture.api.charges).toHaveLength(1)
    expect(fixture.api.intents).toHaveLength(1)
  })

  it('believes no failure that is replayed for a charge that went through', async () => {
    for (let time = 0; time < 2; time++) {
      expect(await fixture.provider.charge(charge('pm_card_breaksAfter'), signal)).toEqual({ status: 'unknown' })
    }
    expect(await fixture.provider.find(query, signal)).toMatchObject({ status: 'approved' })
    expect(fixture.api.charges).toHaveLength(1)
  })

  it('leaves nothing waiting for the owner of a card', async () => {
    await fixture.provider.charge(charge('pm_card_authenticationRequired'), signal)
    expect(fixture.api.intents).toMatchObject([{ status: 'requires_payment_method' }])
  })

  it('looks up an intent that somebody has canceled at Stripe’s dashboard', async () => {
    await fixture.provider.find(query, signal)
    for (const intent of fixture.api.intents) intent.status = 'canceled'
    expect(await fixture.provider.charge(charge(), signal)).toEqual({ status: 'unknown' })
    expect(await fixture.provider.find(query, signal)).toEqual({ status: 'declined', reason: 'canceledAtProvider' })
  })

  it('takes a key that was used for another sum as a question, not as a decline', async () => {
    const chargeId = await paid()
    const other = { ...charge(), amount: won(9000) }
    expect(await fixture.provider.charge(other, signal)).toEqual({ status: 'unknown' })
    expect(await fixture.provider.find(query, signal)).toEqual({ status: 'approved', chargeId })
  })

  it('gives a part back once, though its key has been forgotten', async () => {
    const refund = refundOf(await paid(), { amount: 1000 })
    expect(await fixture.provider.refund(refund, signal)).toEqual({ status: 'refunded' })
    fixture.api.forgetKeys()
    expect(await fixture.provider.refund(refund, signal)).toEqual({ status: 'refunded' })
    expect(fixture.api.refunds).toHaveLength(1)
  })

  it('takes a charge that was refunded whole at Stripe’s dashboard for none', async () => {
    const chargeId = await paid()
    await fixture.provider.refund(refundOf(chargeId), signal)
    expect(await fixture.provider.find(query, signal)).toEqual({ status: 'declined', reason: 'refundedAtProvider' })
  })

  it('asks for three decimals and for none in the same minor units as ours', async () => {
    for (const [index, currency] of ['KRW', 'USD', 'KWD'].entries()) {
      const key = `${orderId}-${index + 1}`
      await fixture.provider.charge({ ...charge(), key, amount: { amount: 5120, currency } }, signal)
    }
    expect(fixture.api.charges.map(({ amount, currency }) => `${amount} ${currency}`)).toEqual([
      '5120 krw',
      '5120 usd',
      '5120 kwd',
    ])
  })

  it('declines no token of a customer for a wrong API key of ours', async () => {
    const fetch = (url: string, init: RequestInit) => globalThis.fetch(url, init)
    const page = { publishableKey: null, scriptUrl: 'https://js.stripe.test' }
    const settings = { fetch, url: fixture.http.origin, webhookSecret: 'secret', ...page }
    const wrong = stripeProvider({ ...settings, secretKey: 'sk_test_wrong' })
    expect(await wrong.charge(charge(), signal)).toEqual({ status: 'notCharged', reason: 'failed' })
    expect(await result(wrong.find(query, signal))).toBe('thrown')
    const gone = stripeProvider({ ...settings, url: 'http://127.0.0.1:1', secretKey: stripeKey })
    expect(await gone.charge(charge(), signal)).toEqual({ status: 'notCharged', reason: 'failed' })
  })

  it('takes a webhook signed with either secret while one follows on the other', async () => {
    const now = Date.now()
    const webhook = fixture.webhook(orderId, now)
    const other = fixture.webhook(orderId, now, 'the secret before')
    const both = `${other.headers['stripe-signature']},${webhook.headers['stripe-signature']?.split(',')[1]}`
    const headers = { 'Stripe-Signature': both }
    expect(await fixture.provider.verifyWebhook({ ...webhook, headers }, now)).toEqual({ genuine: true, orderId })
  })
})

async function result(work: Promise<unknown>): Promise<unknown> {
  return await work.catch(() => 'thrown')
}
