// The outcomes of Stripe's objects and errors. The errors are those that its package makes of real HTTP responses.
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import {
  afterConfirm,
  afterOpen,
  afterRefund,
  chargeStatus,
  listedRefund,
  moneyOf,
} from '../../../../../src/payment/providers/stripe/outcomes.ts'

type Fields = Record<string, unknown>

/** What the package throws when Stripe answers with this error; status 0: the connection breaks. */
async function errorOf(status: number, error: Fields) {
  const fetch = async () => {
    if (status === 0) throw new Error('the connection broke')
    return Response.json({ error }, { status })
  }
  const httpClient = Stripe.createFetchHttpClient(fetch)
  const stripe = new Stripe('sk_test', { httpClient, maxNetworkRetries: 0, telemetry: false })
  const thrown: unknown = await stripe.charges.retrieve('ch_1').catch((fault: unknown) => fault)
  if (thrown instanceof Stripe.errors.StripeError) return thrown
  throw thrown
}

/** An object as it comes over the wire. */
const wire = (fields: Fields) => JSON.parse(JSON.stringify(fields))
const inWords = (outcome: object) => Object.values(outcome).join(' ')

describe('an error', () => {
  const errors: [status: number, error: Fields, open: string, confirm: string, refund: string][] = [
    [0, {}, 'notCharged failed', 'unknown', 'unknown'],
    [500, { type: 'api_error' }, 'notCharged failed', 'unknown', 'unknown'],
    [429, { type: 'api_error' }, 'notCharged overloaded', 'notCharged overloaded', 'unknown'],
    [401, { type: 'invalid_request_error' }, 'notCharged failed', 'notCharged failed', 'refused declined'],
    [403, { type: 'invalid_request_error' }, 'notCharged failed', 'notCharged failed', 'refused declined'],
    [409, { type: 'invalid_request_error', code: 'lock_timeout' }, 'unknown', 'unknown', 'unknown'],
    [400, { type: 'idempotency_error' }, 'unknown', 'unknown', 'unknown'],
    [
      400,
      { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' },
      'declined payment_intent_unexpected_state',
      'unknown',
      'refused payment_intent_unexpected_state',
    ],
    [
      402,
      { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
      'declined insufficient_funds',
      'declined insufficient_funds',
      'refused insufficient_funds',
    ],
    [
      402,
      { type: 'card_error', code: 'authentication_required' },
      'declined authenticationRequired',
      'declined authenticationRequired',
      'refused authenticationRequired',
    ],
    [
      400,
      { type: 'invalid_request_error', code: 'charge_already_refunded' },
      'declined charge_already_refunded',
      'declined charge_already_refunded',
      'unknown',
    ],
  ]

  it.each(errors)(
    '%d %j is "%s" on opening, "%s" on confirming, "%s" on refunding',
    async (status, error, ...expected) => {
      const fault = await errorOf(status, error)
      expect([afterOpen(fault), afterConfirm(fault), afterRefund(fault)].map(inWords)).toEqual(expected)
    },
  )
})

describe('an intent', () => {
  const last_payment_error = { code: 'card_declined', decline_code: 'do_not_honor' }
  const intents: [fields: Fields, outcome: string][] = [
    [{ status: 'succeeded', latest_charge: 'ch_1' }, 'approved pi_1'],
    [{ status: 'succeeded', latest_charge: { refunded: false } }, 'approved pi_1'],
    [{ status: 'succeeded', latest_charge: { refunded: true } }, 'declined refundedAtProvider'],
    [{ status: 'requires_payment_method', last_payment_error: null }, 'absent'],
    [{ status: 'requires_payment_method', last_payment_error }, 'declined do_not_honor'],
    [{ status: 'requires_confirmation' }, 'absent'],
    [{ status: 'requires_action' }, 'declined authenticationRequired'],
    [{ status: 'canceled' }, 'declined canceledAtProvider'],
    [{ status: 'processing' }, 'unknown'],
    [{ status: 'requires_capture' }, 'unknown'],
    [{ status: 'a_status_of_the_future' }, 'unknown'],
  ]

  it.each(intents)('with %j is "%s"', (fields, outcome) => {
    expect(inWords(chargeStatus(wire({ id: 'pi_1', ...fields })))).toBe(outcome)
  })
})

describe('a refund', () => {
  it.each([
    ['succeeded', null, 'made', null],
    ['pending', null, 'made', null],
    ['failed', 'lost_or_stolen_card', 'failed', 'lost_or_stolen_card'],
    ['canceled', null, 'failed', 'canceled'],
    ['requires_action', null, 'waiting', 'requires_action'],
    ['a_status_of_the_future', null, 'waiting', 'a_status_of_the_future'],
  ])('that is %s (%s) is %s', (status, failure_reason, listed, reason) => {
    const own = { id: 're_1', amount: 500, currency: 'krw', status, failure_reason }
    const shown = { id: 're_1', amount: { amount: 500, currency: 'KRW' }, status: listed, reason }
    expect(listedRefund(wire({ ...own, metadata: { key: 'rfd_1' } }))).toEqual({ ...shown, key: 'rfd_1' })
    expect(listedRefund(wire({ ...own, metadata: null }))).toEqual({ ...shown, key: null })
  })
})

describe('money', () => {
  it('has the same minor units and the currency in capitals', () => {
    expect(moneyOf({ amount: 4500, currency: 'krw' })).toEqual({ amount: 4500, currency: 'KRW' })
  })
})
