// The spans of the shop. Their ids follow from what they are about: a repeat is the same span, and whoever knows its
// parent and its name knows its id.
import { parseTraceparent, type TraceContext, traceparentOf } from '../contract/traceparent.ts'
import { sha256 } from './hash.ts'

/** W3C Trace Context, section 3.2.2.5: the histories record every order, so what is below may be recorded too. */
const sampledFlag = 0x01
/** The trace id has enough randomness to be sampled by. */
const randomFlag = 0x02

/** A new trace, and its first span. `name`: unique among all that begin a trace, and not to be guessed. */
export function newTrace(name: string): string {
  const digest = sha256(name)
  return traceparentOf({ traceId: digest.slice(0, 32), spanId: digest.slice(32, 48), flags: '03' })
}

/** A span below `parent`, of a name that is unique there. Without a valid parent it begins a trace. */
export function childOf(parent: string | undefined, name: string): string {
  const context = parseTraceparent(parent)
  return context === null ? newTrace(name) : traceparentOf({ ...context, spanId: childSpanId(context, name) })
}

/** The id of the span that `childOf` makes. */
export function childSpanId({ traceId, spanId }: TraceContext, name: string): string {
  return sha256(`${traceId}-${spanId} ${name}`).slice(0, 16)
}

/**
 * The span of a call to the gateway, in the trace that its sender names. What the sender has sampled decides nothing
 * here. Without a valid one, the trace has the id of the request, a random UUID.
 */
export function traceOfCall(requestId: string, sent: string | undefined): string {
  const context = parseTraceparent(sent)
  const spanId = sha256(requestId).slice(0, 16)
  if (context === null) return traceparentOf({ traceId: traceIdOfRequest(requestId), spanId, flags: '03' })
  const flags = sampledFlag | (Number.parseInt(context.flags, 16) & randomFlag)
  return traceparentOf({ traceId: context.traceId, spanId, flags: `0${flags}` })
}

/** `req_…` with the digits of its UUID (RFC 9562): its last seven bytes are random, as section 3.2.2.5 asks for. */
function traceIdOfRequest(requestId: string): string {
  return requestId.slice('req_'.length).replaceAll('-', '')
}
