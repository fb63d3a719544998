// The life of an order as spans (OpenTelemetry): one for each command that recorded events, charge, refund, message and
// dead letter. Ids, times, codes and money: nothing that anybody typed, and no person. Pure.
import type { RecordedEvent } from '../../src/contract/events.ts'
import type { TraceContext } from '../../src/contract/traceparent.ts'
import { type Contexts, contextsOf, type Life } from './contexts.ts'

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'
export type Attributes = Record<string, string | number | boolean>

/** Times are epoch milliseconds. `service`: the context that did it. `links`: what it follows in another trace. */
export type Span = Pick<TraceContext, 'traceId' | 'spanId'> & {
  parentSpanId: string | null
  service: string
  name: string
  kind: SpanKind
  from: number
  to: number
  attributes: Attributes
  events: { name: string; at: number; attributes: Attributes }[]
  links: Pick<TraceContext, 'traceId' | 'spanId'>[]
  /** Why it failed; null when it did not. */
  error: string | null
}

export function spansOf(life: Life): Span[] {
  const contexts = contextsOf(life)
  const { payment, messages, deadLetters } = life
  const spans = [
    ...commandSpans(life, contexts),
    ...payment.attempts.map((attempt) => {
      const { provider = '', status, reason, startedAt, endedAt } = attempt
      const attributes = { 'payment.attempt': attempt.attempt, 'payment.provider': provider, ...moneyOf(attempt) }
      const times = { from: Date.parse(startedAt), to: Date.parse(endedAt ?? startedAt) }
      const error = status === 'declined' || status === 'deferred' ? `${status}: ${reason ?? ''}` : null
      return below(contexts.ofAttempt(attempt), 'payment', `charge ${status}`, 'client', {
        attributes,
        ...times,
        error,
      })
    }),
    ...payment.refunds.map((refund) => {
      const { refundId, purpose, status, dueAt, doneAt, reason = null } = refund
      const attributes = { 'refund.id': refundId, 'refund.purpose': purpose, ...moneyOf(refund) }
      const times = { from: Date.parse(dueAt), to: Date.parse(doneAt ?? dueAt) }
      return below(contexts.ofRefund(refund), 'payment', `refund ${status}`, 'client', {
        attributes,
        ...times,
        error: reason,
      })
    }),
    ...messages.map((message) => {
      const { messageId, kind, sentAt, status = 'sent', cause = null } = message
      const attributes = { 'messaging.message.id': messageId, 'message.kind': kind, 'message.status': status }
      const [from, to] = [Date.parse(sentAt), Date.parse(sentAt)]
      return below(contexts.ofMessage(message), 'message', `tell ${kind}`, 'producer', {
        attributes,
        from,
        to,
        error: cause,
      })
    }),
    ...deadLetters.map((letter) => {
      const { subscriber, type, diedAt, attempts, state = 'open' } = letter
      const attributes = { 'messaging.consumer.group.name': subscriber, attempts, state, 'event.type': type ?? '' }
      const [from, to] = [Date.parse(diedAt), Date.parse(diedAt)]
      return below(contexts.ofDeadLetter(letter), subscriber, 'give up', 'consumer', {
        attributes,
        from,
        to,
        error: 'dead letter',
      })
    }),
  ]
  return spans
    .flatMap((span) => span ?? [])
    .map((span) => ({ ...span, attributes: { 'order.id': life.orderId, ...span.attributes } }))
}

/** One span for all events of a command, or of commands that were given in one span. */
function commandSpans({ orderId, events }: Life, contexts: Contexts): Span[] {
  const groups = new Map<string, [RecordedEvent, ...RecordedEvent[]]>()
  for (const event of events) {
    const { traceId, spanId } = contexts.ofEvent(event)
    const group = groups.get(traceId + spanId)
    if (group === undefined) groups.set(traceId + spanId, [event])
    else group.push(event)
  }
  return [...groups.values()].map((group) => {
    const [first] = group
    const { traceId, spanId } = contexts.ofEvent(first)
    const followed = contexts.before(first)
    const led = followed && contexts.ofEvent(followed)
    const isMessage = first.causationId.startsWith(`${orderId}/`)
    const isChild = isMessage && led?.traceId === traceId
    return {
      ...{ traceId, spanId, parentSpanId: isChild ? led.spanId : null },
      ...{ service: serviceOf(first), name: `record ${first.type}`, kind: kindOf(first, isMessage) },
      // What a message led to begins with its event: the wait in the queue is a part of it.
      from: Date.parse(isMessage && followed ? followed.at : first.at),
      to: Date.parse(group.at(-1)?.at ?? first.at),
      attributes: { 'order.cause': first.causationId, 'order.author': first.by.kind },
      events: group.map(({ type, at, seq }) => ({ name: type, at: Date.parse(at), attributes: { 'order.seq': seq } })),
      links: led && !isChild && led.spanId !== spanId ? [{ traceId: led.traceId, spanId: led.spanId }] : [],
      error: null,
    }
  })
}

function serviceOf({ by, causationId }: RecordedEvent): string {
  return causationId.startsWith('req_') ? 'gateway' : by.kind === 'system' ? by.id : 'order'
}

function kindOf({ causationId }: RecordedEvent, isMessage: boolean): SpanKind {
  if (isMessage) return 'consumer'
  return causationId.startsWith('req_') ? 'server' : 'internal'
}

type Facts = Pick<Span, 'attributes' | 'from' | 'to' | 'error'>

function below(
  context: { parent: TraceContext; own: TraceContext } | undefined,
  service: string,
  name: string,
  kind: SpanKind,
  facts: Facts,
): Span | undefined {
  if (context === undefined) return undefined
  const { traceId, spanId } = context.own
  return { traceId, spanId, parentSpanId: context.parent.spanId, service, name, kind, ...facts, events: [], links: [] }
}

function moneyOf({ amount: { amount, currency } }: { amount: { amount: number; currency: string } }): Attributes {
  return { amount, currency }
}
