// W3C Trace Context (Level 2, section 3.2): the `traceparent` of a call, a command or an event.

/** A span within its trace. `flags`: two hex digits. */
export type TraceContext = { traceId: string; spanId: string; flags: string }

const fields = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/**
 * The context that a `traceparent` tells; null when it is none, or not valid. Of a later version only the fields that
 * this one has are read (section 3.2.4).
 */
export function parseTraceparent(text: string | null | undefined): TraceContext | null {
  const [, version, traceId = '', spanId = '', flags = '', rest] = fields.exec(text ?? '') ?? []
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return null
  return isZero(traceId) || isZero(spanId) ? null : { traceId, spanId, flags }
}

export function traceparentOf({ traceId, spanId, flags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${flags}`
}

function isZero(digits: string): boolean {
  return /^0+$/.test(digits)
}
