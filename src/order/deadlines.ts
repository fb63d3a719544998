// The one deadline an order enforces by itself: an unpaid order is canceled, so that it does not stand open for ever.
import type { OrderCommand } from '../contract/commands.ts'
import type { OrderState } from './state.ts'

export type Deadlines = { unpaidSeconds: number }

export type Deadline = { at: number; command: OrderCommand }

/** The next deadline of the order (`at` in epoch milliseconds) with the command it leads to; null when it has none. */
export function nextDeadline(state: OrderState, deadlines: Deadlines): Deadline | null {
  if (state.status !== 'orderStarted') return null
  const at = Date.parse(state.order.placedAt) + deadlines.unpaidSeconds * 1000
  return { at, command: { type: 'CancelOrder', reason: 'paymentTimeout', note: null } }
}
