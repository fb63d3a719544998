// The invariants of the messages to customers: each that is due is sent once, and no other.
import { type MessageKind, messageKinds } from '../../src/contract/customer-message.ts'
import type { RecordedEvent } from '../../src/contract/events.ts'
import type { Observation, Seen } from './observation.ts'

/** A Worker can send a message this long after it has checked that nobody has sent it. */
const inFlightMs = 300_000

/** Each event that customers are told of has one message, recorded and sent. */
export function eachMessageOnce({ events, messages, sent }: Observation): string | null {
  const allDue = messagesDue(events)
  for (const kind of messageKinds) {
    const recorded = messages.filter((row) => row['kind'] === kind)
    // It may have been sent all the same, when the process was killed before it had recorded it.
    if (recorded.length === 0 && mayBeMissed(kind, events)) continue
    const due = allDue.filter((one) => one === kind).length
    if (recorded.length !== due) return `${recorded.length} messages "${kind}", and ${due} are due`
    if (recorded.some((row) => row['sent_at'] === null)) return `the message "${kind}" was never sent`
    const copies = sent.filter(({ message }) => message.kind === kind)
    const sentAt = Math.max(...recorded.map((row) => Date.parse(String(row['sent_at']))))
    const retry = copies.find(({ at }) => at > sentAt + inFlightMs)
    if (retry !== undefined) return `the message "${kind}" was carried out again, long after it had been sent`
    const carried = new Set(copies.map(({ message }) => JSON.stringify(message)))
    if (carried.size !== due) return `${carried.size} different messages "${kind}" were carried out, and ${due} are due`
  }
  return null
}

/** The kind of each message that the events lead to. A refund that failed, and was made again, is told once. */
export function messagesDue(events: Seen['events']): MessageKind[] {
  const due = events.flatMap((event): [MessageKind, string][] => {
    switch (event.type) {
      case 'OrderPlaced':
        return [['received', '']]
      case 'PayApproved':
        return event.data.amount.amount > 0 ? [['paid', '']] : []
      case 'OrderTaken':
        return [['packed', '']]
      case 'DeliveryStarted':
        return [['deliveryStarted', '']]
      case 'DeliveryCompleted':
        return [['delivered', '']]
      case 'DeliveryAttemptFailed':
        return [['attemptFailed', String(event.data.attempt)]]
      case 'OrderCanceled':
        return [['orderCanceled', '']]
      case 'DeliveryCanceled':
        return [['deliveryCanceled', '']]
      case 'PayCanceled':
        return event.data.amount.amount > 0 ? [['refunded', '']] : []
      case 'PartRefunded':
        return [['partRefunded', event.data.refundId]]
      default:
        return []
    }
  })
  return [...new Map(due.map((one) => [one.join(), one])).values()].map(([kind]) => kind)
}

/** A message that was lost is not missed when its step is undone by then: see `dueBy`. */
export function mayBeMissed(kind: MessageKind, events: Seen['events']): boolean {
  const has = (type: RecordedEvent['type']) => events.some((event) => event.type === type)
  if (kind === 'packed') return has('OrderCanceled') && !has('DeliveryStarted')
  return kind === 'refunded' && has('RefundFailed')
}
