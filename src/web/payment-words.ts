// The codes of payment providers in plain words. A page shows no code: one that is not known is told in general words.
import type { OrderSummary } from '../contract/order.ts'

/** How the payment of an order stands, in a few words for the staff. */
export function paymentWords({
  status,
  declineReason,
}: Pick<OrderSummary['payment'], 'status' | 'declineReason'>): string {
  switch (status) {
    case 'requested':
      return 'nothing yet'
    case 'processing':
      return 'being made'
    case 'deferred':
      return 'put off, the customer may try again'
    case 'unknown':
      return 'not known yet, the payment provider is asked'
    case 'declined':
      return `declined: ${declineWords(declineReason ?? '')}`
    case 'approved':
      return 'paid'
    case 'refunded':
      return 'paid, and returned'
    case 'none':
      return 'nothing arrived before the cancel'
  }
}

/** Why a payment was declined, as it goes on after "The payment was declined:". Same words for customers and staff. */
export function declineWords(reason: string): string {
  return wordsOf(declines, reason) ?? 'the bank or the payment provider refused it'
}

/** Why a payment was put off, as it goes on after "The payment was put off:". */
export function deferralWords(reason: string): string {
  return wordsOf(deferrals, reason) ?? 'payment is out of reach'
}

/** Why a bank disputes a payment, as it goes on after "The bank disputes it:". */
export function disputeWords(reason: string): string {
  return wordsOf(disputes, reason) ?? 'it gives another reason'
}

/** Why a refund failed, as it goes on after "The bank did not take it:". */
export function refundFailureWords(reason: string): string {
  return wordsOf(refundFailures, reason) ?? 'it gave no reason that can be told here'
}

/** Words, and the codes that they stand for, with spaces between. */
type Words = readonly (readonly [words: string, codes: string])[]

/**
 * Of the sandbox; of Stripe (https://docs.stripe.com/declines/codes and https://docs.stripe.com/error-codes); of Toss
 * (https://docs.tosspayments.com/reference/error-codes); and of payment itself. Codes of a lost or stolen card and of a
 * suspected fraud are left out on purpose: as Stripe asks, they are told as any other refusal.
 */
const declines: Words = [
  [
    'there is not enough money on the card, or its limit is reached',
    `insufficient_funds card_velocity_exceeded withdrawal_count_limit_exceeded REJECT_CARD_PAYMENT
     REJECT_ACCOUNT_PAYMENT EXCEED_MAX_DAILY_PAYMENT_COUNT EXCEED_MAX_PAYMENT_AMOUNT EXCEED_MAX_AMOUNT
     EXCEED_MAX_ONE_DAY_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT
     EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT`,
  ],
  ['the card has expired', 'expired_card expired_payment_method'],
  [
    'the details of the card are not right',
    `incorrect_number invalid_number incorrect_cvc invalid_cvc incorrect_pin invalid_pin incorrect_zip
     incorrect_postal_code incorrect_address invalid_expiry_month invalid_expiry_year INVALID_CARD_NUMBER
     INVALID_CARD_EXPIRATION INVALID_PASSWORD`,
  ],
  [
    'the card does not take payments of this kind',
    `card_not_supported currency_not_supported service_not_allowed transaction_not_allowed not_permitted
     invalid_card_type payment_method_unsupported_type NOT_SUPPORTED_CARD_TYPE
     NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN
     INVALID_CARD_INSTALLMENT_PLAN EXCEED_MAX_CARD_INSTALLMENT_PLAN NOT_ALLOWED_POINT_USE`,
  ],
  [
    'the bank asks the owner of the card to confirm it (authentication), and got no answer',
    `authenticationRequired authentication_required authentication_failure payment_intent_authentication_failure
     online_or_offline_pin_required offline_pin_required mobile_device_authentication_required
     payment_intent_action_required INVALID_AUTHORIZE_AUTH`,
  ],
  [
    'the payment provider does not know this payment token',
    'token_unknown resource_missing token_already_used token_in_use NOT_FOUND_PAYMENT INVALID_PAYMENT_KEY',
  ],
  [
    'the bank or the payment provider could not process it just now',
    `processing_error issuer_not_available reenter_transaction try_again_later approve_with_id
     card_decline_rate_limit_exceeded CARD_PROCESSING_ERROR NOT_AVAILABLE_PAYMENT NOT_AVAILABLE_BANK COMMON_ERROR
     FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING`,
  ],
  [
    'it was not completed at the payment provider',
    'ABORTED EXPIRED PAY_PROCESS_ABORTED PAY_PROCESS_CANCELED canceledAtProvider',
  ],
  ['its money was already given back at the payment provider', 'refundedAtProvider'],
  [
    'the payment provider does not take this amount or currency',
    'currencyNotSupported amount_too_small amount_too_large BELOW_MINIMUM_AMOUNT',
  ],
  ['the payment provider did not make it', 'notCharged'],
  ['another payment took its place', 'replaced'],
  ['the order was already closed', 'orderClosed'],
]

const deferrals: Words = [
  ['payment is overloaded', 'overloaded'],
  ['the payment provider had a fault', 'failed'],
]

/** https://docs.stripe.com/disputes/categories */
const disputes: Words = [
  ['the owner of the card did not make the payment', 'fraudulent debit_not_authorized'],
  ['the owner of the card does not recognize the payment', 'unrecognized'],
  ['the goods did not arrive', 'product_not_received'],
  ['the goods are not as they were described', 'product_unacceptable'],
  ['the same order was charged twice', 'duplicate'],
  ['a promised refund did not arrive', 'credit_not_processed'],
]

/** https://docs.stripe.com/refunds#failed-refunds */
const refundFailures: Words = [
  ['the card has expired or is canceled', 'expired_or_canceled_card lost_or_stolen_card'],
  ['the payment is disputed', 'charge_for_pending_refund_disputed'],
  ['the bank declined it', 'declined'],
]

function wordsOf(words: Words, code: string): string | null {
  return words.find(([, codes]) => codes.split(/\s+/).includes(code))?.[0] ?? null
}
