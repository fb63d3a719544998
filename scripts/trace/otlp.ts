// OTLP/HTTP in JSON (OpenTelemetry Protocol 1.x, https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids
// in hex, enums as numbers, 64-bit numbers as text.
import type { Attributes, Span, SpanKind } from './spans.ts'

/** SpanKind of opentelemetry/proto/trace/v1/trace.proto. */
const kinds: Record<SpanKind, number> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 }
/** STATUS_CODE_ERROR */
const failed = 2

/** An ExportTraceServiceRequest: one resource for each service. */
export function exportRequest(spans: readonly Span[]) {
  const services = [...new Set(spans.map(({ service }) => service))]
  return {
    resourceSpans: services.map((service) => ({
      resource: {
        attributes: attributesOf({ 'service.namespace': 'homeappliance', 'service.name': `homeappliance-${service}` }),
      },
      scopeSpans: [
        { scope: { name: 'homeappliance.order' }, spans: spans.filter((span) => span.service === service).map(spanOf) },
      ],
    })),
  }
}

/**
 * Send it to a collector. Throws TypeError when it takes none or only some of the spans. `headers`: as
 * OTEL_EXPORTER_OTLP_HEADERS has them (OpenTelemetry Protocol Exporter): `name=value,name=value`, values URL-encoded.
 */
export async function send(url: string, spans: readonly Span[], headers = ''): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersIn(headers) },
    body: JSON.stringify(exportRequest(spans)),
  })
  const text = await answer.text()
  if (!answer.ok) throw new TypeError(`${url}: HTTP ${answer.status}: ${text}`)
  const rejected = Number(/"rejectedSpans":\s*"?(\d+)/.exec(text)?.[1] ?? 0)
  if (rejected > 0) throw new TypeError(`${url} took ${spans.length - rejected} of ${spans.length} spans: ${text}`)
}

function headersIn(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.includes('='))
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [name.trim(), decodeURIComponent(value.join('=').trim())]
    }),
  )
}

function spanOf({ traceId, spanId, parentSpanId, name, kind, from, to, attributes, events, links, error }: Span) {
  return {
    traceId,
    spanId,
    ...(parentSpanId !== null && { parentSpanId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(from),
    endTimeUnixNano: nanoseconds(to),
    attributes: attributesOf(attributes),
    events: events.map((event) => ({
      timeUnixNano: nanoseconds(event.at),
      name: event.name,
      attributes: attributesOf(event.attributes),
    })),
    links,
    status: error === null ? {} : { code: failed, message: error },
  }
}

function attributesOf(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }))
}

function anyValue(value: string | number | boolean) {
  if (typeof value === 'string') return { stringValue: value }
  return typeof value === 'boolean' ? { boolValue: value } : { intValue: String(value) }
}

function nanoseconds(milliseconds: number): string {
  return `${milliseconds}000000`
}
