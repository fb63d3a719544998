// The invariant of the archive. Returns null, or the violation in words.
import { isDeepStrictEqual } from 'node:util'
import { redactedEvent } from '../../src/platform/personal-data.ts'
import { isFinal } from './invariants.ts'
import type { Observation } from './observation.ts'
import { togetherSeconds } from './shop.ts'

/** An order may be busy with other polls when its events are due. */
const lateMs = 3_600_000

/** The archive has each event of a final order once, as the log has it; of another order, those that are old enough. */
export function archiveAgrees({ order, events, archived, now }: Observation): string | null {
  const times = new Map<number, number>()
  for (const { orderId, ...event } of archived) {
    times.set(event.seq, (times.get(event.seq) ?? 0) + 1)
    const logged = events.find(({ seq }) => seq === event.seq)
    if (logged !== undefined && !isDeepStrictEqual({ ...event }, { ...redactedEvent(logged) }))
      return `the archive has another event ${event.seq}`
  }
  const twice = [...times].find(([, count]) => count > 1)
  if (twice !== undefined) return `the archive gives event ${twice[0]} more than once`
  const isOver = order !== null && isFinal(order)
  const due = events.filter(({ at }) => isOver || Date.parse(at) + togetherSeconds * 1000 + lateMs < now)
  const missing = due.find(({ seq }) => !times.has(seq))
  return missing === undefined ? null : `the archive lacks event ${missing.seq} of ${events.length}`
}
