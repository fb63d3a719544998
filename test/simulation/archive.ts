// The archive: its clock, and its bucket behind the network.
import { archiveByClock } from '../../src/archive/archiver.ts'
import { type ArchivedEvent, readLine } from '../../src/archive/line.ts'
import { type Manifest, type ObjectStore, rootPrefix } from '../../src/archive/objects.ts'
import { readEvents } from '../../src/archive/read.ts'
import { listBatches, readBatch } from '../../src/archive/store.ts'
import type { Calls } from './calls.ts'
import { databaseOver } from './d1.ts'
import type { OrderInjector } from './fault-injection.ts'
import { SharedInjector } from './fault-injection.ts'
import type { Lifetime, Network, Reply } from './network.ts'
import { storeNamed } from './stores.ts'

/** Less often than in production, so that a run of days has few. */
const clockMs = 20 * 60_000

export type ArchiveParts = { network: Network; calls: Calls; injectors: () => readonly OrderInjector[] }

export class Archive {
  readonly #shop: ArchiveParts
  readonly #objects = new Map<string, { lines: string; manifest: Manifest }>()
  #runs = 0

  constructor(shop: ArchiveParts) {
    this.#shop = shop
    this.#tick()
  }

  /** What the archive and its staging table hold by order, each event once. */
  async events(): Promise<Map<string, ArchivedEvent[]>> {
    const objects: Pick<ObjectStore, 'list' | 'read'> = {
      list: async (_, after) =>
        [...this.#objects]
          .filter(([key]) => after === null || key > after)
          .map(([key, { lines, manifest }]) => ({ key, bytes: lines.length, manifest }))
          .sort((a, b) => (a.key < b.key ? -1 : 1)),
      read: async (key) => this.#objects.get(key)?.lines ?? null,
    }
    const found: ArchivedEvent[] = []
    for await (const event of readEvents(objects, rootPrefix)) found.push(event)
    const known = new Set(found.map(({ orderId, seq }) => `${orderId}/${seq}`))
    for (const event of await staged()) if (!known.has(`${event.orderId}/${event.seq}`)) found.push(event)
    return Map.groupBy(found, ({ orderId }) => orderId)
  }

  #tick(): void {
    const { kernel } = this.#shop.network
    kernel.schedule(clockMs, '', () => this.#run(), 'routine')
  }

  #run(): void {
    this.#tick()
    const [first, ...others] = this.#shop.injectors()
    if (first === undefined) return
    const { network, calls } = this.#shop
    const injector = new SharedInjector(first, ...others)
    const lifetime = network.work()
    const run = ++this.#runs
    const ports = {
      database: calls.database(lifetime, injector, 'archive', 'archive'),
      objects: { put: (...args: Parameters<ObjectStore['put']>) => this.#put(lifetime, injector, ...args) },
      now: () => network.kernel.now,
      random: () => String(run).padStart(8, '0'),
      log: calls.log('archive'),
    }
    void archiveByClock(ports).then(() => network.workers.delete(lifetime))
  }

  #put(lifetime: Lifetime, injector: SharedInjector, key: string, lines: string, manifest: Manifest): Promise<void> {
    return this.#shop.network.call(lifetime, injector, 'archive', `put ${key}`, (reply: Reply<void>) => {
      this.#objects.set(key, { lines, manifest })
      reply.ok()
    })
  }
}

/** The rows that are not archived yet, repeats left out. */
async function staged(): Promise<ArchivedEvent[]> {
  const store = storeNamed('archive')
  const database = databaseOver(async (_, queries) => store.execute(queries))
  const tables = [{ name: 'staged', date: '', hour: '' }, ...(await listBatches(database))]
  const rows = await Promise.all(tables.map((table) => readBatch(database, table, 0, Number.MAX_SAFE_INTEGER)))
  const events = rows.flat().flatMap(({ lines }) => lines.trimEnd().split('\n').map(readLine))
  return [...new Map(events.map((event) => [`${event.orderId}/${event.seq}`, event])).values()]
}
