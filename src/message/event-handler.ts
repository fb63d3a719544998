// Handles the events of orders: sends the customer the messages that are due after them, each once.
import type { OrderMessage } from '../contract/message.ts'
import { isPersonalDataErased, type OrderRecord } from '../contract/order.ts'
import type { EventSource } from '../platform/checkpoint.ts'
import { settleAll } from '../platform/concurrency.ts'
import { RetryLater } from '../platform/consume.ts'
import type { Database, Statement } from '../platform/database.ts'
import { homeOf } from '../platform/order-shards.ts'
import { lookAgainAt } from './claims.ts'
import { countedMessageIds, dueAfter, dueBy, duePreceding, isNews, messageIdOf } from './compose.ts'
import { homesOf, settingsIn } from './homes.ts'
import { findProgress, giveUp } from './progress-store.ts'
import { type MessagePorts, type SendingPorts, sendEach, type Unsent } from './sending.ts'
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
  const { shards, ...others } = ports
  const homes = await homesOf(
    shards,
    messages.map(({ data }) => data.order),
  )
  const byHome = Map.groupBy(messages, ({ data }) => homes.get(data.order.orderId) ?? homeOf(shards, data.order))
  // One after the other, so that no more is sent at a time than there are connections.
  const results = await settleAll([...byHome], 1, async ([database, own]) => {
    const erased = own.filter(({ data }) => data.event.type === 'PersonalDataErased')
    await Promise.all(erased.map(({ subject, time }) => erase(database, subject, time)))
    await sendDue({ ...others, database, settings: settingsIn(shards) }, own, source)
  })
  throwGravest(results)
}

/** What broke, or else the RetryLater that ends first. */
function throwGravest(results: readonly PromiseSettledResult<void>[]): void {
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  const waits = faults.filter((fault) => fault instanceof RetryLater)
  const [first] = waits.toSorted((a, b) => a.delaySeconds - b.delaySeconds)
  for (const fault of faults) if (!(fault instanceof RetryLater)) throw fault
  if (first !== undefined) throw first
}

/** The texts of what the customer was told are erased with the order's personal data. */
async function erase(database: Database, orderId: string, at: string): Promise<void> {
  await database.batch(eraseTexts(database, orderId, await countedMessageIds(orderId), at))
}

/** `settings`: where the customers' switches stand. */
type DuePorts = SendingPorts & { settings: Database }

async function sendDue(ports: DuePorts, messages: readonly OrderMessage[], source: EventSource): Promise<void> {
  const { database, settings, now } = ports
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
    findKindsOff(settings, customerIds),
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
  { shards, now }: Pick<MessagePorts, 'shards' | 'now'>,
  order: OrderRecord,
): Promise<number> {
  const database = (await homesOf(shards, [order])).get(order.orderId) ?? homeOf(shards, order)
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
