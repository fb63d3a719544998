// Consumer checkpoints: the order polls each subscriber for the seq that it has applied, and brings it the messages
// that it lacks by RPC. So a lost message is repaired. A late one is never sent to the queue again: the queue would
// grow.
import type { RecordedEvent } from '../contract/events.ts'
import type { OrderMessage } from '../contract/message.ts'
import { forEachSubscriber, type Subscriber, subscribers, subscribesTo, takesTogether } from '../contract/routing.ts'
import type { Checkpoint } from '../contract/rpc.ts'
import { type SealedOrder, withoutPersonalData } from '../contract/sealed.ts'
import { withJitter } from '../platform/backoff.ts'
import { bytesOf } from '../platform/publish.ts'
import type { Storage } from '../platform/storage.ts'
import { lastRelevantSeq, messagesAfter, type Told } from './outbox.ts'
import type { ActorPorts } from './ports.ts'
import { secondsSince } from './publish.ts'

/**
 * Seconds from the last event to the first poll; once all is applied, from poll to poll until the order is final; and
 * for which an event waits for the others of its order when it is brought together with them.
 */
export type CheckpointPace = { pollSeconds: number; recheckSeconds: number; togetherSeconds: number }

/** Times are epoch milliseconds; `missingSince` is 0 while no poll has found anything missing. */
export type Checkpoints = {
  /** By subscriber: the seq up to which it has applied everything, as it reported; 0 for nothing. */
  applied: Record<Subscriber, number>
  missingSince: number
  pollAt: number
}

/** A subscriber's answer to a poll. `upTo`: the last event that it subscribes to. `appliedSeq` null: no answer. */
export type Polled = { subscriber: Subscriber; upTo: number; appliedSeq: number | null }

export const noneApplied: Record<Subscriber, number> = forEachSubscriber(() => 0)

/** Most messages in one call, and most bytes of more than one: RPC takes 32 MiB. */
const messagesPerCallMax = 50
const bytesPerCallMax = 4_000_000

/**
 * While something is missing, the pause between polls is a share of the time for which it has been missing. It does not
 * grow with the number of polls: when every Worker is killed again and again for some minutes, many polls fail, and the
 * repair must not wait for minutes after the last kill. After `nearMs` the subscriber is late, and polled seldom.
 */
const pauseShare = 1 / 8
const nearMs = 15 * 60_000
const farPauseMs = 60 * 60_000

/** The stored checkpoints. `firstPollAt`: the poll that follows the last event; a later one may be stored. */
export function readCheckpoints(storage: Storage, firstPollAt: number): Checkpoints {
  const row = storage.sql('SELECT confirmed, missing_since, confirm_at FROM outbox WHERE only = 1')[0]
  if (row === undefined) return { applied: noneApplied, missingSince: 0, pollAt: firstPollAt }
  return {
    // A subscriber that joined after this row was written has applied nothing.
    applied: { ...noneApplied, ...JSON.parse(String(row['confirmed'])) },
    missingSince: Number(row['missing_since']),
    pollAt: Math.max(firstPollAt, Number(row['confirm_at'])),
  }
}

/**
 * Part of the caller's transaction. The columns `cursors`, `failures` and `retry_at` are for releases that stored a
 * cursor for each queue: after a rollback to one of them, every event is sent once more, which is harmless.
 */
export function writeCheckpoints(storage: Storage, { applied, missingSince, pollAt }: Checkpoints): void {
  storage.sql(
    `INSERT INTO outbox (only, cursors, confirmed, failures, retry_at, missing_since, confirm_at)
     VALUES (1, '{}', ?, 0, 0, ?, ?)
     ON CONFLICT (only) DO UPDATE
     SET cursors = excluded.cursors, confirmed = excluded.confirmed, failures = 0, retry_at = 0,
         missing_since = excluded.missing_since, confirm_at = excluded.confirm_at`,
    JSON.stringify(applied),
    missingSince,
    pollAt,
  )
}

export function hasAppliedAll({ applied }: Checkpoints, events: readonly RecordedEvent[]): boolean {
  return subscribers.every((subscriber) => applied[subscriber] >= lastRelevantSeq(events, subscriber))
}

/** When events are due for the subscribers that get them together (epoch milliseconds); Infinity: there are none. */
function togetherDueAt(
  applied: Checkpoints['applied'],
  events: readonly RecordedEvent[],
  pace: CheckpointPace,
): number {
  const waiting = subscribers.filter(takesTogether).flatMap((subscriber) => {
    return events.find(({ seq, type }) => seq > applied[subscriber] && subscribesTo(subscriber, type)) ?? []
  })
  return Math.min(...waiting.map(({ at }) => Date.parse(at) + pace.togetherSeconds * 1000))
}

/** Whether the result of a poll is worth a row. A repeated poll costs none, but what is brought together would. */
export function isWorthKeeping(before: Checkpoints, after: Checkpoints): boolean {
  const hasBrought = (subscriber: Subscriber) => before.applied[subscriber] !== after.applied[subscriber]
  return after.missingSince > 0 || subscribers.filter(takesTogether).some(hasBrought)
}

/**
 * Poll the subscribers that have not applied everything, or all when there are none, and bring them what they lack.
 * `togetherBy`: what is to be brought together by then (epoch milliseconds) is brought now. Throws nothing: a
 * subscriber that is busy or does not answer gives `appliedSeq` null.
 */
export async function pollCheckpoints(
  ports: ActorPorts,
  { applied }: Checkpoints,
  history: Told,
  order: SealedOrder,
  togetherBy: number,
  pace: CheckpointPace,
): Promise<Polled[]> {
  const { events } = history
  const isDue = togetherDueAt(applied, events, pace) < togetherBy
  const concerned = subscribers
    .map((subscriber) => ({ subscriber, upTo: lastRelevantSeq(events, subscriber) }))
    .filter(({ subscriber, upTo }) => upTo > 0 && (isDue || !takesTogether(subscriber)))
  const behind = concerned.filter(({ subscriber, upTo }) => applied[subscriber] < upTo)
  const asked = behind.length > 0 ? behind : concerned.filter(({ subscriber }) => !takesTogether(subscriber))
  return await Promise.all(
    asked.map(async ({ subscriber, upTo }): Promise<Polled> => {
      try {
        const appliedSeq = await catchUp(ports, subscriber, applied[subscriber], upTo, history, order)
        return { subscriber, upTo, appliedSeq }
      } catch (fault) {
        const missing = events.find(({ seq, type }) => seq > applied[subscriber] && subscribesTo(subscriber, type))
        const waitingSeconds = secondsSince(missing?.at, ports.now())
        const about = { orderId: ports.orderId, traceparent: missing?.traceparent }
        ports.log('checkpoint_unknown', { ...about, subscriber, waitingSeconds, fault: String(fault) })
        return { subscriber, upTo, appliedSeq: null }
      }
    }),
  )
}

/** The greatest seq that any subscriber reports as applied; 0 when none answers. Throws nothing. */
export async function greatestAppliedSeq(ports: ActorPorts, order: SealedOrder): Promise<number> {
  const anonymous = withoutPersonalData(order)
  const asked = subscribers.filter((subscriber) => !takesTogether(subscriber))
  const polls = asked.map((subscriber) => ports.catchUp[subscriber](anonymous, []))
  const checkpoints = await Promise.allSettled(polls)
  const known = checkpoints.map((settled) =>
    settled.status === 'fulfilled' && !settled.value.busy ? settled.value.appliedSeq : 0,
  )
  return Math.max(...known)
}

/**
 * The checkpoints after a poll. A subscriber that has not applied everything starts from 0 again, unless the order
 * keeps its checkpoint.
 */
export function applyCheckpoints(
  { applied: before, missingSince: since, pollAt }: Checkpoints,
  polled: readonly Polled[],
  events: readonly RecordedEvent[],
  now: number,
  random: number,
  pace: CheckpointPace,
): Checkpoints {
  const applied = { ...before }
  for (const { subscriber, upTo, appliedSeq } of polled) {
    if (appliedSeq === null) continue
    if (appliedSeq >= upTo) applied[subscriber] = upTo
    else applied[subscriber] = takesTogether(subscriber) ? Math.max(before[subscriber], appliedSeq) : 0
  }
  if (polled.every(({ upTo, appliedSeq }) => appliedSeq !== null && appliedSeq >= upTo)) {
    const nextAt = Math.min(now + pace.recheckSeconds * 1000, togetherDueAt(applied, events, pace))
    return { applied, missingSince: 0, pollAt: nextAt }
  }
  // The time since the poll was due does not count: nothing ran, so nothing could be polled.
  const offMs = since === 0 ? 0 : Math.max(0, now - pollAt)
  const missingSince = (since || now) + offMs
  return { applied, missingSince, pollAt: now + withJitter(pauseMs(now - missingSince, pace), random) }
}

/** The caller shortens it by up to a half, so that the polls of many orders spread out. */
function pauseMs(missingMs: number, { pollSeconds }: CheckpointPace): number {
  return missingMs < nearMs ? Math.max(pollSeconds * 1000, missingMs * pauseShare) : farPauseMs
}

/** The seq that the subscriber has applied at last; null when it is busy. `known`: as the order has it. */
async function catchUp(
  ports: ActorPorts,
  subscriber: Subscriber,
  known: number,
  upTo: number,
  history: Told,
  order: SealedOrder,
): Promise<number | null> {
  const anonymous = withoutPersonalData(order)
  const subscribed = history.events
    .filter(({ type }) => subscribesTo(subscriber, type))
    .map(({ seq, type }) => ({ seq, type }))
  let checkpoint: Checkpoint = takesTogether(subscriber)
    ? { busy: false, appliedSeq: known }
    : await ports.catchUp[subscriber](anonymous, [], subscribed)
  if (checkpoint.busy || checkpoint.appliedSeq >= upTo) return checkpoint.busy ? null : checkpoint.appliedSeq
  const missing = messagesAfter(checkpoint.appliedSeq, history, subscriber)
  for (let from = 0; from < missing.length && !checkpoint.busy; ) {
    const call = firstCall(missing.slice(from, from + messagesPerCallMax))
    checkpoint = await ports.catchUp[subscriber](anonymous, call, subscribed)
    from += call.length
  }
  return checkpoint.busy ? null : checkpoint.appliedSeq
}

/** The first of the messages: as many as one call takes, and at least one. */
function firstCall(messages: OrderMessage[]): OrderMessage[] {
  let bytes = 0
  const end = messages.findIndex((message, index) => {
    bytes += bytesOf(message)
    return index > 0 && bytes > bytesPerCallMax
  })
  return end === -1 ? messages : messages.slice(0, end)
}
