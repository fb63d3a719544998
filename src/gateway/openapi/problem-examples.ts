// An example of each refusal, for the API's document. A code without an example does not compile.
import { type ProblemCode, type ProblemInput, problemBody } from '../http/problems.ts'

const reported: Record<ProblemCode, Omit<ProblemInput, 'code'>> = {
  account_exists: { detail: 'There is an account with this address already.', field: 'email' },
  account_not_found: { detail: 'There is no such account.' },
  address_too_long: { detail: 'An address is at most 8192 characters.' },
  amount_mismatch: { detail: 'The amount is one of KRW, and more than nothing.', field: 'amount' },
  body_too_large: { detail: 'A body is at most 65536 bytes.' },
  cancel_not_taken: { detail: 'The store has not acknowledged the cancel yet.' },
  content_encoding_unsupported: { detail: 'Send the body as it is, without a content coding such as gzip.' },
  content_type_unsupported: { detail: 'Send the body as JSON: "Content-Type: application/json".' },
  customer_mismatch: { detail: 'The order would not be yours.', field: 'customerId' },
  customer_not_found: { detail: 'There is no such customer.' },
  delivery_already_started: { detail: 'Another delivery of this order has started already.' },
  delivery_already_taken: {
    detail: 'Choi set out with this delivery. Take it over first, if you have the goods.',
    taken: { by: 'usr_3c5e7g9j1k3m5p7r9t1v3x5z7b', at: '2026-11-22T10:20:00.000Z' },
  },
  delivery_attempt_recorded: { detail: 'Something else was recorded of this attempt.' },
  delivery_not_found: { detail: 'There is no delivery of such an order.' },
  delivery_not_started: { detail: 'No such delivery of this order has started.' },
  dispute_not_found: { detail: 'The order has no such dispute.' },
  forbidden: { detail: 'Nobody changes their own account: ask somebody else of ops.' },
  headers_too_large: { detail: 'All headers are at most 32768 bytes.' },
  idempotency_key_reused: {
    detail: 'This Idempotency-Key was used for a different order.',
    field: 'Idempotency-Key',
  },
  internal_error: { detail: 'Something broke on our side. It has been recorded.' },
  invalid_request: {
    detail: 'qty: must be at least 1',
    field: 'qty',
    errors: [{ field: 'qty', detail: 'must be at least 1' }],
  },
  item_name_changed: {
    detail: 'The item has another name now.',
    field: 'itemName',
    current: 'Air conditional',
  },
  item_not_found: { detail: 'There is no such item.' },
  item_unknown: { detail: 'There is no such item.', field: 'itemId' },
  json_malformed: { detail: 'The body is not valid JSON.' },
  message_not_found: { detail: 'There is no such message.' },
  message_not_replayable: { detail: 'Only a message that failed or bounced is sent again.' },
  method_not_allowed: { detail: 'There is no PUT at /orders, only POST, OPTIONS.' },
  no_answer_in_time: {
    detail:
      'This part of the shop did not answer in time: order. ' +
      'Whether it was done is not known: send it again, under the same Idempotency-Key.',
  },
  not_acceptable: { detail: 'The answer is application/json: accept it.' },
  not_found: { detail: 'There is nothing at GET /nothing/here.' },
  order_already_canceled: { detail: 'The order has been canceled.' },
  order_already_delivered: { detail: 'The order has been delivered and can no longer be canceled.' },
  order_already_paid: { detail: 'The order has been paid already.' },
  order_already_taken: {
    detail: 'The order was taken by usr_park, at 2026-11-01T12:00:00.000Z.',
    taken: { by: 'usr_park', name: 'Park', at: '2026-11-01T12:00:00.000Z' },
  },
  order_claimed: {
    detail: 'Park has had this order in hand since 2026-11-01T12:00:00.000Z.',
    taken: { by: 'usr_park', name: 'Park', at: '2026-11-01T12:00:00.000Z' },
  },
  order_not_canceled: { detail: 'The order has not been canceled.' },
  order_not_found: { detail: 'There is no such order.' },
  order_not_paid: { detail: 'The order has not been paid.' },
  order_not_taken: { detail: 'The store has not accepted the order yet.' },
  order_still_open: { detail: 'The order is not finished: its personal data is still needed.' },
  payment_declined: { detail: 'The payment was declined: insufficient_funds.', current: 'insufficient_funds' },
  payment_overloaded: { detail: 'The payment provider cannot be asked just now.' },
  payment_token_required: {
    detail: 'Say what to pay with: a payment token of the provider.',
    field: 'paymentToken',
  },
  price_changed: {
    detail: 'The price has changed.',
    field: 'itemPrice',
    current: { amount: 1500, currency: 'KRW' },
  },
  refund_already_made: { detail: 'The money has gone back already, or the provider works on it.' },
  refund_not_found: { detail: 'This order has no such refund.' },
  refund_not_requested: { detail: 'Nobody has asked for this refund.' },
  refund_not_settleable: { detail: 'The provider may still make this refund.' },
  refund_too_high: { detail: 'At most ₩4,000 can still be given back.', field: 'amount' },
  role_not_allowed: { detail: 'This is not for the role "courier".' },
  signature_invalid: { detail: 'The signature is not one that this provider made for this body just now.' },
  token_invalid: { detail: 'The access token has expired: sign in again.' },
  token_missing: { detail: 'Send an access token: "Authorization: Bearer …".' },
  too_many_requests: { detail: 'At most 60 such calls are taken in 10 seconds. Please try again shortly.' },
  unavailable: { detail: 'This part of the shop is out of reach just now: mypage.' },
}

export function problemExample(code: ProblemCode) {
  return problemBody({ code, ...reported[code] })
}
