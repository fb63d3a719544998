// Structured logs: one JSON line for each event of interest. Never a secret, a token or a customer's data.
import { shortened } from '../contract/text.ts'
import { parseTraceparent } from '../contract/traceparent.ts'

type Fields = { [name: string]: string | number | boolean | null | undefined }

/**
 * A line about an order or a call tells its span, as far as it is known. It is logged as `traceId` and `spanId`, and
 * the trace as `correlationId` too: all that one call or alarm led to has the same. `context` and `event` are the log's
 * own.
 */
export type LogFields = Fields & { context?: never; event?: never } & (
    | { orderId?: never; requestId?: never }
    | { traceparent: string | undefined }
  )

export type Log = (event: string, fields?: LogFields) => void

/** The log of one context. The platform adds the time. A line with a `fault` is logged as an error. */
export function contextLog(context: string): Log {
  return (event, { traceparent, ...fields }: Fields = {}) => {
    const line = JSON.stringify({ context, event, ...fields, ...traceOf(traceparent) })
    if ('fault' in fields) console.error(line)
    else console.log(line)
  }
}

function traceOf(traceparent: Fields[string]) {
  const trace = typeof traceparent === 'string' ? parseTraceparent(traceparent) : null
  return trace && { correlationId: trace.traceId, traceId: trace.traceId, spanId: trace.spanId }
}

/** The name and message of a thrown value, short enough for a log line. */
export function describeFault(fault: unknown): string {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
  return shortened(text, 500)
}
