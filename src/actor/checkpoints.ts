// Consumer checkpoints: each subscriber is asked what has taken effect, and is brought what it lacks. So nothing that
// was lost on the way stays lost. What is only late is never put on a queue again, which would make the queue longer.
import type { RecordedEvent } from '../contract/events.ts'
import type { OrderSummary } from '../contract/order.ts'
import { type Subscriber, subscribers } from '../contract/routing.ts'
import { withJitter } from '../platform/backoff.ts'
import type { Storage } from '../platform/storage.ts'
import { lastRelevantSeq, messagesAfter } from './outbox.ts'
import type { ActorPorts } from './ports.ts'

/**
 * Seconds from the last event to the first poll; and, once all is applied, between looks at an order not final.
 */
export type CheckpointPace = { pollSeconds: number; recheckSeconds: number }

/** Times are epoch milliseconds; `missingSince` is 0 while no poll has found anything missing. */
export type Checkpoints = {
  /** By subscriber: the seq up to which it said that everything has taken effect; 0 for nothing. */
  applied: Record<Subscriber, number>
  missingSince: number
  pollAt: number
}

/** What a subscriber said about the events up to `upTo`, the last that it subscribes to; null: it did not say. */
export type Polled = { subscriber: Subscriber; upTo: number; appliedSeq: number | null }

export const noneApplied: Record<Subscriber, number> = {
  ordermanagement: 0,
  delivery: 0,
  payment: 0,
  message: 0,
  mypage: 0,
}

/** Most messages that one call brings. */
const messagesPerCallMax = 50

/**
 * While something is missing, the pause is a share of the time it has been missing. It grows with that time and not
 * with the polls: where everything is killed again and again for some minutes, many polls are in vain, and what was
 * lost must not wait for minutes after the last time. What is still missing after `nearMs` is late, and looked for
 * seldom.
 */
const pauseShare = 1 / 8
const nearMs = 15 * 60_000
const farPauseMs = 60 * 60_000

/** The poll that follows an event, unless the stored one is later. */
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
 * Part of the caller's transaction. The other columns are those of releases that kept a cursor for each queue: one that
 * comes back sends everything once more, which harms nobody.
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

/**
 * Ask those that have not said that they applied everything, or all when there are none, and bring them what they lack.
 * Throws nothing: who is busy or does not answer did not say.
 */
export async function pollCheckpoints(
  ports: ActorPorts,
  { applied }: Checkpoints,
  events: readonly RecordedEvent[],
  order: OrderSummary,
): Promise<Polled[]> {
  const concerned = subscribers
    .map((subscriber) => ({ subscriber, upTo: lastRelevantSeq(events, subscriber) }))
    .filter(({ upTo }) => upTo > 0)
  const open = concerned.filter(({ subscriber, upTo }) => applied[subscriber] < upTo)
  return await Promise.all(
    (open.length > 0 ? open : concerned).map(async ({ subscriber, upTo }): Promise<Polled> => {
      try {
        return { subscriber, upTo, appliedSeq: await catchUp(ports, subscriber, upTo, events, order) }
      } catch (fault) {
        ports.log('checkpoint_unknown', { orderId: ports.orderId, subscriber, fault: String(fault) })
        return { subscriber, upTo, appliedSeq: null }
      }
    }),
  )
}

/** The greatest seq that any subscriber says it has applied; 0 when none does. Throws nothing. */
export async function greatestAppliedSeq(ports: ActorPorts, order: OrderSummary): Promise<number> {
  const asked = { ...order, contact: null }
  const checkpoints = await Promise.allSettled(subscribers.map((subscriber) => ports.catchUp[subscriber](asked, [])))
  const known = checkpoints.map((settled) =>
    settled.status === 'fulfilled' && !settled.value.busy ? settled.value.appliedSeq : 0,
  )
  return Math.max(...known)
}

/** The checkpoints after a poll. Whoever lost what it had applied is at 0 again. */
export function applyCheckpoints(
  { applied: before, missingSince: since, pollAt }: Checkpoints,
  polled: readonly Polled[],
  now: number,
  random: number,
  pace: CheckpointPace,
): Checkpoints {
  const applied = { ...before }
  for (const { subscriber, upTo, appliedSeq } of polled) {
    if (appliedSeq !== null) applied[subscriber] = appliedSeq >= upTo ? upTo : 0
  }
  if (polled.every(({ upTo, appliedSeq }) => appliedSeq !== null && appliedSeq >= upTo)) {
    return { applied, missingSince: 0, pollAt: now + pace.recheckSeconds * 1000 }
  }
  // Time in which nobody could ask, since everything was off, is not counted.
  const offMs = since === 0 ? 0 : Math.max(0, now - pollAt)
  const missingSince = (since || now) + offMs
  return { applied, missingSince, pollAt: now + withJitter(pauseMs(now - missingSince, pace), random) }
}

/** Shortened by up to a half by its caller, so that many orders spread out. */
function pauseMs(missingMs: number, { pollSeconds }: CheckpointPace): number {
  return missingMs < nearMs ? Math.max(pollSeconds * 1000, missingMs * pauseShare) : farPauseMs
}

/** What the subscriber has applied in the end; null when it is busy. */
async function catchUp(
  ports: ActorPorts,
  subscriber: Subscriber,
  upTo: number,
  events: readonly RecordedEvent[],
  order: OrderSummary,
): Promise<number | null> {
  const asked = { ...order, contact: null }
  let checkpoint = await ports.catchUp[subscriber](asked, [])
  if (checkpoint.busy || checkpoint.appliedSeq >= upTo) return checkpoint.busy ? null : checkpoint.appliedSeq
  const missing = messagesAfter(checkpoint.appliedSeq, ports.orderId, events, subscriber)
  for (let from = 0; from < missing.length && !checkpoint.busy; from += messagesPerCallMax) {
    checkpoint = await ports.catchUp[subscriber](asked, missing.slice(from, from + messagesPerCallMax))
  }
  return checkpoint.busy ? null : checkpoint.appliedSeq
}
