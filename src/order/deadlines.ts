// The deadlines of an order: one that is not paid is canceled, and one whose next step takes too long is flagged for a
// person. So no order stays open unnoticed.
import type { OrderCommand } from '../contract/commands.ts'
import { isErasable } from './erasure.ts'
import { type LateStep, pendingStep } from './pending-step.ts'
import type { OrderState, Placed } from './state.ts'

/**
 * `flagSeconds`: how long each step may take, by the cause that the order is flagged for after it. `retentionSeconds`:
 * how long the personal data of a finished order is kept; null for ever.
 */
export type Deadlines = {
  unpaidSeconds: number
  flagSeconds: Record<LateStep, number>
  retentionSeconds: number | null
}

export type Deadline = { at: number; command: OrderCommand }

/** The next deadline of the order (`at` in epoch milliseconds) and the command to give then; null when it has none. */
export function nextDeadline(state: OrderState, deadlines: Deadlines): Deadline | null {
  if (state.status === 'none') return null
  if (state.status === 'orderStarted') {
    const command = { type: 'CancelOrder', reason: 'paymentTimeout', note: null } as const
    return { at: paymentDeadline(state.order, deadlines), command }
  }
  if (isErasable(state)) {
    if (deadlines.retentionSeconds === null) return null
    return { at: after(state.updatedAt, deadlines.retentionSeconds), command: { type: 'ErasePersonalData' } }
  }
  const waiting = pendingStep(state)
  if (waiting === null || state.attention !== null) return null
  const { cause, since } = waiting
  return { at: after(since, deadlines.flagSeconds[cause]), command: { type: 'FlagOrder', cause } }
}

/** Until when an order that waits for its payment can be paid (ISO 8601); null for any other order. */
export function payableUntil(state: OrderState, deadlines: Pick<Deadlines, 'unpaidSeconds'>): string | null {
  return state.status === 'orderStarted' ? new Date(paymentDeadline(state.order, deadlines)).toISOString() : null
}

function paymentDeadline({ placedAt }: Placed, { unpaidSeconds }: Pick<Deadlines, 'unpaidSeconds'>): number {
  return after(placedAt, unpaidSeconds)
}

function after(instant: string, seconds: number): number {
  return Date.parse(instant) + seconds * 1000
}
