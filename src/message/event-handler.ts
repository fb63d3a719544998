// Handles the events of orders: sends the customer the messages that are due after them, each once.
import type { OrderMessage } from '../contract/message.ts'
import { contactOf, isPersonalDataErased, type OrderRecord } from '../contract/order.ts'
import type { SealedOrder } from '../contract/sealed.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { openOrder } from '../platform/personal-data.ts'
import { countedMessageIds, type DueMessage, dueAfter, dueBefore, dueBy, isNews, messageIdOf } from './compose.ts'
import type { Notifier } from './notifier.ts'
import { findKindsOff, type KindsOff } from './settings-store.ts'
import {
  eraseTexts,
  findErased,
  findHandled,
  type MessageStore,
  recordSent,
  recordWithheld,
  type SentMessage,
} from './store.ts'
import { wordingOf } from './wording.ts'

export type MessagePorts = MessageStore & { notifier: Notifier; now: () => number }

/** A Worker has at most six open connections. */
const sendsAtOnceMax = 6

/**
 * See EventHandler. A message that is no longer news, of a kind that the customer has switched off, or of an order
 * that is erased, is recorded as withheld: it is never sent later. Every message that was sent is recorded, also when
 * another one failed.
 */
export async function handleOrderEvents(ports: MessagePorts, messages: readonly OrderMessage[]): Promise<void> {
  const erased = messages.filter(({ data }) => data.event.type === 'PersonalDataErased')
  await Promise.all(erased.map(({ subject, time }) => erase(ports.database, subject, time)))
  await sendDue(ports, messages)
}

/** The texts of what the customer was told are erased with the order's personal data. */
async function erase(database: Database, orderId: string, at: string): Promise<void> {
  await database.batch(eraseTexts(database, orderId, await countedMessageIds(orderId), at))
}

async function sendDue(ports: MessagePorts, messages: readonly OrderMessage[]): Promise<void> {
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
  const orderIds = [...new Set([...due.values()].map(({ order }) => order.orderId))]
  const [handledBefore, kindsOff, erased] = await Promise.all([
    findHandled(database, [...due.keys()]),
    findKindsOff(database, customerIds),
    findErased(database, orderIds),
  ])
  const unhandled = [...due].filter(([messageId]) => !handledBefore.has(messageId))
  const wanted = unhandled.filter(
    ([, message]) => isWanted(message, kindsOff, now()) && !erased.has(message.order.orderId),
  )
  const withheld = unhandled.filter((one) => !wanted.includes(one)).map(([messageId]) => messageId)
  const results = await settleAll(wanted, sendsAtOnceMax, ([messageId, message]) => send(ports, messageId, message))
  const writes = valuesOf(results).map(({ sent, key }) => recordSent(ports, sent, key))
  if (withheld.length > 0) writes.push(recordWithheld(database, withheld, new Date(now()).toISOString()))
  if (writes.length > 0) await database.batch(writes)
  throwFirst(results)
}

/** See EventHandler. A message is applied once it was sent or withheld. */
export async function appliedSeq(
  { database, now }: Pick<MessagePorts, 'database' | 'now'>,
  order: OrderRecord,
): Promise<number> {
  const isErased = isPersonalDataErased(order)
  if (isErased && !(await findErased(database, [order.orderId])).has(order.orderId)) return 0
  const due = await Promise.all(dueBy(order, now()).map((message) => messageIdOf(order.orderId, message)))
  if (due.length === 0) return order.seq
  const handled = await findHandled(database, due)
  return due.every((messageId) => handled.has(messageId)) ? order.seq : 0
}

type Due = { order: SealedOrder; due: DueMessage; at: string }

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

/** `key`: the order's; null when it came in clear. */
type Sent = { sent: SentMessage; key: string | null }

/** Send the customer a message. Throws unless it certainly arrived. */
async function send(ports: MessagePorts, messageId: string, { at, order: sealed, due }: Due): Promise<Sent> {
  const order = openOrder(ports.vault, sealed)
  const { orderId, customerId } = order
  const { deliveryAddress: _, ...to } = contactOf(order)
  const message = { messageId, orderId, kind: due.kind, text: wordingOf(order, due).text }
  await ports.notifier.send({ ...message, customerId, to })
  const sentAt = new Date(ports.now()).toISOString()
  return { sent: { message: { ...message, sentAt }, customerId, recordedAt: at }, key: sealed.sealed?.key ?? null }
}
