// Publication: every subscriber is sent what it hears, in order, and its cursor moves after the send, never before.
import type { RecordedEvent } from '../contract/events.ts'
import { type OrderMessage, orderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import { routing, type Subscriber, subscribers } from '../contract/routing.ts'
import { evolve, nothing, type OrderState } from '../order/state.ts'
import { summarize } from '../order/summary.ts'
import type { ConfirmPace } from './confirm.ts'
import { type Outbox, owed, retryMilliseconds } from './outbox.ts'
import type { ActorPorts } from './ports.ts'

/** What became of one subscriber's send: its cursor went from `from` to `to`, or stayed there. */
export type Sent = { subscriber: Subscriber; from: number; to: number; failed: boolean }

const messagesPerSendMax = 50

/** Send every subscriber what it is owed. Throws nothing: a queue that did not take it is told by `failed`. */
export async function publish(ports: ActorPorts, outbox: Outbox, events: readonly RecordedEvent[]): Promise<Sent[]> {
  const summaries = summariesOf(ports.orderId, events)
  const sent = await Promise.all(
    subscribers.map(async (subscriber): Promise<Sent[]> => {
      const from = outbox.cursors[subscriber]
      const batch = owed(outbox, events, subscriber).slice(0, messagesPerSendMax)
      const last = batch.at(-1)
      if (last === undefined) return []
      try {
        await ports.publishers[subscriber](batch.map((event) => messageFor(subscriber, event, summaries)))
        return [{ subscriber, from, to: last.seq, failed: false }]
      } catch (fault) {
        ports.log('publish_failed', { orderId: ports.orderId, subscriber, fault: String(fault) })
        return [{ subscriber, from, to: from, failed: true }]
      }
    }),
  )
  return sent.flat()
}

/**
 * The outbox after sends. A cursor that was moved back while its send was under way stays back: it has more to send.
 * What was sent late is asked about a little later; what was sent at once has its question set already.
 */
export function afterSends(
  outbox: Outbox,
  sent: readonly Sent[],
  now: number,
  random: number,
  pace: ConfirmPace,
): Outbox {
  const cursors = { ...outbox.cursors }
  for (const { subscriber, from, to } of sent) {
    if (cursors[subscriber] === from) cursors[subscriber] = to
  }
  const failures = sent.some((result) => result.failed) ? outbox.failures + 1 : 0
  const retryAt = failures === 0 ? 0 : now + retryMilliseconds(failures, random)
  const soon = now + pace.confirmSeconds * 1000
  const isSet = outbox.confirmAt > now && (outbox.missingSince > 0 || outbox.confirmAt <= soon)
  const isSent = sent.some(({ from, to }) => to > from)
  return { ...outbox, cursors, failures, retryAt, confirmAt: isSent && !isSet ? soon : outbox.confirmAt }
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
