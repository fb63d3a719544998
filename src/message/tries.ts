// When a message that could not be sent is tried again, and when it is given up. Pure.
import { backoff } from '../platform/backoff.ts'
import { SendFailed, Undeliverable } from './notifier.ts'

/** A message is given up this long after its first try. */
export const triedForMs = 24 * 60 * 60_000

const pauses = { base: 1000, growth: 2, max: 60 * 60_000 }

/** A message whose tries have failed so far. Times are epoch milliseconds. */
export type Waiting = { tries: number; firstTriedAt: number; nextTryAt: number }

/** What follows a try that failed. `nextTryAt` null: the message is given up. */
export type FailedTry = { tries: number; firstTriedAt: number; nextTryAt: number | null; cause: string }

/**
 * The pauses grow from a second to an hour, each shortened by up to a half at random (`random` from 0 to 1). The last
 * try is 24 hours after the first. What no try can send is given up at once.
 */
export function afterFailure(before: Waiting | null, fault: unknown, now: number, random: number): FailedTry {
  const firstTriedAt = before?.firstTriedAt ?? now
  const tries = (before?.tries ?? 0) + 1
  const end = firstTriedAt + triedForMs
  const isOver = fault instanceof Undeliverable || now >= end
  const nextTryAt = isOver ? null : Math.min(end, Math.ceil(now + backoff(tries - 1, pauses, random)))
  return { tries, firstTriedAt, nextTryAt, cause: causeOf(fault) }
}

/** Any other fault may hold anything: only its name is told. */
export function causeOf(fault: unknown): string {
  if (fault instanceof SendFailed) return fault.message
  return fault instanceof Error ? fault.name : 'unknown'
}
