// An order's history in memory: its events with their personal data, and the state after them. Personal data leaves it
// encrypted only, in what is stored, handed out or sent.
import type { CommandMeta } from '../contract/commands.ts'
import type { OrderEvent } from '../contract/events.ts'
import { type SealedHistory, type SealedOrder, withNote } from '../contract/sealed.ts'
import { type Deadlines, payableUntil } from '../order/deadlines.ts'
import { evolve, fold } from '../order/evolve.ts'
import { nothing, type OrderState } from '../order/state.ts'
import { summarize } from '../order/summary.ts'
import { openedEvent, redactedEvent, sealedEvent } from '../platform/personal-data.ts'
import { newTrace } from '../platform/trace.ts'
import { Unreadable } from '../platform/vault.ts'
import { chain, type StoredEvent } from './chain.ts'
import { append, readAll, readKey, record, setKey } from './event-log.ts'
import type { ActorPorts } from './ports.ts'

/** `key`: the order's key, encrypted as platform/vault.ts does it; null before it is placed, and once it is deleted. */
export type History = { orderId: string; key: string | null; events: readonly StoredEvent[]; state: OrderState }

export function emptyHistory(orderId: string): History {
  return { orderId, key: null, events: [], state: nothing }
}

type Stored = Pick<ActorPorts, 'orderId' | 'storage' | 'vault' | 'log'>

/** Personal data that is not as it was written is left out. The order goes on, and `verify` names the event. */
export function loadHistory({ orderId, storage, vault, log }: Stored): History {
  const key = readKey(storage)
  const open = (text: string) => vault.open(orderId, key ?? '', text)
  const events = readAll(storage).map((event) => {
    try {
      return openedEvent(event, key === null ? null : open)
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault
      log('personal_data_unreadable', { orderId, traceparent: event.traceparent, seq: event.seq })
      return event
    }
  })
  return { orderId, key, events, state: fold(events) }
}

/** The history with the events that were decided. The first one brings the order's key, and an erasure deletes it. */
export function extended(
  history: History,
  decided: readonly OrderEvent[],
  meta: CommandMeta,
  { now, hash, vault }: Pick<ActorPorts, 'now' | 'hash' | 'vault'>,
): History {
  const { orderId, events, state } = history
  const last = events.at(-1)
  const key = last === undefined ? vault.newKey() : history.key
  const traceparent = meta.traceparent ?? newTrace(`${orderId}/${state.seq + 1}`)
  const recorded = record(decided, state.seq, last?.at ?? '', now(), { ...meta, traceparent }).map((event) =>
    key === null ? event : sealedEvent(event, (text) => vault.seal(orderId, key, text)),
  )
  const stored = chain(recorded.map(redactedEvent), last?.hash ?? orderId, hash)
  const after = recorded.reduce(evolve, state)
  if (after.status !== 'none' && after.order.erasedAt !== undefined) {
    return { orderId, key: null, events: [...events.map(redactedEvent), ...stored], state: after }
  }
  const added = recorded.map((event, index) => ({ ...event, hash: stored[index]?.hash ?? '' }))
  return { orderId, key, events: [...events, ...added], state: after }
}

/** Store what `after` has more than `before`. Part of the caller's transaction. */
export function store({ storage }: Pick<ActorPorts, 'storage'>, before: History, after: History, meta: CommandMeta) {
  const isFirst = before.events.length === 0
  append(storage, after.events.slice(before.events.length).map(redactedEvent), meta, isFirst ? after.key : null)
  if (after.key === null && before.key !== null) setKey(storage, null)
}

/** The order after its event `seq` (the last one when it is left out); null while there is none. */
export function summaryOf({ orderId, key, events, state: newest }: History, seq = newest.seq): SealedOrder | null {
  return sealedSummary(orderId, seq === newest.seq ? newest : fold(events.slice(0, seq)), key)
}

/** The events up to `asOf` (a seq, or an ISO 8601 instant; null for all), and the order as it stood then. */
export function historyUpTo(
  asOf: number | string | null,
  history: History,
  deadlines: Deadlines,
): SealedHistory | null {
  const events = history.events.filter((event) => {
    if (asOf === null) return true
    return typeof asOf === 'number' ? event.seq <= asOf : Date.parse(event.at) <= Date.parse(asOf)
  })
  const state = fold(events)
  const order = sealedSummary(history.orderId, state, history.key)
  return order && { order, events: events.map(redactedEvent), payableUntil: payableUntil(state, deadlines) }
}

/** The order in a state, its personal data encrypted. Without the key, that is empty. */
export function sealedSummary(orderId: string, state: OrderState, key: string | null): SealedOrder | null {
  const order = summarize(orderId, state)
  if (order === null || state.status === 'none') return null
  const contact = state.order.sealed
  if (key === null || contact === undefined) return { ...order, sealed: null }
  const note = 'delivery' in state ? state.delivery?.failed?.sealed : undefined
  return { ...withNote(order, null), contact: null, sealed: { key, contact, ...(note !== undefined && { note }) } }
}
