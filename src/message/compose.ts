// The messages that are due after an event, their texts and their ids. Pure.
import type { MessageKind } from '../contract/customer-message.ts'
import type { OrderEvent } from '../contract/events.ts'
import { encodeId } from '../contract/ids.ts'
import { formatMoney } from '../contract/money.ts'
import { contactOf, isDone, type OrderSummary, wasPaid } from '../contract/order.ts'

/** A message that the customer is to be sent: one for each order and kind, and one for each part refund. */
export type DueMessage = { kind: Exclude<MessageKind, 'partRefunded'> } | { kind: 'partRefunded'; refundId: string }

/** The kinds that an order has one message of, at most. */
export const singleKinds = ['deliveryStarted', 'deliveryCanceled', 'orderCanceled'] as const

/** The message about an event; null for none. A cancel is told by itself unless a delivery is called back. */
export function dueAfter(event: OrderEvent, order: OrderSummary): DueMessage | null {
  switch (event.type) {
    case 'DeliveryStarted':
      return { kind: 'deliveryStarted' }
    case 'DeliveryCanceled':
      return { kind: 'deliveryCanceled' }
    case 'OrderCanceled':
      return isCanceledByStore(order) && order.delivery === null ? { kind: 'orderCanceled' } : null
    case 'PartRefunded':
      return { kind: 'partRefunded', refundId: event.data.refundId }
    case 'OrderPlaced':
    case 'PayDeferred':
    case 'PayUnknown':
    case 'PayDeclined':
    case 'PayApproved':
    case 'OrderTaken':
    case 'DeliveryCompleted':
    case 'CancelOrderTaken':
    case 'PayCanceled':
    case 'OrderFlagged':
    case 'PartRefundRequested':
      return null
  }
}

/** All messages that the customer must have been sent by now. */
export function dueBy(order: OrderSummary): DueMessage[] {
  const due: DueMessage[] = []
  if (order.delivery !== null) due.push({ kind: 'deliveryStarted' })
  if (order.delivery?.status === 'canceled') due.push({ kind: 'deliveryCanceled' })
  if (isCanceledByStore(order) && order.delivery === null) due.push({ kind: 'orderCanceled' })
  for (const { refundId } of order.payment.partRefunds.filter(isDone)) due.push({ kind: 'partRefunded', refundId })
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
      return (
        `Dear ${customerName}, the delivery of your order was canceled: ${goods}. ` +
        `It was shipping to: ${deliveryAddress}. ${reasonOf(order)}What you paid is returned to you.`
      )
    case 'orderCanceled':
      return (
        `Dear ${customerName}, the store canceled your order: ${goods}. ` +
        `${reasonOf(order)}${wasPaid(order) ? 'What you paid' : 'A payment that is still under way'} is returned to you.`
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

/** Customers know the reason of their own cancel. */
function reasonOf(order: OrderSummary): string {
  return isCanceledByStore(order) && order.cancel?.note ? `Its reason: “${order.cancel.note}”. ` : ''
}

function isCanceledByStore({ cancel }: OrderSummary): boolean {
  return cancel?.reason === 'staffDecision'
}

function partRefundOf({ orderId, payment }: OrderSummary, refundId: string) {
  const part = payment.partRefunds.find((known) => known.refundId === refundId)
  if (part === undefined) throw new Error(`order ${orderId} came without its part refund ${refundId}`)
  return part
}
