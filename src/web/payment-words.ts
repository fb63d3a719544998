// The codes of payment providers in plain words. A page shows no code: one that is not known is told in general words.
import type { Language, Text } from '../contract/language.ts'
import type { OrderSummary } from '../contract/order.ts'
import { type SettlementWay, settlementWaySchema } from '../contract/settlement.ts'

/** How the payment of an order stands, in a few words for the staff. */
export function paymentWords(
  { status, declineReason }: Pick<OrderSummary['payment'], 'status' | 'declineReason'>,
  language: Language,
): string {
  switch (status) {
    case 'requested':
      return { en: 'nothing yet', ko: '아직 결제 없음' }[language]
    case 'processing':
      return { en: 'being made', ko: '결제 진행 중' }[language]
    case 'deferred':
      return { en: 'put off, the customer may try again', ko: '미뤄짐, 고객이 다시 시도할 수 있음' }[language]
    case 'unknown':
      return { en: 'not known yet, the payment provider is asked', ko: '아직 알 수 없음, 결제사에 확인 중' }[language]
    case 'declined':
      return `${{ en: 'declined', ko: '거절됨' }[language]}: ${declineWords(declineReason ?? '', language)}`
    case 'approved':
      return { en: 'paid', ko: '결제 완료' }[language]
    case 'refunded':
      return { en: 'paid, and returned', ko: '결제 후 환불됨' }[language]
    case 'none':
      return { en: 'nothing arrived before the cancel', ko: '취소 전 결제 없음' }[language]
  }
}

/** Why a payment was declined, as it goes on after "The payment was declined:". Same words for customers and staff. */
export function declineWords(reason: string, language: Language): string {
  return (wordsOf(declines, reason) ?? declinesOther)[language]
}

/** Why a payment was put off, as it goes on after "The payment was put off:". */
export function deferralWords(reason: string, language: Language): string {
  return (wordsOf(deferrals, reason) ?? deferralsOther)[language]
}

/** Why a bank disputes a payment, as it goes on after "The bank disputes it:". */
export function disputeWords(reason: string, language: Language): string {
  return (wordsOf(disputes, reason) ?? disputesOther)[language]
}

/** Why a refund failed, as it goes on after "The bank did not take it:". */
export function refundFailureWords(reason: string, language: Language): string {
  return (wordsOf(refundFailures, reason) ?? refundFailuresOther)[language]
}

const declinesOther: Text = {
  en: 'the bank or the payment provider refused it',
  ko: '은행 또는 결제사에서 승인하지 않았습니다',
}
const deferralsOther: Text = { en: 'payment is out of reach', ko: '결제 서비스에 연결할 수 없습니다' }
const disputesOther: Text = { en: 'it gives another reason', ko: '다른 사유를 들었습니다' }
const refundFailuresOther: Text = {
  en: 'it gave no reason that can be told here',
  ko: '여기서 알려 드릴 수 있는 사유가 없습니다',
}

/** Words, and the codes that they stand for, with spaces between. */
type Words = readonly (readonly [words: Text, codes: string])[]

/**
 * Of the sandbox; of Stripe (https://docs.stripe.com/declines/codes and https://docs.stripe.com/error-codes); of Toss
 * (https://docs.tosspayments.com/reference/error-codes); and of payment itself. Codes of a lost or stolen card and of a
 * suspected fraud are left out on purpose: as Stripe asks, they are told as any other refusal.
 */
const declines: Words = [
  [
    {
      en: 'there is not enough money on the card, or its limit is reached',
      ko: '카드 잔액이 부족하거나 한도를 초과했습니다',
    },
    `insufficient_funds card_velocity_exceeded withdrawal_count_limit_exceeded REJECT_CARD_PAYMENT
     REJECT_ACCOUNT_PAYMENT EXCEED_MAX_DAILY_PAYMENT_COUNT EXCEED_MAX_PAYMENT_AMOUNT EXCEED_MAX_AMOUNT
     EXCEED_MAX_ONE_DAY_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT
     EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT`,
  ],
  [{ en: 'the card has expired', ko: '카드 유효 기간이 지났습니다' }, 'expired_card expired_payment_method'],
  [
    { en: 'the details of the card are not right', ko: '카드 정보가 올바르지 않습니다' },
    `incorrect_number invalid_number incorrect_cvc invalid_cvc incorrect_pin invalid_pin incorrect_zip
     incorrect_postal_code incorrect_address invalid_expiry_month invalid_expiry_year INVALID_CARD_NUMBER
     INVALID_CARD_EXPIRATION INVALID_PASSWORD`,
  ],
  [
    { en: 'the card does not take payments of this kind', ko: '이 카드로는 이 결제를 할 수 없습니다' },
    `card_not_supported currency_not_supported service_not_allowed transaction_not_allowed not_permitted
     invalid_card_type payment_method_unsupported_type NOT_SUPPORTED_CARD_TYPE
     NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN
     INVALID_CARD_INSTALLMENT_PLAN EXCEED_MAX_CARD_INSTALLMENT_PLAN NOT_ALLOWED_POINT_USE`,
  ],
  [
    {
      en: 'the bank asks the owner of the card to confirm it (authentication), and got no answer',
      ko: '은행에서 카드 소유자의 본인 인증을 요청했지만 완료되지 않았습니다',
    },
    `authenticationRequired authentication_required authentication_failure payment_intent_authentication_failure
     online_or_offline_pin_required offline_pin_required mobile_device_authentication_required
     payment_intent_action_required INVALID_AUTHORIZE_AUTH`,
  ],
  [
    { en: 'the payment provider does not know this payment token', ko: '결제사에서 이 결제 정보를 찾을 수 없습니다' },
    'token_unknown resource_missing token_already_used token_in_use NOT_FOUND_PAYMENT INVALID_PAYMENT_KEY',
  ],
  [
    {
      en: 'the bank or the payment provider could not process it just now',
      ko: '은행 또는 결제사에서 지금은 처리할 수 없습니다',
    },
    `processing_error issuer_not_available reenter_transaction try_again_later approve_with_id
     card_decline_rate_limit_exceeded CARD_PROCESSING_ERROR NOT_AVAILABLE_PAYMENT NOT_AVAILABLE_BANK COMMON_ERROR
     FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING`,
  ],
  [
    { en: 'it was not completed at the payment provider', ko: '결제사에서 결제가 완료되지 않았습니다' },
    'ABORTED EXPIRED PAY_PROCESS_ABORTED PAY_PROCESS_CANCELED canceledAtProvider',
  ],
  [
    { en: 'its money was already given back at the payment provider', ko: '결제사에서 이미 환불된 결제입니다' },
    'refundedAtProvider',
  ],
  [
    {
      en: 'the payment provider does not take this amount or currency',
      ko: '결제사에서 이 금액 또는 통화를 받지 않습니다',
    },
    'currencyNotSupported amount_too_small amount_too_large BELOW_MINIMUM_AMOUNT',
  ],
  [{ en: 'the payment provider did not make it', ko: '결제사에서 결제가 이루어지지 않았습니다' }, 'notCharged'],
  [{ en: 'another payment took its place', ko: '다른 결제로 대체되었습니다' }, 'replaced'],
  [{ en: 'the order was already closed', ko: '이미 종료된 주문입니다' }, 'orderClosed'],
]

const deferrals: Words = [
  [{ en: 'payment is overloaded', ko: '결제 요청이 몰려 있습니다' }, 'overloaded'],
  [{ en: 'the payment provider had a fault', ko: '결제사에 오류가 있었습니다' }, 'failed'],
]

/** https://docs.stripe.com/disputes/categories */
const disputes: Words = [
  [
    { en: 'the owner of the card did not make the payment', ko: '카드 소유자가 결제하지 않았다고 합니다' },
    'fraudulent debit_not_authorized',
  ],
  [
    { en: 'the owner of the card does not recognize the payment', ko: '카드 소유자가 이 결제를 알지 못합니다' },
    'unrecognized',
  ],
  [{ en: 'the goods did not arrive', ko: '상품이 도착하지 않았습니다' }, 'product_not_received'],
  [{ en: 'the goods are not as they were described', ko: '상품이 설명과 다릅니다' }, 'product_unacceptable'],
  [{ en: 'the same order was charged twice', ko: '같은 주문이 두 번 결제되었습니다' }, 'duplicate'],
  [{ en: 'a promised refund did not arrive', ko: '약속된 환불이 이루어지지 않았습니다' }, 'credit_not_processed'],
]

/** https://docs.stripe.com/refunds#failed-refunds */
const refundFailures: Words = [
  [
    { en: 'the card has expired or is canceled', ko: '카드가 만료되었거나 해지되었습니다' },
    'expired_or_canceled_card lost_or_stolen_card',
  ],
  [{ en: 'the payment is disputed', ko: '결제에 이의가 제기되어 있습니다' }, 'charge_for_pending_refund_disputed'],
  [{ en: 'the bank declined it', ko: '은행에서 거절했습니다' }, 'declined'],
]

const settlementWords: Record<SettlementWay, Text> = {
  bankTransfer: { en: 'bank transfer', ko: '계좌 이체' },
  cash: { en: 'cash', ko: '현금' },
  storeCredit: { en: 'store credit', ko: '매장 적립금' },
  other: { en: 'another way', ko: '기타' },
}

/** How the store gave a refund back by itself. One of a newer release is told by its code. */
export function settlementWayWords(way: string, language: Language): string {
  const known = settlementWaySchema.safeParse(way)
  return known.success ? settlementWords[known.data][language] : way
}

function wordsOf(words: Words, code: string): Text | null {
  return words.find(([, codes]) => codes.split(/\s+/).includes(code))?.[0] ?? null
}
