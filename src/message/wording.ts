// The subject and the text of a message, in the customer's language, by the shop's templates. Pure.
import type { MessageKind } from '../contract/customer-message.ts'
import { shortNumber } from '../contract/ids.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import { type Cancel, contactOf, isDisputed, moneyLeft, type OrderSummary, wasPaid } from '../contract/order.ts'
import { failureWords, nextWords, withNote } from '../web/delivery-words.ts'
import { goodsOf } from '../web/goods.ts'
import { type DueMessage, restRefunded } from './compose.ts'
import { fill, type MessageTemplate, type Sentence, templates } from './templates.ts'

export type Wording = { subject: string; text: string }

/**
 * What the customer reads. Throws when the order came without its contact, the cancel, the attempt or the refund: no
 * text has a gap.
 */
export function wordingOf(order: OrderSummary, due: DueMessage): Wording {
  const { customerName: name, deliveryAddress: address, language = 'en' } = contactOf(order)
  const { messages, sentences } = templates[language]
  const money = (of: Money) => formatMoney(of, language)
  const about = { name, address, number: shortNumber(order.orderId), goods: goodsOf(order.lines, language) }
  const say = (template: MessageTemplate, values: { amount?: string; reason?: string } = {}, ...more: string[]) => {
    const { subject, text } = messages[template]
    const told = [fill(text, { ...about, ...values }), ...more.filter((one) => one !== '')]
    return { subject: fill(subject, about), text: told.join(' ') }
  }
  const sentence: Say = (name, values = {}) => fill(sentences[name], values)
  switch (due.kind) {
    case 'received':
      return say('received', {}, order.total.amount === 0 ? '' : sentence('total', { amount: money(order.total) }))
    case 'paid':
      return say(order.cancel === null ? 'paid' : 'paidTooLate', { amount: money(order.payment.captured) })
    case 'attemptFailed': {
      const { reason, note, next } = failedAttemptOf(order, due.attempt)
      const why = withNote(failureWords(reason, language), note)
      return say('attemptFailed', { reason: why }, nextWords(next, language))
    }
    case 'orderCanceled': {
      const { reason, note } = cancelOf(order)
      const why = reason === 'staffDecision' && note ? sentence('reason', { reason: note }) : ''
      const calledBack = order.delivery === null ? '' : sentence('calledBack')
      return say(cancelTemplates[reason], {}, why, calledBack, moneyBackOf(order, sentence, money))
    }
    case 'refunded':
      return say('refunded', { amount: money(restRefunded(order)) })
    case 'partRefunded': {
      const { amount, reason } = partRefundOf(order, due.refundId)
      return say('partRefunded', { amount: money(amount) }, sentence('reason', { reason }))
    }
    case 'packed':
    case 'deliveryStarted':
    case 'delivered':
    case 'deliveryCanceled':
      return say(due.kind)
  }
}

/** The subject of a message whose text is there already. */
export function subjectOf(order: OrderSummary, kind: MessageKind): string {
  const { language = 'en' } = contactOf(order)
  const template = kind === 'orderCanceled' ? cancelTemplates[cancelOf(order).reason] : kind
  return fill(templates[language].messages[template].subject, { number: shortNumber(order.orderId) })
}

type Say = (name: Sentence, values?: { amount?: string; reason?: string }) => string

const cancelTemplates = {
  customerRequest: 'canceledAsAsked',
  staffDecision: 'canceledByStore',
  paymentTimeout: 'canceledUnpaid',
} as const satisfies Record<Cancel['reason'], MessageTemplate>

/** What a cancel returns. A payment under way is not known to the order yet; an open dispute holds the refund. */
function moneyBackOf(order: OrderSummary, sentence: Say, money: (of: Money) => string): string {
  if (!wasPaid(order)) return sentence('underWay')
  if (isDisputed(order)) return sentence('bankDecides')
  const left = moneyLeft(order)
  return left.amount === 0 ? '' : sentence('toBeReturned', { amount: money(left) })
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
