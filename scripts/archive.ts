// npm run archive -- --day 2026-11-21: lists the archive of a day and checks each object against its manifest. With
// --print it writes the events to the standard output, each once, as lines of JSON.
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type ArchiveObject, nameOfKey, type ObjectStore, prefixOf, rootPrefix } from '../src/archive/objects.ts'
import { ArchiveDamaged, objectsOf, readEvents, readObject } from '../src/archive/read.ts'
import { archivedObjectSchema, archiveRunSchema } from '../src/contract/archive.ts'
import { demoAccounts } from './demo/accounts.ts'
import { localOrigin, variable } from './environment.ts'
import { SignInError, signIn } from './sign-in.ts'

const usage = `usage: npm run archive -- [--day 2026-11-21] [--now] [--print] [--origin http://localhost:8787]

  --day     a day in UTC on which events were archived (default: all days)
  --now     first archive what orders have brought, as the clock does every five minutes
  --print   print the events, each once, instead of the list
  --origin  where the shop is (default http://localhost:$PORT)
  TOKEN     in the environment: an access token of role ops. Without it, the demo shop's account is taken.`

/** The most retries of a call while the shop is busy or the archive is down. */
const triesMax = 10
const pageSize = 100

const pageSchema = z.object({ items: z.array(archivedObjectSchema), cursor: z.string().nullable() })

try {
  const { values } = parseArgs({
    options: {
      day: { type: 'string' },
      now: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
      origin: { type: 'string', default: localOrigin() },
    },
  })
  const origin = new URL(values.origin).origin
  const { email, password } = demoAccounts.ops
  const token = variable('TOKEN') ?? (await signIn(origin, email, password))
  const call = callerOf(origin, token)
  if (values.now) {
    const { events, objects } = archiveRunSchema.parse(await (await call('POST', '/archive')).json())
    console.error(`${events} events archived in ${objects} objects`)
  }
  const store = storeOver(call, values.day)
  const prefix = values.day === undefined ? rootPrefix : prefixOf(values.day)
  process.exitCode = values.print ? await print(store, prefix) : await check(store, prefix)
} catch (fault) {
  if (fault instanceof SignInError || fault instanceof ArchiveDamaged) console.error(fault.message)
  else if (fault instanceof TypeError) console.error(`${fault.message}\n\n${usage}`)
  else throw fault
  process.exitCode = fault instanceof ArchiveDamaged ? 1 : 2
}

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

async function print(store: Store, prefix: string): Promise<number> {
  for await (const event of readEvents(store, prefix)) {
    if (!process.stdout.write(`${JSON.stringify(event)}\n`)) {
      await new Promise((drained) => process.stdout.once('drain', drained))
    }
  }
  return 0
}

type Store = Pick<ObjectStore, 'list' | 'read'>
type Call = (method: string, path: string) => Promise<Response>

/** The archive by its API. The key of an object is its cursor there. */
function storeOver(call: Call, day: string | undefined): Store {
  const cursors = new Map<string, string | null>()
  return {
    async list(_, after) {
      const cursor = after === null ? '' : (cursors.get(after) ?? null)
      if (cursor === null) return []
      const query = new URLSearchParams({ limit: String(pageSize), ...(day && { day }), ...(cursor && { cursor }) })
      const page = pageSchema.parse(await (await call('GET', `/archive?${query}`)).json())
      const last = page.items.at(-1)
      if (last !== undefined) cursors.set(last.key, page.cursor)
      return page.items.map(({ key, bytes, name: _, date: __, ...manifest }) => ({ key, bytes, manifest }))
    },
    async read(key) {
      const answer = await call('GET', `/archive/${nameOfKey(key)}`)
      return answer.status === 404 ? null : await answer.text()
    },
  }
}

function callerOf(origin: string, token: string): Call {
  return async (method, path) => {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(origin + path, { method, headers: { authorization: `Bearer ${token}` } })
      if (answer.ok || answer.status === 404) return answer
      const isBusy = answer.status === 429 || answer.status === 503
      if (!isBusy || tries === triesMax) {
        throw new TypeError(`${method} ${path}: HTTP ${answer.status}: ${await answer.text()}`)
      }
      await answer.body?.cancel()
      await delay(1000 * Number(answer.headers.get('retry-after') ?? 1))
    }
  }
}
