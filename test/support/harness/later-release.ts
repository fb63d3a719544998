// A later release of the sources, in a folder of its own: its orders are wrapped as gifts. It knows an event and fields
// that today's release does not know.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../scripts/workers.ts'

/** By file: a text that stands in it once, and what follows it in the later release. */
const additions: Record<string, Record<string, string>> = {
  'src/contract/events.ts': {
    'export const eventDataSchemas = {\n': '  OrderWrapped: z.object({ paper: z.string() }),\n',
    "  .discriminatedUnion('type', [\n": "    recordedSchema('OrderWrapped'),\n",
  },
  'src/contract/order.ts': {
    'export const orderSummarySchema = z.object({\n': '  gift: z.object({ paper: z.string() }).optional(),\n',
    'export const orderLineSchema = z.object({\n': '  ribbon: z.string().optional(),\n',
  },
  'src/delivery/event-handler.ts': { "    case 'DeliveryRestarted':\n": "    case 'OrderWrapped':\n" },
}

/** Write the later release of `src` and `workers` into the folder. */
export function writeLaterRelease(folder: string): void {
  for (const part of ['src', 'workers']) cpSync(join(root, part), join(folder, part), { recursive: true })
  for (const [file, texts] of Object.entries(additions)) {
    const path = join(folder, file)
    const before = readFileSync(path, 'utf8')
    const after = Object.entries(texts).reduce((text, [place, addition]) => {
      if (text.split(place).length !== 2) throw new Error(`"${place}" does not stand once in ${file}`)
      return text.replace(place, place + addition)
    }, before)
    writeFileSync(path, after)
  }
}
