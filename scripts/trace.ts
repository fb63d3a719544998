// npm run trace -- ord_…: prints the whole life of an order: its events, charges and refunds, messages, what failed,
// what people did, each with its time, its cause and its trace. With --otlp it goes to an OpenTelemetry collector too.
import { parseArgs } from 'node:util'
import { localOrigin, variable } from './environment.ts'
import { type OpsCall, opsCall, opsTool, unexpected } from './ops-tool.ts'
import type { Life } from './trace/contexts.ts'
import { send } from './trace/otlp.ts'
import { spansOf } from './trace/spans.ts'
import { textOf, tracesOf } from './trace/story.ts'

const usage = `usage: npm run trace -- ord_… [--origin http://localhost:8787] [--otlp http://localhost:4318/v1/traces]

  --origin  where the shop is (default http://localhost:$PORT)
  --otlp    an OpenTelemetry collector, which gets the spans too (OTLP/HTTP in JSON)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.
  OTEL_EXPORTER_OTLP_HEADERS  in the environment: headers for the collector, as name=value,name=value`

await opsTool(usage, async () => {
  const { values, positionals } = parseArgs({
    options: { origin: { type: 'string', default: localOrigin() }, otlp: { type: 'string' } },
    allowPositionals: true,
  })
  const [orderId = ''] = positionals
  if (!/^ord_[0-9a-z]{26}$/.test(orderId)) throw new TypeError('name an order by its whole id')
  const call = await opsCall(values.origin)
  const { order, events } = await read<{ order: { orderStatus: string; seq: number }; events: Life['events'] }>(
    call,
    `/orders/${orderId}/events`,
  )
  const [payment, messages, deadLetters, acts] = await Promise.all([
    read<Life['payment']>(call, `/payments/${orderId}`),
    all<Life['messages'][number]>(call, `/messages?orderId=${orderId}`),
    all<Life['deadLetters'][number]>(call, `/deadLetters?orderId=${orderId}`),
    all<Life['acts'][number]>(call, `/audit?target=${orderId}`),
  ])
  const life = { orderId, events, payment, messages, deadLetters, acts }
  const traces = tracesOf(life)
  console.log(`${orderId}: ${order.orderStatus}, ${order.seq} events, ${traces.length} traces\n`)
  console.log(textOf(traces))
  if (values.otlp === undefined) return 0
  const spans = spansOf(life)
  await send(values.otlp, spans, variable('OTEL_EXPORTER_OTLP_HEADERS') ?? '')
  console.log(`\n${spans.length} spans sent to ${values.otlp}`)
  return 0
})

async function read<T>(call: OpsCall, path: string): Promise<T> {
  const answer = await call('GET', path)
  if (!answer.ok) throw await unexpected(answer)
  return (await answer.json()) as T
}

/** All pages of a list. */
async function all<T>(call: OpsCall, path: string): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: T[]; cursor: string | null } = await read(
      call,
      `${path}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    items.push(...page.items)
    cursor = page.cursor
  }
  return items
}
