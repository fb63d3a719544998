// The rules of personal data: it is erased on request or after its retention, once the order is final.
import type { RecordedEvent } from '../contract/events.ts'
import { emptied } from '../contract/order.ts'
import { type Decision, events, unchanged } from './decision.ts'
import { isDisputed } from './dispute.ts'
import { refusals } from './refusals.ts'
import { isFinal, type PlacedState } from './state.ts'

/** An order that is open still needs name, address and phone number; a dispute needs them as evidence. */
export function erase(state: PlacedState): Decision {
  if (state.order.erasedAt !== undefined) return unchanged
  return isErasable(state) ? events({ type: 'PersonalDataErased', data: {} }) : refusals.stillOpen
}

export function isErasable(state: PlacedState): boolean {
  return isFinal(state) && !isDisputed(state) && state.order.erasedAt === undefined
}

export function erased(state: PlacedState, { at }: RecordedEvent): PlacedState {
  const { sealed: _, ...placed } = state.order
  const order = { ...placed, contact: emptied(placed.contact), erasedAt: at }
  return 'delivery' in state && state.delivery?.failed
    ? { ...state, order, delivery: withoutNote(state.delivery) }
    : { ...state, order }
}

function withoutNote<D extends { failed: { note: string | null; sealed?: string | undefined } | null }>(
  delivery: D,
): D {
  const { sealed: _, ...failed } = delivery.failed ?? { note: null }
  return { ...delivery, failed: { ...failed, note: null } }
}
