// What became of an order's payment, in words for its customer: each outcome as it is, and no code of a provider. Pure.

import { formatMoney } from '../contract/money.ts'
import { type OrderSummary, type PaymentStatus, wasCharged } from '../contract/order.ts'
import type { Rejection } from '../contract/rejections.ts'
import { type Flash, instantText } from '../web/components.tsx'
import { paymentSumsOf } from '../web/payment-sums.tsx'
import { declineWords } from '../web/payment-words.ts'

/** The outcome as the order tells it. `payableUntil` (ISO 8601): see OrderHistory; null when it is not known. */
export function paymentOutcome(order: OrderSummary, payableUntil: string | null): Flash {
  const { payment } = order
  switch (payment.status) {
    case 'requested':
      return { tone: 'plain', text: `Not paid yet. ${deadlineText(payableUntil)}` }
    case 'processing':
      return { tone: 'warn', text: 'Your payment is being made; please do not pay again.' }
    case 'deferred':
      return deferred(payableUntil)
    case 'unknown':
      return { tone: 'warn', text: unknownText }
    case 'declined':
      return declined(payment.declineReason ?? '', payableUntil)
    case 'approved':
    case 'refunded':
      return { tone: 'plain', text: paidText(order) }
    case 'none':
      return { tone: 'plain', text: 'No payment arrived. If one is still under way, it is returned to you.' }
  }
}

/** The outcome as payment's refusal tells it: the order may not know of it yet. */
export function refusedPayment({ code, detail, current }: Rejection, payableUntil: string | null): Flash {
  if (code === 'payment_overloaded') return deferred(payableUntil)
  if (code === 'payment_declined' && typeof current === 'string') return declined(current, payableUntil)
  return { tone: 'bad', text: detail }
}

/** The statuses that change by themselves: the customer is shown how to look again. */
export const changesByItself: readonly PaymentStatus[] = ['processing', 'deferred', 'unknown']

const unknownText =
  'We do not know yet whether your payment was made. We are asking the payment provider; please do not pay again.'

/** It may be tried again by itself, or may even have been made: nothing is said of what was charged. */
function deferred(payableUntil: string | null): Flash {
  const now = 'Your payment could not be made just now. Please pay a little later: you are never charged twice.'
  return { tone: 'warn', text: `${now} ${deadlineText(payableUntil)}` }
}

function declined(reason: string, payableUntil: string | null): Flash {
  const why = `Your payment was declined: ${declineWords(reason)}. You can try another card.`
  return { tone: 'bad', text: `${why} ${deadlineText(payableUntil)}` }
}

function deadlineText(payableUntil: string | null): string {
  if (payableUntil === null) return 'An order that is not paid in time is canceled by itself.'
  return `The order can be paid until ${instantText(payableUntil)}; then it is canceled by itself.`
}

function paidText(order: OrderSummary): string {
  if (!wasCharged(order)) return 'There was nothing to pay.'
  const { paid, returned, byBank, due, held } = paymentSumsOf(order)
  const back = { ...paid, amount: returned.amount + byBank.amount }
  const wasReturned = back.amount > 0 ? `, and ${formatMoney(back)} was returned to you` : ''
  const where = held ? 'waits for the decision of your bank' : 'is being returned to you'
  return `You paid ${formatMoney(paid)}${wasReturned}.${due.amount > 0 ? ` ${formatMoney(due)} ${where}.` : ''}`
}
