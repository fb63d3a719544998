// Handles the events of orders: sends the customer a message, once for each order and kind.
import type { EventType } from '../contract/events.ts'
import type { OrderMessage } from '../contract/message.ts'
import { contactOf, type OrderSummary } from '../contract/order.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { type MessageKind, messageIdOf, textOf } from './compose.ts'
import type { Notifier } from './notifier.ts'
import { findSent, recordSent, type SentMessage } from './store.ts'

export type MessagePorts = { database: Database; notifier: Notifier; now: () => number }

/** A Worker has at most six open connections. */
const sendsAtOnceMax = 6

/** See EventHandler. Every message that was sent is recorded, also when another one failed. */
export async function handleOrderEvents(ports: MessagePorts, messages: readonly OrderMessage[]): Promise<void> {
  const { database } = ports
  const due = new Map<string, OrderMessage>()
  for (const message of messages) {
    const kind = kindOf(message.data.event.type)
    if (kind !== null) due.set(await messageIdOf(message.subject, kind), message)
  }
  if (due.size === 0) return
  const sentBefore = await findSent(database, [...due.keys()])
  const unsent = [...due].filter(([messageId]) => !sentBefore.has(messageId))
  const results = await settleAll(unsent, sendsAtOnceMax, ([messageId, message]) => send(ports, messageId, message))
  const writes = valuesOf(results).map((sent) => recordSent(database, sent))
  if (writes.length > 0) await database.batch(writes)
  throwFirst(results)
}

/** See EventHandler. A message is applied once it was sent. */
export async function appliedSeq({ database }: Pick<MessagePorts, 'database'>, order: OrderSummary): Promise<number> {
  const due = await Promise.all(kindsDue(order).map((kind) => messageIdOf(order.orderId, kind)))
  if (due.length === 0) return order.seq
  const sent = await findSent(database, due)
  return due.every((messageId) => sent.has(messageId)) ? order.seq : 0
}

/** Send the customer the message of an event. Throws unless it certainly arrived. */
async function send(ports: MessagePorts, messageId: string, { data }: OrderMessage): Promise<SentMessage> {
  const { event, order } = data
  const kind = kindOf(event.type)
  if (kind === null) throw new Error(`no message is sent about ${event.type}`)
  const { orderId, customerId } = order
  const { customerName, deliveryPhoneNumber } = contactOf(order)
  const message = { messageId, orderId, kind, text: textOf(order, kind) }
  await ports.notifier.send({ ...message, customerId, to: { customerName, deliveryPhoneNumber } })
  const sentAt = new Date(ports.now()).toISOString()
  return { message: { ...message, sentAt }, customerId, recordedAt: event.at }
}

/** The messages that the customer must have been sent by now. */
function kindsDue(order: OrderSummary): MessageKind[] {
  if (order.delivery === null) return []
  return order.delivery.status === 'canceled' ? ['deliveryStarted', 'deliveryCanceled'] : ['deliveryStarted']
}

function kindOf(type: EventType): MessageKind | null {
  switch (type) {
    case 'DeliveryStarted':
      return 'deliveryStarted'
    case 'DeliveryCanceled':
      return 'deliveryCanceled'
    case 'OrderPlaced':
    case 'PayDeferred':
    case 'PayUnknown':
    case 'PayDeclined':
    case 'PayApproved':
    case 'OrderTaken':
    case 'DeliveryCompleted':
    case 'OrderCanceled':
    case 'CancelOrderTaken':
    case 'PayCanceled':
    case 'OrderFlagged':
    case 'PartRefundRequested':
    case 'PartRefunded':
    case 'RefundFailed':
    case 'PaymentDisputed':
    case 'PaymentDisputeWon':
    case 'PaymentDisputeLost':
      return null
  }
}
