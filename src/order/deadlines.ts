// The deadlines of an order: an unpaid one is canceled, and one that waits too long for anything else is flagged, so
// that none stands open for ever with nobody knowing.
import type { OrderCommand } from '../contract/commands.ts'
import type { AttentionCause } from '../contract/order.ts'
import { pendingStep } from './pending-step.ts'
import type { OrderState } from './state.ts'

/** `flagSeconds`: how long an order may wait, by what it is then flagged for. */
export type Deadlines = { unpaidSeconds: number; flagSeconds: Record<AttentionCause, number> }

export type Deadline = { at: number; command: OrderCommand }

/** The next deadline of the order (`at` in epoch milliseconds) with the command it leads to; null when it has none. */
export function nextDeadline(state: OrderState, deadlines: Deadlines): Deadline | null {
  if (state.status === 'none') return null
  if (state.status === 'orderStarted') {
    const command = { type: 'CancelOrder', reason: 'paymentTimeout', note: null } as const
    return { at: after(state.order.placedAt, deadlines.unpaidSeconds), command }
  }
  const waiting = pendingStep(state)
  if (waiting === null || state.attention !== null) return null
  const { cause, since } = waiting
  return { at: after(since, deadlines.flagSeconds[cause]), command: { type: 'FlagOrder', cause } }
}

function after(instant: string, seconds: number): number {
  return Date.parse(instant) + seconds * 1000
}
