// Sends messages to customers, each once, and records each outcome in the message's row.

import { contactOf } from '../contract/order.ts'
import type { SealedOrder } from '../contract/sealed.ts'
import type { EventSource } from '../platform/checkpoint.ts'
import { settleAll, throwFirst, valuesOf } from '../platform/concurrency.ts'
import type { Statement } from '../platform/database.ts'
import { openOrder } from '../platform/personal-data.ts'
import { claimMs, lookAgainAt, queueOwnsMs, turnOf, unclaimedMs } from './claims.ts'
import type { DueMessage } from './compose.ts'
import type { Notifier, OutgoingMessage } from './notifier.ts'
import { claimMessages, findProgress } from './progress-store.ts'
import { type KeyedMessage, type MessageShards, type MessageStore, recordFailed, recordSent } from './store.ts'
import { afterFailure, type Waiting } from './tries.ts'
import { wordingOf } from './wording.ts'

/** `now`: epoch milliseconds. `random`: from 0 to 1. */
export type MessagePorts = MessageShards & { notifier: Notifier; now: () => number; random: () => number }

/** The ports of what is sent of the orders of one database. */
export type SendingPorts = Omit<MessagePorts, 'shards'> & MessageStore

/** A Worker has at most six open connections. */
export const sendsAtOnceMax = 6

/** `at`: when the step was that it tells of. `waiting`: what its row says of its tries; null without one. */
export type Unsent = { messageId: string; order: SealedOrder; due: DueMessage; at: string; waiting: Waiting | null }

/** What is still to be sent: the time of each next try (epoch milliseconds), and why one of them has failed. */
export type Remaining = { nextTries: number[]; cause: string | null }

/**
 * Send each message that is the caller's to send, and record how it went. A fault of the channel is an outcome; any
 * other one is thrown, when all others are sent and recorded.
 */
export async function sendEach(
  ports: SendingPorts,
  source: EventSource,
  messages: readonly Unsent[],
): Promise<Remaining> {
  const composed = await settleAll(messages, messages.length, async (message) => composeMessage(ports, message))
  const turns = Map.groupBy(valuesOf(composed), (message) => turnIn(ports, source, message))
  const later = turns.get('later') ?? []
  const unclaimed = await sendAndRecord(ports, turns.get('unclaimed') ?? [], (message) => mayBegin(ports, message))
  const toClaim = [...(turns.get('claimed') ?? []), ...unclaimed.left]
  const outcomes = [...unclaimed.outcomes]
  const taken: string[] = []
  // As many at a time as are sent at once: a claim is for one send.
  for (let from = 0; from < toClaim.length; from += sendsAtOnceMax) {
    const wave = toClaim.slice(from, from + sendsAtOnceMax)
    const now = ports.now()
    const keyed = wave.map((message) => message.keyed)
    const claimed = await claimMessages(ports, keyed, now, now + claimMs)
    const { outcomes: more, left } = await sendAndRecord(ports, wave, ({ keyed }) =>
      claimed.has(keyed.message.messageId),
    )
    outcomes.push(...more)
    taken.push(...left.map(({ keyed }) => keyed.message.messageId))
  }
  throwFirst(composed)
  const failed = outcomes.filter(({ nextTryAt }) => nextTryAt !== null)
  return {
    nextTries: [
      ...later.map(({ at }) => at + queueOwnsMs),
      ...failed.flatMap(({ nextTryAt }) => nextTryAt ?? []),
      ...(await nextTriesOf(ports, taken)),
    ],
    cause: failed[0]?.cause ?? null,
  }
}

/** A message as it is sent and stored. `at`: epoch milliseconds. */
type Composed = { outgoing: OutgoingMessage; keyed: KeyedMessage; at: number; waiting: Waiting | null }

function composeMessage({ vault }: SendingPorts, { messageId, order: sealed, due, at, waiting }: Unsent): Composed {
  const order = openOrder(vault, sealed)
  const { orderId, customerId } = order
  const { deliveryAddress: _, ...to } = contactOf(order)
  const message = { messageId, orderId, customerId, kind: due.kind, ...wordingOf(order, due) }
  const { subject: __, ...stored } = { ...message, recordedAt: at }
  const keyed = { message: stored, key: sealed.sealed?.key ?? null }
  return { outgoing: { ...message, to }, keyed, at: Date.parse(at), waiting }
}

/** Without a channel nothing is sent, and to record a message twice changes nothing. */
function turnIn({ notifier, now }: SendingPorts, source: EventSource, { waiting, at }: Composed) {
  return notifier.channel === null ? 'unclaimed' : turnOf(waiting !== null, source, now() - at)
}

function mayBegin({ notifier, now }: SendingPorts, { at }: Composed): boolean {
  return notifier.channel === null || now() - at < unclaimedMs
}

/** What a try has led to, as it is recorded. `nextTryAt`: epoch milliseconds; null when there is no further one. */
type Outcome = { write: Statement; nextTryAt: number | null; cause: string | null }

/** `left`: those that `mayBeSent` refused when it was their turn. */
async function sendAndRecord(
  ports: SendingPorts,
  messages: readonly Composed[],
  mayBeSent: (message: Composed) => boolean,
): Promise<{ outcomes: Outcome[]; left: Composed[] }> {
  const left: Composed[] = []
  const results = await settleAll(messages, sendsAtOnceMax, async (message) => {
    if (mayBeSent(message)) return [await send(ports, message)]
    left.push(message)
    return []
  })
  const outcomes = valuesOf(results).flat()
  if (outcomes.length > 0) await ports.database.batch(outcomes.map(({ write }) => write))
  throwFirst(results)
  return { outcomes, left }
}

async function send(ports: SendingPorts, { outgoing, keyed, waiting }: Composed): Promise<Outcome> {
  try {
    const { channelId } = await ports.notifier.send(outgoing)
    const sent = { sentAt: new Date(ports.now()).toISOString(), channel: ports.notifier.channel, channelId }
    return { write: recordSent(ports, keyed, sent), nextTryAt: null, cause: null }
  } catch (fault) {
    const now = ports.now()
    const failed = afterFailure(waiting, fault, now, ports.random())
    const write = recordFailed(ports, keyed, failed, new Date(now).toISOString())
    return { write, nextTryAt: failed.nextTryAt, cause: failed.cause }
  }
}

/** When those are to be tried that somebody else has claimed: never, where they are sent by now. */
async function nextTriesOf({ database, now }: SendingPorts, messageIds: readonly string[]): Promise<number[]> {
  if (messageIds.length === 0) return []
  const progress = await findProgress(database, messageIds)
  return [...progress.values()].flatMap((waiting) => (waiting === 'handled' ? [] : lookAgainAt(waiting, now())))
}
