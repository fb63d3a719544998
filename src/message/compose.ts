// The messages that are due after an event, their texts and their ids. Pure.
import type { MessageKind } from '../contract/customer-message.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { encodeId } from '../contract/ids.ts'
import { formatMoney } from '../contract/money.ts'
import { type Cancel, contactOf, isDisputed, isDone, moneyLeft, type OrderSummary, wasPaid } from '../contract/order.ts'

/** A message that the customer is to be sent: one for each order and kind, and one for each part refund. */
export type DueMessage = { kind: Exclude<MessageKind, 'partRefunded'> } | { kind: 'partRefunded'; refundId: string }

/** The kinds that an order has one message of, at most. */
export const singleKinds = ['deliveryStarted', 'deliveryCanceled', 'orderCanceled'] as const

/**
 * What the store decided is told while it is news. So an order of earlier releases, which told nothing of it, or one
 * that is published again after months, tells its customer nothing old.
 */
const newsMs = 7 * 24 * 60 * 60_000

/** The message that is due at `now` about an event; null for none. A cancel that recalls a delivery is told with it. */
export function dueAfter(event: RecordedEvent, order: OrderSummary, now: number): DueMessage | null {
  switch (event.type) {
    case 'DeliveryStarted':
      return { kind: 'deliveryStarted' }
    case 'DeliveryCanceled':
      return { kind: 'deliveryCanceled' }
    case 'OrderCanceled':
      return isCancelNews(order, now) ? { kind: 'orderCanceled' } : null
    case 'PartRefunded':
      return isNews(event, now) ? { kind: 'partRefunded', refundId: event.data.refundId } : null
    case 'OrderPlaced':
    case 'PayDeferred':
    case 'PayUnknown':
    case 'PayDeclined':
    case 'PayApproved':
    case 'OrderTaken':
    case 'DeliveryCompleted':
    case 'DeliveryAttemptFailed':
    case 'DeliveryRestarted':
    case 'CancelOrderTaken':
    case 'PayCanceled':
    case 'OrderFlagged':
    case 'PartRefundRequested':
    case 'RefundFailed':
    case 'PaymentDisputed':
    case 'PaymentDisputeWon':
    case 'PaymentDisputeLost':
      return null
  }
}

/** All messages that the customer must have been sent by `now`. */
export function dueBy(order: OrderSummary, now: number): DueMessage[] {
  const due: DueMessage[] = []
  if (order.delivery !== null) due.push({ kind: 'deliveryStarted' })
  if (order.delivery?.status === 'canceled') due.push({ kind: 'deliveryCanceled' })
  if (isCancelNews(order, now)) due.push({ kind: 'orderCanceled' })
  for (const part of order.payment.partRefunds) {
    if (isDone(part) && isNews(part, now)) due.push({ kind: 'partRefunded', refundId: part.refundId })
  }
  return due
}

/** The id follows from the order and what the message is about, so that a receiver recognises a repeat. */
export async function messageIdOf(orderId: string, due: DueMessage): Promise<string> {
  const parts = due.kind === 'partRefunded' ? [orderId, due.kind, due.refundId] : [orderId, due.kind]
  const text = new TextEncoder().encode(JSON.stringify(parts))
  return encodeId('msg', new Uint8Array(await crypto.subtle.digest('SHA-256', text)))
}

/** The text for the customer. Throws when the order came without its contact or the refund: no text has a gap. */
export function textOf(order: OrderSummary, due: DueMessage): string {
  const { customerName, deliveryAddress } = contactOf(order)
  const goods = order.lines.map((line) => `${line.qty} × ${line.itemName}`).join(', ')
  switch (due.kind) {
    case 'deliveryStarted':
      return `Dear ${customerName}, your order is on its way: ${goods}. Shipping to: ${deliveryAddress}.`
    case 'deliveryCanceled':
      return sentences(
        `Dear ${customerName}, the delivery of your order was canceled: ${goods}.`,
        `It was shipping to: ${deliveryAddress}.`,
        reasonOf(order),
        moneyBackOf(order),
      )
    case 'orderCanceled':
      return sentences(
        `Dear ${customerName}, the store canceled your order: ${goods}.`,
        reasonOf(order),
        moneyBackOf(order),
      )
    case 'partRefunded': {
      const { amount, reason } = partRefundOf(order, due.refundId)
      return (
        `Dear ${customerName}, ${formatMoney(amount)} of your order was returned to you: ${goods}. ` +
        `The reason: “${reason}”.`
      )
    }
  }
}

function sentences(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

/** Customers know the reason of their own cancel. */
function reasonOf(order: OrderSummary): string {
  return isCanceledByStore(order) && order.cancel.note ? `Its reason: “${order.cancel.note}”.` : ''
}

/** What a cancel returns. A payment under way is not known to the order yet; an open dispute holds the refund. */
function moneyBackOf(order: OrderSummary): string {
  if (!wasPaid(order)) return 'If a payment is still under way, it is returned to you.'
  if (isDisputed(order)) return 'Your bank is deciding on the payment: what it does not return to you, the store does.'
  const left = moneyLeft(order)
  return left.amount === 0 ? '' : `${formatMoney(left)} is returned to you.`
}

function isCancelNews(order: OrderSummary, now: number): boolean {
  return isCanceledByStore(order) && order.delivery === null && isNews(order.cancel, now)
}

function isNews({ at }: { at: string }, now: number): boolean {
  return now - Date.parse(at) <= newsMs
}

function isCanceledByStore(order: OrderSummary): order is OrderSummary & { cancel: Cancel } {
  return order.cancel?.reason === 'staffDecision'
}

function partRefundOf({ orderId, payment }: OrderSummary, refundId: string) {
  const part = payment.partRefunds.find((known) => known.refundId === refundId)
  if (part === undefined) throw new Error(`order ${orderId} came without its part refund ${refundId}`)
  return part
}
