// The messages that are due after an event, and their ids. Pure.
import { type MessageKind, messageKinds } from '../contract/customer-message.ts'
import type { RecordedEvent } from '../contract/events.ts'
import { failedAttemptsMax } from '../contract/handover.ts'
import { encodeId } from '../contract/ids.ts'
import { type Money, totalOf } from '../contract/money.ts'
import { isDone, type OrderRecord, wasCharged } from '../contract/order.ts'

import { isSynthetic } from '../contract/synthetic.ts'

/**
 * A message that the customer is to be sent: one for each order and kind, and one for each failed attempt to deliver
 * and each part refund.
 */
export type DueMessage =
  | { kind: SingleKind }
  | { kind: 'attemptFailed'; attempt: number }
  | { kind: 'partRefunded'; refundId: string }
type SingleKind = Exclude<MessageKind, 'attemptFailed' | 'partRefunded'>

/** The kinds that an order has one message of, at most. */
const singleKinds = messageKinds.filter((kind) => kind !== 'attemptFailed' && kind !== 'partRefunded')

/** Every message that an order can have, but for those of part refunds. */
const countedMessages: readonly DueMessage[] = [
  ...singleKinds.map((kind) => ({ kind })),
  ...attemptsUpTo(failedAttemptsMax),
]

/**
 * A step is told while it is news. So an order of an earlier release, which told less, or one that is published again
 * after months, tells its customer nothing old.
 */
const newsMs = 7 * 24 * 60 * 60_000

export function isNews({ at }: { at: string }, now: number): boolean {
  return now - Date.parse(at) <= newsMs
}

/** The message about an event, after which the order was as given; null for none. */
export function dueAfter(event: RecordedEvent, order: OrderRecord): DueMessage | null {
  if (isSynthetic(order)) return null
  switch (event.type) {
    case 'OrderPlaced':
      return { kind: 'received' }
    case 'PayApproved':
      return wasCharged(order) ? { kind: 'paid' } : null
    case 'OrderTaken':
      return { kind: 'packed' }
    case 'DeliveryStarted':
      return { kind: 'deliveryStarted' }
    case 'DeliveryCompleted':
      return { kind: 'delivered' }
    case 'DeliveryAttemptFailed':
      return { kind: 'attemptFailed', attempt: event.data.attempt }
    case 'OrderCanceled':
      return { kind: 'orderCanceled' }
    case 'DeliveryCanceled':
      return { kind: 'deliveryCanceled' }
    case 'PayCanceled':
      return event.data.amount.amount > 0 ? { kind: 'refunded' } : null
    case 'PartRefunded':
      return { kind: 'partRefunded', refundId: event.data.refundId }
    case 'PayDeferred':
    case 'PayUnknown':
    case 'PayDeclined':
    case 'DeliveryRestarted':
    case 'CancelOrderTaken':
    case 'OrderFlagged':
    case 'PartRefundRequested':
    case 'RefundFailed':
    case 'PaymentDisputed':
    case 'PaymentDisputeWon':
    case 'PaymentDisputeLost':
    case 'PersonalDataErased':
      return null
  }
}

/** The message about an event that the message of the next one tells of: see `preceding`. */
export function duePreceding(type: string, order: OrderRecord): DueMessage | null {
  if (isSynthetic(order)) return null
  if (type === 'OrderPlaced') return { kind: 'received' }
  return type === 'OrderTaken' ? { kind: 'packed' } : null
}

/**
 * The messages that must have been handled by `now`. The order does not date each of its steps, so all of them count
 * while its last change is news: no step is newer than that. The handler, which has the events, withholds the older
 * ones. Two steps are no longer seen, and so no longer missed: that an order was packed before its cancel, and a refund
 * that failed later.
 */
export function dueBy(order: OrderRecord, now: number): DueMessage[] {
  if (isSynthetic(order) || !isNews({ at: order.updatedAt }, now)) return []
  const single = singleKinds.filter((kind) => hasReached[kind](order)).map((kind) => ({ kind }))
  const attempts = attemptsUpTo(order.delivery?.failedAttempt?.attempt ?? 0)
  const parts = order.payment.partRefunds.filter(isDone)
  return [...single, ...attempts, ...parts.map(({ refundId }) => ({ kind: 'partRefunded', refundId }) as const)]
}

function attemptsUpTo(count: number): DueMessage[] {
  return Array.from({ length: count }, (_, index) => ({ kind: 'attemptFailed', attempt: index + 1 }))
}

const hasReached: Record<SingleKind, (order: OrderRecord) => boolean> = {
  received: () => true,
  paid: wasCharged,
  packed: ({ orderStatus, delivery }) => orderStatus === 'orderTaken' || delivery !== null,
  deliveryStarted: ({ delivery }) => delivery !== null,
  delivered: ({ delivery }) => delivery?.status === 'completed',
  orderCanceled: ({ cancel }) => cancel !== null,
  deliveryCanceled: ({ delivery }) => delivery?.status === 'canceled',
  refunded: (order) => restRefunded(order).amount > 0,
}

/** What a cancel has returned: the money but for part refunds. */
export function restRefunded({ payment }: OrderRecord): Money {
  const { refunded, partRefunds } = payment
  return { ...refunded, amount: refunded.amount - totalOf(partRefunds.filter(isDone)) }
}

/** The id follows from the order and what the message is about, so that a receiver recognises a repeat. */
export async function messageIdOf(orderId: string, due: DueMessage): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([orderId, due.kind, ...numberOf(due)]))
  return encodeId('msg', new Uint8Array(await crypto.subtle.digest('SHA-256', text)))
}

/** The ids of the order's messages, sent or not, but for those of part refunds. */
export function countedMessageIds(orderId: string): Promise<string[]> {
  return Promise.all(countedMessages.map((message) => messageIdOf(orderId, message)))
}

/** What sets a message apart from the others of its kind. */
function numberOf(due: DueMessage): (string | number)[] {
  switch (due.kind) {
    case 'attemptFailed':
      return [due.attempt]
    case 'partRefunded':
      return [due.refundId]
    default:
      return []
  }
}
