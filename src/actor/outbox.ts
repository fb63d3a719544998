// Publication: a cursor for each subscriber over the event log. What lies behind a cursor has been handed to its queue.
import type { RecordedEvent } from '../contract/events.ts'
import { type OrderMessage, orderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import { hears, routing, type Subscriber, subscribers } from '../contract/routing.ts'
import { evolve, nothing, type OrderState } from '../order/state.ts'
import { summarize } from '../order/summary.ts'
import type { ActorPorts, Storage } from './ports.ts'

/** `retryAt` (epoch milliseconds) is when to try again after `failures` failed tries in a row. */
export type Outbox = { cursors: Record<Subscriber, number>; failures: number; retryAt: number }

const messagesPerSendMax = 50
const retrySecondsMax = 60

const fresh: Outbox = {
  cursors: { ordermanagement: 0, delivery: 0, payment: 0, message: 0, mypage: 0 },
  failures: 0,
  retryAt: 0,
}

export function readOutbox(storage: Storage): Outbox {
  const row = storage.sql('SELECT cursors, failures, retry_at FROM outbox WHERE only = 1')[0]
  if (row === undefined) return fresh
  // A subscriber that joined after this row was written starts at the beginning of the order's history.
  const cursors = { ...fresh.cursors, ...JSON.parse(String(row['cursors'])) }
  return { cursors, failures: Number(row['failures']), retryAt: Number(row['retry_at']) }
}

function writeOutbox(storage: Storage, outbox: Outbox): void {
  storage.sql(
    `INSERT INTO outbox (only, cursors, failures, retry_at) VALUES (1, ?, ?, ?)
     ON CONFLICT (only) DO UPDATE
     SET cursors = excluded.cursors, failures = excluded.failures, retry_at = excluded.retry_at`,
    JSON.stringify(outbox.cursors),
    outbox.failures,
    outbox.retryAt,
  )
}

/** The events that `subscriber` hears and has not been sent. */
function owed(outbox: Outbox, events: readonly RecordedEvent[], subscriber: Subscriber): RecordedEvent[] {
  return events.filter((event) => event.seq > outbox.cursors[subscriber] && hears(subscriber, event.type))
}

export function owesAnything(outbox: Outbox, events: readonly RecordedEvent[]): boolean {
  return subscribers.some((subscriber) => owed(outbox, events, subscriber).length > 0)
}

/**
 * Send every subscriber what it is owed, and move the cursors of those whose queue has taken it: after the send, never
 * before, so that a crash in between repeats a message and loses none.
 */
export async function publish(ports: ActorPorts, events: readonly RecordedEvent[]): Promise<void> {
  const before = readOutbox(ports.storage)
  const summaries = summariesOf(ports.orderId, events)
  const sent = await Promise.all(
    subscribers.map(async (subscriber) => {
      const batch = owed(before, events, subscriber).slice(0, messagesPerSendMax)
      const last = batch.at(-1)
      if (last === undefined) return { subscriber, seq: 0, failed: false }
      try {
        await ports.publishers[subscriber](batch.map((event) => messageFor(subscriber, event, summaries)))
        return { subscriber, seq: last.seq, failed: false }
      } catch (fault) {
        ports.log('publish_failed', { orderId: ports.orderId, subscriber, fault: String(fault) })
        return { subscriber, seq: 0, failed: true }
      }
    }),
  )
  const outbox = readOutbox(ports.storage)
  const cursors = { ...outbox.cursors }
  for (const { subscriber, seq } of sent) cursors[subscriber] = Math.max(cursors[subscriber], seq)
  const failures = sent.some((result) => result.failed) ? outbox.failures + 1 : 0
  const retryAt = failures === 0 ? 0 : ports.now() + backoffMilliseconds(failures, ports.random())
  writeOutbox(ports.storage, { cursors, failures, retryAt })
}

/** 1 s, 2 s, 4 s … up to a minute, each shortened by up to a half so that many orders do not return at once. */
export function backoffMilliseconds(failures: number, random: number): number {
  return Math.min(retrySecondsMax, 2 ** Math.min(failures - 1, 16)) * 1000 * (1 - random / 2)
}

/** The order as it stood after each of its events, by seq. */
function summariesOf(orderId: string, events: readonly RecordedEvent[]): Map<number, OrderSummary> {
  const summaries = new Map<number, OrderSummary>()
  let state: OrderState = nothing
  for (const event of events) {
    state = evolve(state, event)
    const summary = summarize(orderId, state)
    if (summary !== null) summaries.set(event.seq, summary)
  }
  return summaries
}

function messageFor(subscriber: Subscriber, event: RecordedEvent, summaries: Map<number, OrderSummary>): OrderMessage {
  const order = summaries.get(event.seq)
  if (order === undefined) throw new Error(`event ${event.seq} stands before the order was placed`)
  return orderMessage(event, routing[subscriber].needsContact ? order : { ...order, contact: null })
}
