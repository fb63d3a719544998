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
    const due = allDue.filter((one) => one === kind).length
    const recorded = messages.filter((row) => row['kind'] === kind)
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

/** A part refund that failed, and was made again, is told once. */
function isFirst(refunded: RecordedEvent & { type: 'PartRefunded' }, events: Seen['events']): boolean {
  return (
    refunded === events.find(({ type, data }) => type === 'PartRefunded' && data.refundId === refunded.data.refundId)
  )
}

/** The kind of each message that the events lead to. A cancel is told by itself unless the goods had left. */
export function messagesDue(events: Seen['events']): MessageKind[] {
  const hasLeft = events.some(({ type }) => type === 'DeliveryStarted')
  return events.flatMap((event): MessageKind[] => {
    if (event.type === 'DeliveryStarted') return ['deliveryStarted']
    if (event.type === 'DeliveryCanceled') return ['deliveryCanceled']
    if (event.type === 'PartRefunded') return isFirst(event, events) ? ['partRefunded'] : []
    const isByStore = event.type === 'OrderCanceled' && event.data.reason === 'staffDecision'
    return isByStore && !hasLeft ? ['orderCanceled'] : []
  })
}
