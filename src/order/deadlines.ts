// The deadlines of an order: one that is not paid is canceled, and one whose next step takes too long is flagged for a
// person. So no order stays open unnoticed.
import type { OrderCommand } from '../contract/commands.ts'
import { type LateStep, pendingStep } from './pending-step.ts'
import type { OrderState } from './state.ts'

/** `flagSeconds`: how long each step may take, by the cause that the order is flagged for after it. */
export type Deadlines = { unpaidSeconds: number; flagSeconds: Record<LateStep, number> }

export type Deadline = { at: number; command: OrderCommand }

/** The next deadline of the order (`at` in epoch milliseconds) and the command to give then; null when it has none. */
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
