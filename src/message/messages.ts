// Telling customers about their delivery, once for each order and kind, and showing them what they were told.
import { mayCall, mayReach } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import type { EventType } from '../contract/events.ts'
import type { OrderMessage } from '../contract/message.ts'
import { contactOf, type OrderSummary } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { CustomerMessage, Page, PageRequest } from '../contract/rpc.ts'
import type { Database } from '../platform/database.ts'
import { readPage } from '../platform/paging.ts'
import { type MessageKind, messageIdOf, textOf } from './compose.ts'
import type { Notifier } from './notifier.ts'
import { findMessage, listMessages, markSent, recordMessage } from './store.ts'

export type MessagePorts = { database: Database; notifier: Notifier; now: () => number }

/**
 * Tell the customer what the event means for them. Throws when it could not be sent: the queue then brings it again.
 */
export async function hearOrder(ports: MessagePorts, { data: { event, order } }: OrderMessage): Promise<void> {
  const kind = kindOf(event.type)
  if (kind === null) return
  const { orderId, customerId } = order
  const { customerName, deliveryPhoneNumber } = contactOf(order)
  const message = { messageId: await messageIdOf(orderId, kind), orderId, customerId, kind, text: textOf(order, kind) }
  const { isSent } = await recordMessage(ports.database, { ...message, recordedAt: event.at })
  if (isSent) return
  await ports.notifier.send({ ...message, to: { customerName, deliveryPhoneNumber } })
  await markSent(ports.database, message.messageId, new Date(ports.now()).toISOString())
}

/** See SubscriberRpc. Taken in means sent. */
export async function takenIn(ports: Pick<MessagePorts, 'database'>, order: OrderSummary): Promise<number> {
  for (const kind of kindsDue(order)) {
    const sent = await findMessage(ports.database, await messageIdOf(order.orderId, kind))
    if (sent === null) return 0
  }
  return order.seq
}

/** A customer's own messages; for the staff, everybody's. */
export async function listFor(
  ports: MessagePorts,
  caller: Caller,
  orderId: string | null,
  page: PageRequest,
): Promise<Result<Page<CustomerMessage>>> {
  if (!mayCall(caller.role, 'listMessages')) return notForCouriers
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  const customerId = caller.role === 'customer' ? caller.subject : null
  return accepted(await listMessages(ports.database, { orderId, customerId }, keyset.value))
}

/** One message. Another customer's looks the same as none. */
export async function getFor(ports: MessagePorts, caller: Caller, messageId: string): Promise<Result<CustomerMessage>> {
  if (!mayCall(caller.role, 'readMessage')) return notForCouriers
  const found = await findMessage(ports.database, messageId)
  if (found !== null && mayReach(caller, 'readMessage', found.customerId)) return accepted(found.message)
  return refused({ code: 'message_not_found', detail: 'There is no such message.' })
}

/** What the customer must have been told by now. */
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
      return null
  }
}

const notForCouriers = refused({ code: 'forbidden', detail: 'This is for customers and the staff of the store.' })
