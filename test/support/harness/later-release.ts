// A later release of the sources, in a folder of its own: its orders are wrapped as gifts. In everything that a release
// may change it has something that today's release does not know.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../scripts/workers.ts'

/** The migration that the later release of delivery needs; and what its name is recorded as. */
export const laterMigration = { name: '0007_paper.sql', sql: 'ALTER TABLE deliveries ADD COLUMN paper TEXT' }

/** A text that stands once in its file, and what stands there in the later release. */
type Change = readonly [today: string, later: string]

const after = (place: string, addition: string): Change => [place, place + addition]

/** A column that every row has. */
const machine = `machine TEXT NOT NULL DEFAULT 'later'`
/** Of an object's tables. */
const lastStep = (sql: string): Change => [']\n\nconst newest = `', `  \`${sql}\`,\n]\n\nconst newest = \``]

/** A new type of event, and fields in the order's summary, its lines and its events. */
const contract: Record<string, Change[]> = {
  'src/contract/events.ts': [
    after('export const eventDataSchemas = {\n', '  OrderWrapped: z.object({ paper: z.string() }),\n'),
    after("  .discriminatedUnion('type', [\n", "    recordedSchema('OrderWrapped'),\n"),
    after('const recorded = {\n', '  machine: z.string().optional(),\n'),
  ],
  'src/contract/order.ts': [
    after('export const orderSummarySchema = z.object({\n', '  gift: z.object({ paper: z.string() }).optional(),\n'),
    after('export const orderLineSchema = z.object({\n', '  ribbon: z.string().optional(),\n'),
  ],
}

/** The order records the event, answers with a field more, and stores a column and a table more. */
const order: Record<string, Change[]> = {
  'src/order/decide.ts': [
    [
      "return events({ type: 'OrderTaken', data: {} })",
      "return events({ type: 'OrderTaken', data: {} }, { type: 'OrderWrapped', data: { paper: 'red' } })",
    ],
  ],
  'src/order/evolve.ts': [
    after("    case 'OrderPlaced':\n      return state\n", "    case 'OrderWrapped':\n      return state\n"),
  ],
  'src/order/summary.ts': [after('    placedAt: order.placedAt,\n', "    gift: { paper: 'red' },\n")],
  'src/actor/order-actor.ts': [after('recorded: events.length > 0', ', wrapped: true')],
  'src/actor/schema.ts': [
    lastStep(`ALTER TABLE event ADD COLUMN ${machine}; CREATE TABLE packing (${machine})`),
    after('const newest = `\n', `  CREATE TABLE packing (${machine});\n`),
    after(`  CREATE TABLE packing (${machine});\n  CREATE TABLE event (\n`, `    ${machine},\n`),
  ],
  'src/actor/event-log.ts': [after("    hash: row['hash'],\n", "    machine: row['machine'],\n")],
}

/** The other contexts take the event, the payment's table and one of D1 have a column more. */
const others: Record<string, Change[]> = {
  'src/delivery/event-handler.ts': [after("    case 'DeliveryRestarted':\n", "    case 'OrderWrapped':\n")],
  'src/delivery/store.ts': [after('       SET seq = excluded.seq,', " paper = 'red',")],
  'src/platform/migrations.ts': [["delivery: '0006_watermark.sql'", `delivery: '${laterMigration.name}'`]],
  'src/message/compose.ts': [after("    case 'OrderFlagged':\n", "    case 'OrderWrapped':\n")],
  'src/web/timeline.tsx': [after("    case 'OrderTaken':\n", "    case 'OrderWrapped':\n")],
  'src/payment/actor/schema.ts': [
    lastStep(`ALTER TABLE attempt ADD COLUMN ${machine}`),
    after('const newest = `\n  CREATE TABLE attempt (\n', `    ${machine},\n`),
  ],
}

/** A new call of the order, by its caller too: callees are deployed first, and rolled back last. */
const call: Record<string, Change[]> = {
  'workers/order/index.ts': [
    after(
      'implements OrderRpc, HealthRpc {\n',
      "  getWrapped(...args: Parameters<OrderRpc['get']>) {\n    return this.#orders.get(...args)\n  }\n\n",
    ),
  ],
  'src/gateway/api/orders.ts': [
    [
      "const found = await callContext('order', () => c.env.ORDER_API.get(",
      "const found = await callContext('order', () => c.env.ORDER_API.getWrapped(",
    ],
  ],
}

const changes = { ...contract, ...order, ...others, ...call }

/** Write the later release of `src` and `workers` into the folder. */
export function writeLaterRelease(folder: string): void {
  for (const part of ['src', 'workers']) cpSync(join(root, part), join(folder, part), { recursive: true })
  for (const [file, texts] of Object.entries(changes)) {
    const path = join(folder, file)
    const today = readFileSync(path, 'utf8')
    const later = texts.reduce((text, [before, after]) => {
      if (text.split(before).length !== 2) throw new Error(`"${before}" does not stand once in ${file}`)
      return text.replace(before, () => after)
    }, today)
    writeFileSync(path, later)
  }
}
