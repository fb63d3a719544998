// Handles the events of orders: sends the customer the messages that are due after them, each once.
import type { OrderMessage } from '../contract/message.ts'
import { contactOf, isPersonalDataErased, type OrderRecord } from '../contract/order.ts'
import type { SealedOrder } from '../contract/sealed.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import { RetryLater } from '../platform/consume.ts'
import type { Database, Statement } from '../platform/database.ts'
import { openOrder } from '../platform/personal-data.ts'
import { countedMessageIds, type DueMessage, dueAfter, dueBefore, dueBy, isNews, messageIdOf } from './compose.ts'
import type { Notifier } from './notifier.ts'
import { findProgress, giveUp } from './progress-store.ts'
import { findKindsOff, type KindsOff } from './settings-store.ts'
import { eraseTexts, findErased, type MessageStore, recordFailed, recordSent, recordWithheld } from './store.ts'
import { afterFailure, type Waiting } from './tries.ts'
import { wordingOf } from './wording.ts'

/** `now`: epoch milliseconds. `random`: from 0 to 1. */
export type MessagePorts = MessageStore & { notifier: Notifier; now: () => number; random: () => number }

/** A Worker has at most six open connections. */
export const sendsAtOnceMax = 6

/**
 * See EventHandler. A message that is no longer news, of a kind that the customer has switched off, or of an order
 * that is erased, is recorded as withheld: it is never sent later. One that could not be sent is recorded as waiting,
 * and a call before its next try does not try it; after 24 hours it is recorded as failed. Each message is recorded by
 * itself. Throws RetryLater while one is waiting.
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
  const [progress, kindsOff, erased] = await Promise.all([
    findProgress(database, [...due.keys()]),
    findKindsOff(database, customerIds),
    findErased(database, orderIds),
  ])
  const at = new Date(now()).toISOString()
  const writes: Statement[] = []
  const toSend: ToSend[] = []
  const withheld: string[] = []
  const nextTries: number[] = []
  for (const [messageId, message] of due) {
    const waiting = progress.get(messageId) ?? null
    const isErased = erased.has(message.order.orderId)
    if (waiting === 'handled') continue
    if (waiting === null && (isErased || !isWanted(message, kindsOff, now()))) withheld.push(messageId)
    else if (waiting !== null && isErased) writes.push(giveUp(database, messageId, erasedCause, at))
    else if (waiting !== null && waiting.nextTryAt > now()) nextTries.push(waiting.nextTryAt)
    else toSend.push({ messageId, waiting, ...message })
  }
  const results = await settleAll(toSend, sendsAtOnceMax, (message) => send(ports, message))
  const outcomes = valuesOf(results)
  writes.push(...outcomes.map(({ write }) => write))
  if (withheld.length > 0) writes.push(recordWithheld(database, withheld, at))
  if (writes.length > 0) await database.batch(writes)
  throwFirst(results)
  nextTries.push(...outcomes.flatMap(({ nextTryAt }) => nextTryAt ?? []))
  if (nextTries.length === 0) return
  const cause = outcomes.find(({ nextTryAt }) => nextTryAt !== null)?.cause ?? 'it is not time yet'
  throw new RetryLater(Math.min(...nextTries) - now(), `${nextTries.length} wait for their next try: ${cause}`)
}

/** See EventHandler. A message is applied once it was sent, withheld or given up. */
export async function appliedSeq(
  { database, now }: Pick<MessagePorts, 'database' | 'now'>,
  order: OrderRecord,
): Promise<number> {
  const isErased = isPersonalDataErased(order)
  if (isErased && !(await findErased(database, [order.orderId])).has(order.orderId)) return 0
  const due = await Promise.all(dueBy(order, now()).map((message) => messageIdOf(order.orderId, message)))
  if (due.length === 0) return order.seq
  const progress = await findProgress(database, due)
  return due.every((messageId) => progress.get(messageId) === 'handled') ? order.seq : 0
}

/** Why a message that was waiting or failed is not sent once its order is erased. */
export const erasedCause = 'the personal data of the order is erased'

type Due = { order: SealedOrder; due: DueMessage; at: string }
type ToSend = Due & { messageId: string; waiting: Waiting | null }

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

/** What a try has led to, as it is recorded. `nextTryAt`: epoch milliseconds; null when there is no further one. */
type Outcome = { write: Statement; nextTryAt: number | null; cause: string | null }

/** Try to send the customer a message. A fault of the channel is an outcome; any other one is thrown. */
async function send(ports: MessagePorts, { messageId, waiting, at, order: sealed, due }: ToSend): Promise<Outcome> {
  const order = openOrder(ports.vault, sealed)
  const { orderId, customerId } = order
  const { deliveryAddress: _, ...to } = contactOf(order)
  const message = { messageId, orderId, customerId, kind: due.kind, ...wordingOf(order, due) }
  const key = sealed.sealed?.key ?? null
  const stored = { ...message, recordedAt: at }
  try {
    const { channelId } = await ports.notifier.send({ ...message, to })
    const sentAt = new Date(ports.now()).toISOString()
    const sent = { sentAt, channel: ports.notifier.channel, channelId }
    return { write: recordSent(ports, stored, key, sent), nextTryAt: null, cause: null }
  } catch (fault) {
    const now = ports.now()
    const failed = afterFailure(waiting, fault, now, ports.random())
    const write = recordFailed(ports, stored, key, failed, new Date(now).toISOString())
    return { write, nextTryAt: failed.nextTryAt, cause: failed.cause }
  }
}
