// Handles the events of orders: sends the customer the messages that are due after them, each once.
import type { OrderMessage } from '../contract/message.ts'
import { contactOf, type OrderSummary } from '../contract/order.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { type DueMessage, dueAfter, dueBy, messageIdOf, textOf } from './compose.ts'
import type { Notifier } from './notifier.ts'
import { findSent, recordSent, type SentMessage } from './store.ts'

export type MessagePorts = { database: Database; notifier: Notifier; now: () => number }

/** A Worker has at most six open connections. */
const sendsAtOnceMax = 6

/** See EventHandler. Every message that was sent is recorded, also when another one failed. */
export async function handleOrderEvents(ports: MessagePorts, messages: readonly OrderMessage[]): Promise<void> {
  const { database, now } = ports
  const due = new Map<string, Unsent>()
  for (const { subject, data } of messages) {
    const message = dueAfter(data.event, data.order, now())
    if (message !== null) due.set(await messageIdOf(subject, message), { ...data, due: message })
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
export async function appliedSeq(
  { database, now }: Pick<MessagePorts, 'database' | 'now'>,
  order: OrderSummary,
): Promise<number> {
  const due = await Promise.all(dueBy(order, now()).map((message) => messageIdOf(order.orderId, message)))
  if (due.length === 0) return order.seq
  const sent = await findSent(database, due)
  return due.every((messageId) => sent.has(messageId)) ? order.seq : 0
}

type Unsent = OrderMessage['data'] & { due: DueMessage }

/** Send the customer the message of an event. Throws unless it certainly arrived. */
async function send(ports: MessagePorts, messageId: string, { event, order, due }: Unsent): Promise<SentMessage> {
  const { orderId, customerId } = order
  const { deliveryAddress: _, ...to } = contactOf(order)
  const message = { messageId, orderId, kind: due.kind, text: textOf(order, due) }
  await ports.notifier.send({ ...message, customerId, to })
  const sentAt = new Date(ports.now()).toISOString()
  return { message: { ...message, sentAt }, customerId, recordedAt: event.at }
}
