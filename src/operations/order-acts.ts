// What the people of the shop did to an order, read from its events. Pure.
import type { AuditEntry } from '../contract/audit.ts'
import type { Call } from '../contract/authorization.ts'
import type { Author } from '../contract/caller.ts'
import type { OrderMessage } from '../contract/message.ts'
import { isPersonalDataErased, moneyLeft, type OrderRecord, type OrderStatus } from '../contract/order.ts'

/** Whether a person of the shop is the author: neither a customer, nor a courier, nor a context. */
export function isOfShop({ kind }: Author): boolean {
  return kind === 'staff' || kind === 'ops'
}

/** Whether the message is counted by `eventsDue`. */
export function isDue({ data: { event } }: OrderMessage): boolean {
  if (event.type === 'OrderCanceled') return isOfShop(event.by)
  return event.type === 'PartRefundRequested' || event.type === 'PersonalDataErased'
}

/**
 * How many events of the order operations must have applied, by the order alone. A cancel says in it whose it was; a
 * part refund does not, so that each counts, also one made at the provider.
 */
export function eventsDue(order: OrderRecord): number {
  const { cancel, payment } = order
  const isCanceledByShop = cancel !== null && isOfShop(cancel.by)
  return payment.partRefunds.length + Number(isCanceledByShop) + Number(isPersonalDataErased(order))
}

/** The entry of an event; null when it is no act of a person of the shop. `before`: the status before a cancel. */
export function entryOf({ id, data: { event, order } }: OrderMessage, before: OrderStatus): AuditEntry | null {
  if (!isOfShop(event.by)) return null
  const entry = {
    auditId: `order/${id}`,
    at: event.at,
    // An event has no name of its author.
    actor: { id: event.by.id, role: event.by.kind, name: null },
    target: order.orderId,
    requestId: event.causationId,
  }
  if (event.type === 'OrderCanceled') {
    const change = { before: { orderStatus: before }, after: { orderStatus: order.orderStatus } }
    return { ...entry, action: 'cancelOrder' satisfies Call, reason: event.data.note, ...change }
  }
  if (event.type === 'PersonalDataErased')
    return { ...entry, action: 'erasePersonalData' satisfies Call, reason: null, before: null, after: null }
  if (event.type !== 'PartRefundRequested') return null
  const { refundId, amount, reason } = event.data
  const left = moneyLeft(order).amount
  const change = { before: { left: left + amount.amount }, after: { left, ...amount, refundId } }
  return { ...entry, action: 'refundPart' satisfies Call, reason, ...change }
}
