// To which trace each step of an order's life belongs, and what it follows: by the `traceparent` of its events and by
// their causes. Pure.
import type { AuditEntry } from '../../src/contract/audit.ts'
import type { CustomerMessage, MessageKind } from '../../src/contract/customer-message.ts'
import type { DeadLetter } from '../../src/contract/dead-letter.ts'
import type { EventType, RecordedEvent } from '../../src/contract/events.ts'
import type { PaymentView } from '../../src/contract/payment.ts'
import { parseTraceparent, type TraceContext } from '../../src/contract/traceparent.ts'
import { childSpanId, newTrace, traceOfCall } from '../../src/platform/trace.ts'

export type Life = {
  orderId: string
  events: readonly RecordedEvent[]
  payment: PaymentView
  messages: readonly Pick<CustomerMessage, 'messageId' | 'kind' | 'sentAt' | 'status' | 'cause'>[]
  deadLetters: readonly DeadLetter[]
  acts: readonly AuditEntry[]
}

export type Contexts = ReturnType<typeof contextsOf>

/** An event of an earlier release has no trace: it gets one of its own here, always the same. */
export function contextsOf({ orderId, events }: Pick<Life, 'orderId' | 'events'>) {
  const ofEvent = ({ seq, traceparent }: RecordedEvent) =>
    parseTraceparent(traceparent) ?? contextIn(newTrace(`${orderId}/${seq}`))
  const causedBy = (id: string) => events.filter(({ causationId }) => causationId === id)
  const until = (at: string) => events.findLast((event) => Date.parse(event.at) <= Date.parse(at)) ?? events[0]
  const below = (event: RecordedEvent | undefined, name: string) => {
    const parent = event && ofEvent(event)
    return parent && { parent, own: { ...parent, spanId: childSpanId(parent, name) } }
  }

  /** The event that led to this one; undefined of the first. */
  function before({ seq, causationId }: RecordedEvent): RecordedEvent | undefined {
    const [, caused] = causationId.startsWith(`${orderId}/`) ? (/\/(\d+)$/.exec(causationId) ?? []) : []
    if (caused !== undefined) return events.find((event) => event.seq === Number(caused))
    return refundCause(causationId) ?? events.findLast((event) => event.seq < seq)
  }

  /** The event that asked for a refund. */
  function refundCause(refundId: string): RecordedEvent | undefined {
    if (!refundId.startsWith('rfd_')) return undefined
    const part = events.find(({ type, data }) => type === 'PartRefundRequested' && data.refundId === refundId)
    return part ?? events.find(({ type }) => type === 'CancelOrderTaken')
  }

  return {
    ofEvent,
    before,
    ofAttempt: ({ attempt, startedAt }: PaymentView['attempts'][number]) =>
      below(causedBy(`${orderId}-${attempt}`)[0] ?? until(startedAt), `${orderId}-${attempt}`),
    ofRefund: ({ refundId, dueAt }: PaymentView['refunds'][number]) =>
      below(causedBy(refundId)[0] ?? refundCause(refundId) ?? until(dueAt), refundId),
    ofMessage: ({ messageId, kind, sentAt }: Life['messages'][number]) => {
      const told = events.filter(({ type, at }) => type === tells[kind] && Date.parse(at) <= Date.parse(sentAt))
      return below(told.at(-1) ?? until(sentAt), messageId)
    },
    ofDeadLetter: ({ deadLetterId, body, type, diedAt }: DeadLetter) => {
      const parent = parseTraceparent(/"traceparent":"([^"]+)"/.exec(body)?.[1])
      if (parent !== null) return { parent, own: { ...parent, spanId: childSpanId(parent, deadLetterId) } }
      return below(events.find((event) => `homeappliance.order.${event.type}` === type) ?? until(diedAt), deadLetterId)
    },
    /** Null when it was no call. */
    ofAct: ({ requestId }: Pick<AuditEntry, 'requestId'>): TraceContext | null => {
      const [event] = requestId === null ? [] : causedBy(requestId)
      if (event !== undefined) return ofEvent(event)
      return requestId?.startsWith('req_') ? parseTraceparent(traceOfCall(requestId, undefined)) : null
    },
  }
}

function contextIn(traceparent: string): TraceContext {
  const context = parseTraceparent(traceparent)
  if (context === null) throw new Error(`${traceparent} is no traceparent`)
  return context
}

/** The event that each kind of message tells of. */
const tells: Record<MessageKind, EventType> = {
  received: 'OrderPlaced',
  paid: 'PayApproved',
  packed: 'OrderTaken',
  deliveryStarted: 'DeliveryStarted',
  attemptFailed: 'DeliveryAttemptFailed',
  delivered: 'DeliveryCompleted',
  orderCanceled: 'OrderCanceled',
  deliveryCanceled: 'DeliveryCanceled',
  refunded: 'PayCanceled',
  partRefunded: 'PartRefunded',
}
