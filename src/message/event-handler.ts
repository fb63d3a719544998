// Handles the events of orders: sends the customer the messages that are due after them, each once.
import type { OrderMessage } from '../contract/message.ts'
import { isPersonalDataErased, type OrderRecord } from '../contract/order.ts'
import type { EventSource } from '../platform/checkpoint.ts'
import { RetryLater } from '../platform/consume.ts'
import type { Database, Statement } from '../platform/database.ts'
import { lookAgainAt } from './claims.ts'
import { countedMessageIds, dueAfter, dueBy, duePreceding, isNews, messageIdOf } from './compose.ts'
import { findProgress, giveUp } from './progress-store.ts'
import { type MessagePorts, sendEach, type Unsent } from './sending.ts'
import { findKindsOff, type KindsOff } from './settings-store.ts'
import { eraseTexts, findErased, recordWithheld } from './store.ts'

/**
 * See EventHandler. A message that is no longer news, of a kind that the customer has switched off, or of an order
 * that is erased, is recorded as withheld: it is never sent later. One that could not be sent is recorded as waiting,
 * and a call before its next try does not try it; after 24 hours it is recorded as failed. Each message is recorded by
 * itself. Throws RetryLater while one is waiting, or may be under way elsewhere.
 */
export async function handleOrderEvents(
  ports: MessagePorts,
  messages: readonly OrderMessage[],
  source: EventSource = 'queue',
): Promise<void> {
  const erased = messages.filter(({ data }) => data.event.type === 'PersonalDataErased')
  await Promise.all(erased.map(({ subject, time }) => erase(ports.database, subject, time)))
  await sendDue(ports, messages, source)
}

/** The texts of what the customer was told are erased with the order's personal data. */
async function erase(database: Database, orderId: string, at: string): Promise<void> {
  await database.batch(eraseTexts(database, orderId, await countedMessageIds(orderId), at))
}

async function sendDue(ports: MessagePorts, messages: readonly OrderMessage[], source: EventSource): Promise<void> {
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
  const unsent: Unsent[] = []
  const withheld: string[] = []
  const nextTries: number[] = []
  for (const [messageId, message] of due) {
    const waiting = progress.get(messageId) ?? null
    const isErased = erased.has(message.order.orderId)
    if (waiting === 'handled') continue
    if (waiting === null && (isErased || !isWanted(message, kindsOff, now()))) withheld.push(messageId)
    else if (waiting !== null && isErased) writes.push(giveUp(database, messageId, erasedCause, at))
    else if (waiting !== null && waiting.nextTryAt > now()) nextTries.push(lookAgainAt(waiting, now()))
    else unsent.push({ messageId, waiting, ...message })
  }
  if (withheld.length > 0) writes.push(recordWithheld(database, withheld, at))
  if (writes.length > 0) await database.batch(writes)
  const remaining = await sendEach(ports, source, unsent)
  nextTries.push(...remaining.nextTries)
  if (nextTries.length === 0) return
  const cause = remaining.cause ?? 'it is not time yet'
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

type Due = Pick<Unsent, 'order' | 'due' | 'at'>

/** The messages that an event brings, in the order of their steps. */
function dueWith({ preceding, event, order }: OrderMessage['data']): Due[] {
  const before = preceding && { due: duePreceding(preceding.type, order), at: preceding.at }
  // An order of a later release may bring an event that there is no case for.
  const steps = [before, { due: dueAfter(event, order) ?? null, at: event.at }]
  return steps.flatMap((step) => (step?.due ? [{ order, due: step.due, at: step.at }] : []))
}

function isWanted({ at, order, due }: Due, kindsOff: KindsOff, now: number): boolean {
  return isNews({ at }, now) && !kindsOff.get(order.customerId)?.has(due.kind)
}
