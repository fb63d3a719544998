// The whole life of an order as lines: its events, the tries to charge and to refund, the messages to its customer,
// what failed on the way, and what people did. The lines of one trace stand together, in the order of time. Pure.
import type { AuditEntry } from '../../src/contract/audit.ts'
import type { DeadLetter } from '../../src/contract/dead-letter.ts'
import type { RecordedEvent } from '../../src/contract/events.ts'
import type { PaymentView } from '../../src/contract/payment.ts'
import type { TraceContext } from '../../src/contract/traceparent.ts'
import { type Contexts, contextsOf, type Life } from './contexts.ts'

/** `at`: ISO 8601. `kind`: where it comes from. `cause`: what led to it; empty where nothing is known. */
export type Line = {
  at: string
  kind: 'event' | 'payment' | 'message' | 'dead letter' | 'audit'
  what: string
  cause: string
}

/**
 * The lines of one trace, in the order of time. `traceId` null: of what belongs to none. `follows`: the event that led
 * to it, in the trace before; null of the first.
 */
export type Trace = { traceId: string | null; follows: { what: string; traceId: string } | null; lines: Line[] }

/** The traces of an order, by their first line. */
export function tracesOf(life: Life): Trace[] {
  const contexts = contextsOf(life)
  const traces = new Map<string | null, Trace>()
  for (const [context, line] of linesOf(life, contexts)) {
    const traceId = context?.traceId ?? null
    const trace = traces.get(traceId) ?? { traceId, follows: followedBy(life, contexts, traceId), lines: [] }
    trace.lines.push(line)
    traces.set(traceId, trace)
  }
  return [...traces.values()]
}

/** What the first event of a trace follows, when that is in another one. */
function followedBy({ events }: Life, contexts: Contexts, traceId: string | null): Trace['follows'] {
  const first = events.find((event) => contexts.ofEvent(event).traceId === traceId)
  const before = first && contexts.before(first)
  if (before === undefined || contexts.ofEvent(before).traceId === traceId) return null
  return { what: `${before.seq} ${before.type}`, traceId: contexts.ofEvent(before).traceId }
}

type Placed = [TraceContext | null, Line]

function linesOf({ orderId, events, payment, messages, deadLetters, acts }: Life, contexts: Contexts): Placed[] {
  const lines: Placed[] = [
    ...events.map((event): Placed => [contexts.ofEvent(event), ofEvent(orderId, event)]),
    ...payment.attempts.flatMap((attempt) => {
      return ofAttempt(attempt).map((line): Placed => [contexts.ofAttempt(attempt)?.own ?? null, line])
    }),
    ...payment.refunds.flatMap((refund) => {
      return ofRefund(refund).map((line): Placed => [contexts.ofRefund(refund)?.own ?? null, line])
    }),
    ...messages.map((message): Placed => [contexts.ofMessage(message)?.own ?? null, ofMessage(message)]),
    ...deadLetters.map((letter): Placed => [contexts.ofDeadLetter(letter)?.own ?? null, ofDeadLetter(letter)]),
    ...acts.map((act): Placed => [contexts.ofAct(act), ofAct(act)]),
  ]
  // What has the same time stays in the order of its kind.
  return lines.toSorted(([, a], [, b]) => Date.parse(a.at) - Date.parse(b.at))
}

/** As text, in columns; the first column is the time since the line before, within its trace. */
export function textOf(traces: readonly Trace[]): string {
  const blocks = traces.map(({ traceId, follows, lines }) => ({
    title: titleOf(traceId) + (follows === null ? '' : `, follows ${follows.what} of ${follows.traceId}`),
    rows: lines.map(({ at, kind, what, cause }, index) => {
      const before = lines[index - 1]
      return [at, before === undefined ? '' : `+${sinceText(before.at, at)}`, kind, what, cause]
    }),
  }))
  const rows = blocks.flatMap((block) => block.rows)
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)))
  const textOfRow = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return blocks
    .map((block) => [block.title, ...block.rows.map((row) => `  ${textOfRow(row)}`.trimEnd())].join('\n'))
    .join('\n\n')
}

function titleOf(traceId: string | null): string {
  return traceId === null ? 'no trace' : `trace ${traceId}`
}

function ofMessage({ messageId, kind, sentAt, status = 'sent', cause }: Life['messages'][number]): Line {
  const what = cause ? `${kind} ${status}: ${cause}` : `${kind} ${status}`
  return { at: sentAt, kind: 'message', what, cause: messageId }
}

function ofEvent(orderId: string, { seq, type, at, by, causationId }: RecordedEvent): Line {
  return { at, kind: 'event', what: `${seq} ${type}`, cause: `${by.kind} ${by.id}, ${causeText(orderId, causationId)}` }
}

/** An event is caused by a call of the API, another event, an attempt to charge, or a deadline of the order. */
function causeText(orderId: string, causationId: string): string {
  const [, seq] = causationId.startsWith(`${orderId}/`) ? (/\/(\d+)$/.exec(causationId) ?? []) : []
  if (seq !== undefined) return `after event ${seq}`
  const [, attempt] = causationId.startsWith(`${orderId}-`) ? (/-(\d+)$/.exec(causationId) ?? []) : []
  if (attempt !== undefined) return `attempt ${attempt}`
  if (causationId.startsWith('req_')) return `call ${causationId}`
  return causationId
}

function ofAttempt({
  attempt,
  provider = '',
  status,
  reason,
  startedAt,
  endedAt,
}: PaymentView['attempts'][number]): Line[] {
  const name = `attempt ${attempt}`
  const begun: Line = { at: startedAt, kind: 'payment', what: `${name} begun`, cause: provider }
  if (endedAt === null) return [{ ...begun, what: `${name} begun, ${status}` }]
  return [begun, { at: endedAt, kind: 'payment', what: `${name} ${status}`, cause: reason ?? '' }]
}

function ofRefund({ refundId, purpose, amount, dueAt, doneAt }: PaymentView['refunds'][number]): Line[] {
  const of = `refund (${purpose}) of ${amount.amount} ${amount.currency}`
  const due: Line = { at: dueAt, kind: 'payment', what: `${of} due`, cause: refundId }
  return doneAt === null ? [due] : [due, { at: doneAt, kind: 'payment', what: `${of} done`, cause: refundId }]
}

function ofDeadLetter({ subscriber, type, diedAt, attempts, deaths = 1, cause, state = 'open' }: DeadLetter): Line {
  const event = type?.replace('homeappliance.order.', '') ?? 'a message'
  const often = deaths === 1 ? '' : `, ${deaths} times`
  const what = `${event} of ${subscriber} after ${attempts} tries${often}: ${state}`
  return { at: diedAt, kind: 'dead letter', what, cause: cause ?? '' }
}

function ofAct({ at, actor, action, reason, requestId }: AuditEntry): Line {
  const why = [reason === null ? '' : `“${reason}”`, requestId === null ? '' : `call ${requestId}`]
  return { at, kind: 'audit', what: `${action} by ${actor.role} ${actor.id}`, cause: why.filter(Boolean).join(', ') }
}

function sinceText(from: string, to: string): string {
  const milliseconds = Date.parse(to) - Date.parse(from)
  if (milliseconds < 10_000) return `${milliseconds} ms`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 600) return `${seconds} s`
  return seconds < 36_000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
