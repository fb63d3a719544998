// npm run archive -- --day 2026-11-21: lists the archive of a day and checks each object against its manifest. With
// --print it writes the events to the standard output, each once, as lines of JSON.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type ArchiveObject, nameOfKey, type ObjectStore, prefixOf, rootPrefix } from '../src/archive/objects.ts'
import { ArchiveDamaged, objectsOf, readEvents, readObject } from '../src/archive/read.ts'
import { archivedObjectSchema, archiveRunSchema } from '../src/contract/archive.ts'
import { localOrigin } from './environment.ts'
import { type OpsCall, opsCall, opsTool, unexpected } from './ops-tool.ts'

const usage = `usage: npm run archive -- [--day 2026-11-21] [--now] [--print] [--origin http://localhost:8787]

  --day     a day in UTC on which events were archived (default: all days)
  --now     first archive what orders have brought, as the clock does every five minutes
  --print   print the events, each once, instead of the list
  --origin  where the shop is (default http://localhost:$PORT)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

const pageSize = 100

const pageSchema = z.object({ items: z.array(archivedObjectSchema), cursor: z.string().nullable() })

await opsTool(usage, async () => {
  const { values } = parseArgs({
    options: {
      day: { type: 'string' },
      now: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
      origin: { type: 'string', default: localOrigin() },
    },
  })
  const call = await opsCall(values.origin)
  if (values.now) {
    const answer = await call('POST', '/archive')
    if (!answer.ok) throw await unexpected(answer)
    const { events, objects } = archiveRunSchema.parse(await answer.json())
    console.error(`${events} events archived in ${objects} objects`)
  }
  const store = storeOver(call, values.day)
  const prefix = values.day === undefined ? rootPrefix : prefixOf(values.day)
  return values.print ? await print(store, prefix) : await check(store, prefix)
})

/** Ends with 1 when an object is not as it was written. */
async function check(store: Store, prefix: string): Promise<number> {
  const sum = { objects: 0, events: 0, damaged: 0 }
  for await (const object of objectsOf(store, prefix)) {
    const damage = await damageIn(store, object)
    sum.objects += 1
    sum.events += object.manifest.events
    if (damage !== null) sum.damaged += 1
    const { events, orders, firstAt, lastAt } = object.manifest
    const holds = `${events} events of ${orders} orders, ${firstAt} to ${lastAt}, ${object.bytes} bytes`
    console.log(`${object.key}  ${holds}${damage === null ? '' : `  DAMAGED: ${damage}`}`)
  }
  console.log(`${sum.objects} objects, ${sum.events} events, ${sum.damaged} objects damaged`)
  return sum.damaged === 0 ? 0 : 1
}

async function damageIn(store: Store, object: ArchiveObject): Promise<string | null> {
  try {
    await readObject(store, object)
    return null
  } catch (fault) {
    if (fault instanceof ArchiveDamaged) return fault.message
    throw fault
  }
}

/** Ends with 1 at the first object that is not as it was written. */
async function print(store: Store, prefix: string): Promise<number> {
  try {
    for await (const event of readEvents(store, prefix)) {
      if (!process.stdout.write(`${JSON.stringify(event)}\n`)) {
        await new Promise((drained) => process.stdout.once('drain', drained))
      }
    }
    return 0
  } catch (fault) {
    if (!(fault instanceof ArchiveDamaged)) throw fault
    console.error(fault.message)
    return 1
  }
}

type Store = Pick<ObjectStore, 'list' | 'read'>

/** The archive by its API. The key of an object is its cursor there. */
function storeOver(call: OpsCall, day: string | undefined): Store {
  const cursors = new Map<string, string | null>()
  return {
    async list(_, after) {
      const cursor = after === null ? '' : (cursors.get(after) ?? null)
      if (cursor === null) return []
      const query = new URLSearchParams({ limit: String(pageSize), ...(day && { day }), ...(cursor && { cursor }) })
      const answer = await call('GET', `/archive?${query}`)
      if (!answer.ok) throw await unexpected(answer)
      const page = pageSchema.parse(await answer.json())
      const last = page.items.at(-1)
      if (last !== undefined) cursors.set(last.key, page.cursor)
      return page.items.map(({ key, bytes, name: _, date: __, ...manifest }) => ({ key, bytes, manifest }))
    },
    async read(key) {
      const answer = await call('GET', `/archive/${nameOfKey(key)}`)
      if (answer.status === 404) return null
      if (!answer.ok) throw await unexpected(answer)
      return await answer.text()
    },
  }
}
