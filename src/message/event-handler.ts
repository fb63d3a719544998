// Handles the events of orders: sends the customer the messages that are due after them, each once.
import type { OrderMessage } from '../contract/message.ts'
import { contactOf, type OrderSummary } from '../contract/order.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { type DueMessage, dueAfter, dueBefore, dueBy, isNews, messageIdOf } from './compose.ts'
import type { Notifier } from './notifier.ts'
import { findKindsOff, type KindsOff } from './settings-store.ts'
import { findHandled, recordSent, recordWithheld, type SentMessage } from './store.ts'
import { textOf } from './wording.ts'

export type MessagePorts = { database: Database; notifier: Notifier; now: () => number }

/** A Worker has at most six open connections. */
const sendsAtOnceMax = 6

/**
 * See EventHandler. A message that is no longer news, or of a kind that the customer has switched off, is recorded as
 * withheld: it is never sent later. Every message that was sent is recorded, also when another one failed.
 */
export async function handleOrderEvents(ports: MessagePorts, messages: readonly OrderMessage[]): Promise<void> {
  const { database, now } = ports
  const due = new Map<string, Due>()
  for (const { subject, data } of messages) {
    for (const message of dueWith(data)) {
      const messageId = await messageIdOf(subject, message.due)
      if (!due.has(messageId)) due.set(messageId, message)
    }
  }
  if (due.size === 0) return
  const customerIds = [...new Set([...due.values()].map(({ order }) => order.customerId))]
  const [handledBefore, kindsOff] = await Promise.all([
    findHandled(database, [...due.keys()]),
    findKindsOff(database, customerIds),
  ])
  const unhandled = [...due].filter(([messageId]) => !handledBefore.has(messageId))
  const wanted = unhandled.filter(([, message]) => isWanted(message, kindsOff, now()))
  const withheld = unhandled.filter((one) => !wanted.includes(one)).map(([messageId]) => messageId)
  const results = await settleAll(wanted, sendsAtOnceMax, ([messageId, message]) => send(ports, messageId, message))
  const writes = valuesOf(results).map((sent) => recordSent(database, sent))
  if (withheld.length > 0) writes.push(recordWithheld(database, withheld, new Date(now()).toISOString()))
  if (writes.length > 0) await database.batch(writes)
  throwFirst(results)
}

/** See EventHandler. A message is applied once it was sent or withheld. */
export async function appliedSeq(
  { database, now }: Pick<MessagePorts, 'database' | 'now'>,
  order: OrderSummary,
): Promise<number> {
  const due = await Promise.all(dueBy(order, now()).map((message) => messageIdOf(order.orderId, message)))
  if (due.length === 0) return order.seq
  const handled = await findHandled(database, due)
  return due.every((messageId) => handled.has(messageId)) ? order.seq : 0
}

type Due = { order: OrderSummary; due: DueMessage; at: string }

/** The messages that an event brings, in the order of their steps. */
function dueWith({ event, order }: OrderMessage['data']): Due[] {
  // An order of a later release may bring an event that there is no case for.
  const due = dueAfter(event, order) ?? null
  const both = [dueBefore(event, order), due && { due, at: event.at }]
  return both.flatMap((one) => (one === null ? [] : [{ order, ...one }]))
}

function isWanted({ at, order, due }: Due, kindsOff: KindsOff, now: number): boolean {
  return isNews({ at }, now) && !kindsOff.get(order.customerId)?.has(due.kind)
}

/** Send the customer a message. Throws unless it certainly arrived. */
async function send(ports: MessagePorts, messageId: string, { at, order, due }: Due): Promise<SentMessage> {
  const { orderId, customerId } = order
  const { deliveryAddress: _, ...to } = contactOf(order)
  const message = { messageId, orderId, kind: due.kind, text: textOf(order, due) }
  await ports.notifier.send({ ...message, customerId, to })
  const sentAt = new Date(ports.now()).toISOString()
  return { message: { ...message, sentAt }, customerId, recordedAt: at }
}
