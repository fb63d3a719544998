// What became of an order's payment, in words for its customer: each outcome as it is, and no code of a provider. Pure.

import { detailIn, type Reader } from '../contract/language.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import { type OrderSummary, type PaymentStatus, wasCharged } from '../contract/order.ts'
import type { Rejection } from '../contract/rejections.ts'
import type { Flash } from '../web/components.tsx'
import { paymentSumsOf } from '../web/payment-sums.tsx'
import { declineWords } from '../web/payment-words.ts'
import { instantText } from '../web/times.ts'
import { texts } from './texts.ts'

/** The outcome as the order tells it. `payableUntil` (ISO 8601): see OrderHistory; null when it is not known. */
export function paymentOutcome(order: OrderSummary, payableUntil: string | null, reader: Reader): Flash {
  const { payment } = order
  const t = textsFor(reader)
  switch (payment.status) {
    case 'requested':
      return { tone: 'plain', text: `${t.notPaid} ${deadlineText(payableUntil, reader)}` }
    case 'processing':
      return { tone: 'warn', text: t.processing }
    case 'deferred':
      return deferred(payableUntil, reader)
    case 'unknown':
      return { tone: 'warn', text: t.unknown }
    case 'declined':
      return declined(payment.declineReason ?? '', payableUntil, reader)
    case 'approved':
    case 'refunded':
      return { tone: 'plain', text: paidText(order, reader) }
    case 'none':
      return { tone: 'plain', text: t.none }
  }
}

/** The outcome as payment's refusal tells it: the order may not know of it yet. */
export function refusedPayment(refusal: Rejection, payableUntil: string | null, reader: Reader): Flash {
  const { code, current } = refusal
  if (code === 'payment_overloaded') return deferred(payableUntil, reader)
  if (code === 'payment_declined' && typeof current === 'string') return declined(current, payableUntil, reader)
  return { tone: 'bad', text: detailIn(refusal, reader.language) }
}

/** The statuses that change by themselves: the customer is shown how to look again. */
export const changesByItself: readonly PaymentStatus[] = ['processing', 'deferred', 'unknown']

/** It may be tried again by itself, or may even have been made: nothing is said of what was charged. */
function deferred(payableUntil: string | null, reader: Reader): Flash {
  return { tone: 'warn', text: `${textsFor(reader).deferred} ${deadlineText(payableUntil, reader)}` }
}

function declined(reason: string, payableUntil: string | null, reader: Reader): Flash {
  const why = textsFor(reader).declined(declineWords(reason, reader.language))
  return { tone: 'bad', text: `${why} ${deadlineText(payableUntil, reader)}` }
}

function deadlineText(payableUntil: string | null, reader: Reader): string {
  const t = textsFor(reader)
  return payableUntil === null ? t.inTime : t.until(instantText(payableUntil, reader))
}

function paidText(order: OrderSummary, reader: Reader): string {
  const t = textsFor(reader)
  if (!wasCharged(order)) return t.nothingToPay
  const text = (money: Money) => formatMoney(money, reader.language)
  const { paid, returned, byBank, due, held } = paymentSumsOf(order)
  const back = { ...paid, amount: returned.amount + byBank.amount }
  const sums = back.amount > 0 ? t.paidAndReturned(text(paid), text(back)) : t.paid(text(paid))
  if (due.amount === 0) return sums
  return `${sums} ${held ? t.held(text(due)) : t.due(text(due))}`
}

function textsFor({ language }: Reader) {
  return texts[language].outcome
}
