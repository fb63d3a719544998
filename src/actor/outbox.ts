// The outbox: the events that are still to be sent to each subscriber's queue. It lives in memory only. An object that
// restarts sends nothing from before; its next poll brings each subscriber the messages that it lacks.
import type { RecordedEvent } from '../contract/events.ts'
import { type OrderMessage, orderMessage } from '../contract/message.ts'
import {
  forEachSubscriber,
  hasMessage,
  routing,
  type Subscriber,
  subscribers,
  subscribesTo,
  tellsOf,
} from '../contract/routing.ts'
import { type SealedOrder, withoutPersonalData } from '../contract/sealed.ts'
import { evolve } from '../order/evolve.ts'
import { nothing, type OrderState } from '../order/state.ts'
import { backoff } from '../platform/backoff.ts'
import { redactedEvent } from '../platform/personal-data.ts'
import { type History, sealedSummary } from './history.ts'

/** What the subscribers are told of. */
export type Told = Pick<History, 'orderId' | 'key'> & { events: readonly RecordedEvent[] }

export type Outbox = {
  /** By subscriber: the seq up to which everything was sent to its queue. */
  sent: Record<Subscriber, number>
  /** Failed sends in a row, and when to try again (epoch milliseconds). */
  failures: number
  retryAt: number
}

/** The outbox of an order whose events up to `seq` count as sent. */
export function emptyOutbox(seq: number): Outbox {
  return { sent: forEachSubscriber(() => seq), failures: 0, retryAt: 0 }
}

/** The events that are to be sent to the subscriber's queue and were not sent yet: see `hasMessage`. */
export function pendingEvents(
  outbox: Outbox,
  events: readonly RecordedEvent[],
  subscriber: Subscriber,
): RecordedEvent[] {
  return events.filter(
    (event, index) => event.seq > outbox.sent[subscriber] && hasMessage(subscriber, event, events[index + 1]),
  )
}

export function hasPendingEvents(outbox: Outbox, events: readonly RecordedEvent[]): boolean {
  return subscribers.some((subscriber) => pendingEvents(outbox, events, subscriber).length > 0)
}

/** The outbox after a poll: an event that a subscriber has applied need not be sent to it. */
export function skipApplied(outbox: Outbox, applied: Record<Subscriber, number>): Outbox {
  const sent = { ...outbox.sent }
  for (const subscriber of subscribers) sent[subscriber] = Math.max(sent[subscriber], applied[subscriber])
  return { ...outbox, sent }
}

/** The seq of the last event that `subscriber` subscribes to; 0 when there is none. */
export function lastRelevantSeq(events: readonly RecordedEvent[], subscriber: Subscriber): number {
  return events.findLast((event) => subscribesTo(subscriber, event.type))?.seq ?? 0
}

/** The messages of the events after `seq` that `subscriber` subscribes to, oldest first. */
export function messagesAfter(seq: number, { orderId, key, events }: Told, subscriber: Subscriber): OrderMessage[] {
  if (lastRelevantSeq(events, subscriber) <= seq) return []
  const messages: OrderMessage[] = []
  let state: OrderState = nothing
  for (const [index, event] of events.entries()) {
    state = evolve(state, event)
    if (event.seq <= seq || !subscribesTo(subscriber, event.type)) continue
    const order = sealedSummary(orderId, state, key)
    if (order === null) throw new Error(`event ${event.seq} comes before the order was placed`)
    messages.push(messageFor(subscriber, events[index - 1], event, order))
  }
  return messages
}

/** A message for each event, oldest first. mypage and the archive get every event, and only one of them the contact. */
export function everyMessage(told: Told, withContact: boolean): OrderMessage[] {
  return messagesAfter(0, told, withContact ? 'mypage' : 'archive')
}

function messageFor(
  subscriber: Subscriber,
  before: RecordedEvent | undefined,
  event: RecordedEvent,
  order: SealedOrder,
): OrderMessage {
  const seen = routing[subscriber].needsContact ? order : withoutPersonalData(order)
  return orderMessage(redactedEvent(event), seen, tellsOf(subscriber, before, event) ? before : null)
}

const sendBackoff = { base: 1000, growth: 2, max: 16_000 }

/** One second, two, four … up to sixteen, each shortened by up to a half so that many orders spread out. */
export function retryMilliseconds(failures: number, random: number): number {
  return backoff(failures - 1, sendBackoff, random)
}
