// Reads the archive: each event once, although an order may have brought it twice.
import { sha256 } from '../platform/hash.ts'
import { shardOf } from '../platform/shard.ts'
import { type ArchivedEvent, readLine } from './line.ts'
import type { ArchiveObject, Manifest, ObjectStore } from './objects.ts'

/** An object is not as it was written. */
export class ArchiveDamaged extends Error {
  override readonly name = 'ArchiveDamaged'
}

export const objectsPerList = 100

/** Most events whose repeats are looked for in one pass over the objects: so many short texts fit into a Worker. */
export const eventsPerPass = 200_000

/**
 * Each event of the objects that begin with `prefix`, once, in no given order. All events of an order come in the same
 * pass, so a pass need not remember those of the passes before. Throws ArchiveDamaged.
 */
export async function* readEvents(
  store: Pick<ObjectStore, 'list' | 'read'>,
  prefix: string,
  perPass = eventsPerPass,
): AsyncGenerator<ArchivedEvent> {
  let events = 0
  for await (const { manifest } of objectsOf(store, prefix)) events += manifest.events
  const passes = Math.max(1, Math.ceil(events / perPass))
  for (let pass = 0; pass < passes; pass++) {
    const seen = new Set<string>()
    for await (const object of objectsOf(store, prefix)) {
      for (const event of await readObject(store, object)) {
        const id = `${event.orderId}/${event.seq}`
        if (shardOf(event.orderId, passes) !== pass || seen.has(id)) continue
        seen.add(id)
        yield event
      }
    }
  }
}

export async function* objectsOf(store: Pick<ObjectStore, 'list'>, prefix: string): AsyncGenerator<ArchiveObject> {
  for (let after: string | null = null; ; ) {
    const objects: ArchiveObject[] = await store.list(prefix, after, objectsPerList)
    yield* objects
    const last = objects.at(-1)
    if (last === undefined || objects.length < objectsPerList) return
    after = last.key
  }
}

/** The events of one object, repeats included. */
export async function readObject(
  store: Pick<ObjectStore, 'read'>,
  { key, manifest }: Pick<ArchiveObject, 'key' | 'manifest'>,
): Promise<ArchivedEvent[]> {
  const text = await store.read(key)
  if (text === null) throw new ArchiveDamaged(`${key} is gone`)
  const damage = damageOf(text, manifest)
  if (damage !== null) throw new ArchiveDamaged(`${key}: ${damage}`)
  return linesOf(text).map(readLine)
}

/** What is wrong with the lines of an object, by its manifest; null when nothing is. */
export function damageOf(text: string, manifest: Manifest): string | null {
  const found = linesOf(text).length
  if (found !== manifest.events) return `it has ${found} events, and ${manifest.events} were written`
  return sha256(text) === manifest.sha256 ? null : 'its events are not those that were written'
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
