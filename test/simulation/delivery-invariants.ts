// The invariants of the attempts to deliver an order. Each returns null, or the violation in words.
import type { Seen } from './observation.ts'

/** Each failed attempt is recorded once, under the next number; each new way follows goods that came back. */
export function attemptsCountOnce({ events }: Seen): string | null {
  let failed = { attempt: 0, next: 'retry' }
  for (const event of events) {
    if (event.type === 'DeliveryAttemptFailed') {
      if (event.data.attempt !== failed.attempt + 1)
        return `after attempt ${failed.attempt} comes ${event.data.attempt}`
      failed = event.data
    }
    if (event.type !== 'DeliveryRestarted') continue
    if (failed.next !== 'backToStore') return 'goods were sent out again that had not come back'
    failed = { ...failed, next: 'retry' }
  }
  return null
}
