// A collector of OpenTelemetry traces: it takes OTLP/HTTP in JSON, and refuses what is not as the specification has it.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

const nanoseconds = z.string().regex(/^[1-9][0-9]{18}$/)
const traceId = z.string().regex(/^(?!0+$)[0-9a-f]{32}$/)
const spanId = z.string().regex(/^(?!0+$)[0-9a-f]{16}$/)
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?[0-9]+$/) }),
])
const attributes = z
  .array(z.strictObject({ key: z.string().min(1), value }))
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'a key stands once')

/** opentelemetry/proto/trace/v1/trace.proto, by the rules of "JSON Protobuf Encoding" in the OTLP specification. */
const span = z
  .strictObject({
    traceId,
    spanId,
    parentSpanId: spanId.optional(),
    name: z.string().min(1),
    kind: z.int().min(1).max(5),
    startTimeUnixNano: nanoseconds,
    endTimeUnixNano: nanoseconds,
    attributes,
    events: z.array(z.strictObject({ timeUnixNano: nanoseconds, name: z.string(), attributes })),
    links: z.array(z.strictObject({ traceId, spanId })),
    status: z.strictObject({ code: z.int().min(0).max(2).optional(), message: z.string().optional() }),
  })
  .refine((one) => one.startTimeUnixNano <= one.endTimeUnixNano, 'it ends after it has begun')

export const exportRequestSchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(z.strictObject({ scope: z.strictObject({ name: z.string() }), spans: z.array(span).min(1) })),
    }),
  ),
})
export type ExportedSpan = z.infer<typeof span>

export function spansIn(request: unknown): ExportedSpan[] {
  const { resourceSpans } = exportRequestSchema.parse(request)
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
}

/** `answer`: what it answers to a good request. */
export async function openCollector(answer: { status: number; body: unknown } = { status: 200, body: {} }) {
  const bodies: string[] = []
  const headers: Record<string, string | string[] | undefined>[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const isGood = exportRequestSchema.safeParse(JSON.parse(body)).success
    bodies.push(body)
    headers.push(request.headers)
    response.writeHead(isGood ? answer.status : 400, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isGood ? answer.body : { message: 'not as the specification has it' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    bodies,
    headers,
    spans: () => bodies.flatMap((body) => spansIn(JSON.parse(body))),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** The spans that no parent and no link joins to the first one, however many steps it takes. */
export function apart(spans: readonly ExportedSpan[]): ExportedSpan[] {
  const [first] = spans.toSorted((a, b) => a.startTimeUnixNano.localeCompare(b.startTimeUnixNano))
  const joined = new Set(first ? [first.traceId + first.spanId] : [])
  const towards = (one: ExportedSpan) => [
    ...(one.parentSpanId === undefined ? [] : [one.traceId + one.parentSpanId]),
    ...one.links.map((link) => link.traceId + link.spanId),
  ]
  for (const _ of spans) {
    for (const one of spans) {
      if (towards(one).some((id) => joined.has(id))) joined.add(one.traceId + one.spanId)
    }
  }
  return spans.filter((one) => !joined.has(one.traceId + one.spanId))
}
