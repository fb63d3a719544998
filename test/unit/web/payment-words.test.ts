// Providers' codes in plain words: no code reaches a page, whatever the provider says.
import { describe, expect, test } from 'vitest'
import { paymentStatuses } from '../../../src/contract/order.ts'
import { behaviorOf } from '../../../src/sandbox/tokens.ts'
import {
  declineWords,
  deferralWords,
  disputeWords,
  paymentWords,
  refundFailureWords,
} from '../../../src/web/payment-words.ts'

const refused = 'the bank or the payment provider refused it'

describe('why a payment was declined', () => {
  test.each([
    ['card_declined', refused],
    ['do_not_honor', refused],
    ['REJECT_CARD_COMPANY', refused],
    ['insufficient_funds', 'there is not enough money on the card, or its limit is reached'],
    ['REJECT_CARD_PAYMENT', 'there is not enough money on the card, or its limit is reached'],
    ['expired_card', 'the card has expired'],
    ['incorrect_cvc', 'the details of the card are not right'],
    ['authenticationRequired', 'the bank asks the owner of the card to confirm it (authentication), and got no answer'],
    ['token_unknown', 'the payment provider does not know this payment token'],
    ['resource_missing', 'the payment provider does not know this payment token'],
    ['NOT_FOUND_PAYMENT', 'the payment provider does not know this payment token'],
    ['processing_error', 'the bank or the payment provider could not process it just now'],
    ['refundedAtProvider', 'its money was already given back at the payment provider'],
    ['replaced', 'another payment took its place'],
    ['orderClosed', 'the order was already closed'],
    ['notCharged', 'the payment provider did not make it'],
    ['currencyNotSupported', 'the payment provider does not take this amount or currency'],
  ])('%s: %s', (code, words) => expect(declineWords(code, 'en')).toBe(words))

  test('a bank that suspects a theft is told of as any other refusal, so that no thief learns of it', () => {
    for (const code of ['fraudulent', 'lost_card', 'stolen_card', 'pickup_card', 'INVALID_CARD_LOST_OR_STOLEN']) {
      expect(declineWords(code, 'en')).toBe(refused)
    }
  })

  test('a code that is not known is never shown', () => {
    for (const code of ['a_newer_code', 'NEWER_CODE', 'toString', '', 'insufficient funds', 'not_honor do_not']) {
      expect(declineWords(code, 'en')).toBe(refused)
    }
  })

  test('each token of the sandbox that is declined has its own words', () => {
    const tokens = ['tok_declined', 'tok_insufficient_funds', 'tok_authentication_required'].map((token) => {
      const behavior = behaviorOf(token)
      return behavior?.kind === 'takes' ? declineWords(behavior.declineReason ?? '', 'en') : ''
    })
    expect(new Set(tokens).size).toBe(3)
  })
})

test.each([
  ['overloaded', 'payment is overloaded'],
  ['failed', 'the payment provider had a fault'],
  ['payment is out of reach', 'payment is out of reach'],
  ['a_newer_code', 'payment is out of reach'],
])('a payment is put off for %s: %s', (reason, words) => expect(deferralWords(reason, 'en')).toBe(words))

test.each([
  ['fraudulent', 'the owner of the card did not make the payment'],
  ['product_not_received', 'the goods did not arrive'],
  ['a_newer_reason', 'it gives another reason'],
])('a payment is disputed for %s: %s', (reason, words) => expect(disputeWords(reason, 'en')).toBe(words))

test.each([
  ['expired_or_canceled_card', 'the card has expired or is canceled'],
  ['lost_or_stolen_card', 'the card has expired or is canceled'],
  ['a_newer_reason', 'it gave no reason that can be told here'],
])('a refund fails for %s: %s', (reason, words) => expect(refundFailureWords(reason, 'en')).toBe(words))

test('a payment that is not made yet is never told as nothing while it may have been made', () => {
  const told = paymentStatuses.map(
    (status) => `${status}: ${paymentWords({ status, declineReason: 'expired_card' }, 'en')}`,
  )
  expect(told).toEqual([
    'requested: nothing yet',
    'processing: being made',
    'deferred: put off, the customer may try again',
    'unknown: not known yet, the payment provider is asked',
    'declined: declined: the card has expired',
    'approved: paid',
    'refunded: paid, and returned',
    'none: nothing arrived before the cancel',
  ])
})
