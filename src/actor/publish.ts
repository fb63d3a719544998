// Publication: the pending events of an order are sent to each subscriber's queue, in order.
import { type Subscriber, subscribers } from '../contract/routing.ts'
import { bytesOf, messageBytesMax } from '../platform/publish.ts'
import { messagesAfter, type Outbox, pendingEvents, retryMilliseconds, type Told } from './outbox.ts'
import type { ActorPorts } from './ports.ts'

/** The result of a send to one subscriber. `to`: the seq up to which everything was sent, now or before. */
export type Sent = { subscriber: Subscriber; to: number; failed: boolean }

const messagesPerSendMax = 50

/**
 * Send to each subscriber its next pending events. Throws nothing: `failed` reports a queue that did not take them. A
 * message that is too large for any queue counts as sent: the next poll brings it by RPC.
 */
export async function publish(ports: ActorPorts, outbox: Outbox, history: Told): Promise<Sent[]> {
  const { orderId } = ports
  const sent = await Promise.all(
    subscribers.map(async (subscriber): Promise<Sent[]> => {
      const pending = pendingEvents(outbox, history.events, subscriber).map(({ seq }) => seq)
      const messages = messagesAfter(outbox.sent[subscriber], history, subscriber)
      const batch = messages.filter(({ data }) => pending.includes(data.event.seq)).slice(0, messagesPerSendMax)
      const last = batch.at(-1)
      if (last === undefined) return []
      const tooLarge = batch.filter((message) => bytesOf(message) > messageBytesMax)
      const fitting = batch.filter((message) => !tooLarge.includes(message))
      try {
        if (fitting.length > 0) await ports.publishers[subscriber](fitting)
        for (const { data } of tooLarge) {
          const { seq, traceparent } = data.event
          ports.log('message_too_large', { orderId, traceparent, subscriber, seq })
        }
        return [{ subscriber, to: last.data.event.seq, failed: false }]
      } catch (fault) {
        const { at, traceparent } = (batch[0] ?? last).data.event
        const waitingSeconds = secondsSince(at, ports.now())
        ports.log('publish_failed', { orderId, traceparent, subscriber, waitingSeconds, fault: String(fault) })
        return [{ subscriber, to: outbox.sent[subscriber], failed: true }]
      }
    }),
  )
  return sent.flat()
}

/** Whole seconds from an instant (ISO 8601) to `now`; 0 without one. */
export function secondsSince(at: string | undefined, now: number): number {
  return at === undefined ? 0 : Math.max(0, Math.floor((now - Date.parse(at)) / 1000))
}

/** The outbox after sends. A poll may have brought a subscriber further in the meantime. */
export function afterSends(outbox: Outbox, results: readonly Sent[], now: number, random: number): Outbox {
  const sent = { ...outbox.sent }
  for (const { subscriber, to } of results) sent[subscriber] = Math.max(sent[subscriber], to)
  const failures = results.some(({ failed }) => failed) ? outbox.failures + 1 : 0
  return { sent, failures, retryAt: failures === 0 ? 0 : now + retryMilliseconds(failures, random) }
}
