// Who sends a message, when the queue and polls of its order have it at once: one of them, by claims in its row. Pure.
import type { EventSource } from '../platform/checkpoint.ts'
import type { Waiting } from './tries.ts'

/**
 * For so long after its event, a message without a row belongs to the queue. The poll that brings what the queue has
 * lost comes 18 s after the event at the earliest (`CONFIRM_SECONDS`, less what one alarm serves together).
 */
export const queueOwnsMs = 17_500

/**
 * The queue begins a send without a claim so soon after the event, or not at all. So it is over, and recorded, while
 * the message still belongs to the queue, however slow the channel is.
 */
export const unclaimedMs = 2_000

/** The longest send of a channel. */
export const sendMsMax = 10_000

/** A claim is over after this: longer than a send takes, and the write after it. */
export const claimMs = 20_000

/**
 * How a message is sent. `unclaimed`: the row that says so is its only one, for the happy path has none to spare.
 * `claimed`: after a claim. `later`: it may be under way. `hasRow`: whether it was claimed or tried before.
 */
export function turnOf(hasRow: boolean, source: EventSource, ageMs: number): 'unclaimed' | 'claimed' | 'later' {
  if (hasRow || ageMs >= queueOwnsMs) return 'claimed'
  if (source === 'poll') return 'later'
  return ageMs < unclaimedMs ? 'unclaimed' : 'claimed'
}

/** When to look again at a message that somebody else has: after a send; once one has failed, at its next try. */
export function lookAgainAt({ tries, nextTryAt }: Waiting, now: number): number {
  return tries === 0 ? Math.min(nextTryAt, now + sendMsMax) : nextTryAt
}
