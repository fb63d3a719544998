// Structured logs: one JSON line for each event of interest. Never a secret, a token or a customer's data.
import { shortened } from '../contract/text.ts'

export type LogFields = Record<string, string | number | boolean | null>

export type Log = (event: string, fields?: LogFields) => void

/** The log of one context. The platform adds the time. A line with a `fault` is logged as an error. */
export function contextLog(context: string): Log {
  return (event, fields = {}) => {
    const line = JSON.stringify({ context, event, ...fields })
    if ('fault' in fields) console.error(line)
    else console.log(line)
  }
}

/** The name and message of a thrown value, short enough for a log line. */
export function describeFault(fault: unknown): string {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)
  return shortened(text, 500)
}
