// The text of a message, in the customer's language. Pure.
import { shortNumber } from '../contract/ids.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import { type Cancel, contactOf, isDisputed, moneyLeft, type OrderSummary, wasPaid } from '../contract/order.ts'
import { failureWords, nextWords, withNote } from '../web/delivery-words.ts'
import { goodsOf } from '../web/goods.ts'
import { type DueMessage, restRefunded } from './compose.ts'
import { texts } from './texts.ts'

/** The text for the customer. Throws when the order came without its contact or the refund: no text has a gap. */
export function textOf(order: OrderSummary, due: DueMessage): string {
  const { customerName: name, deliveryAddress, language = 'en' } = contactOf(order)
  const t = texts[language]
  const money = (of: Money) => formatMoney(of, language)
  const goods = goodsOf(order.lines, language)
  const about = { name, number: shortNumber(order.orderId), goods }
  switch (due.kind) {
    case 'received':
      return order.total.amount === 0 ? t.received(about) : sentences(t.received(about), t.total(money(order.total)))
    case 'paid': {
      const paid = money(order.payment.captured)
      return order.cancel === null ? t.paid(about, paid) : t.paidTooLate(about, paid)
    }
    case 'packed':
      return t.packed(about)
    case 'deliveryStarted':
      return t.deliveryStarted(about, deliveryAddress)
    case 'attemptFailed': {
      const { reason, note, next } = failedAttemptOf(order, due.attempt)
      const why = withNote(failureWords(reason, language), note)
      return sentences(t.attemptFailed(about, why), nextWords(next, language))
    }
    case 'delivered':
      return t.delivered(about)
    case 'orderCanceled': {
      const { reason, note } = cancelOf(order)
      const why = reason === 'staffDecision' && note ? t.reason(note) : ''
      const calledBack = order.delivery === null ? '' : t.calledBack
      return sentences(t.orderCanceled[reason](about), why, calledBack, moneyBackOf(order, t, money))
    }
    case 'deliveryCanceled':
      return t.deliveryCanceled(about, deliveryAddress)
    case 'refunded':
      return t.refunded(about, money(restRefunded(order)))
    case 'partRefunded': {
      const { amount, reason } = partRefundOf(order, due.refundId)
      return sentences(t.partRefunded(about, money(amount)), t.reason(reason))
    }
  }
}

function sentences(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

/** What a cancel returns. A payment under way is not known to the order yet; an open dispute holds the refund. */
function moneyBackOf(order: OrderSummary, t: (typeof texts)['en'], money: (of: Money) => string): string {
  if (!wasPaid(order)) return t.underWay
  if (isDisputed(order)) return t.bankDecides
  const left = moneyLeft(order)
  return left.amount === 0 ? '' : t.toBeReturned(money(left))
}

function cancelOf({ orderId, cancel }: OrderSummary): Cancel {
  if (cancel === null) throw new Error(`order ${orderId} came without its cancel`)
  return cancel
}

function failedAttemptOf({ orderId, delivery }: OrderSummary, attempt: number) {
  const failed = delivery?.failedAttempt
  if (failed?.attempt !== attempt) throw new Error(`order ${orderId} came without its failed attempt ${attempt}`)
  return failed
}

function partRefundOf({ orderId, payment }: OrderSummary, refundId: string) {
  const part = payment.partRefunds.find((known) => known.refundId === refundId)
  if (part === undefined) throw new Error(`order ${orderId} came without its part refund ${refundId}`)
  return part
}
