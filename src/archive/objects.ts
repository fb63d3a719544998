// The objects of the archive: their names, and the manifest that each carries.
import * as z from 'zod'

/**
 * What an object holds. It is stored with the object, so that there is never one without the other. `sha256`: of the
 * lines before they are compressed. Times are those of the events (ISO 8601).
 */
export const manifestSchema = z.object({
  events: z.coerce.number<string | number>().int().positive(),
  orders: z.coerce.number<string | number>().int().positive(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  sha256: z.string(),
})
export type Manifest = z.infer<typeof manifestSchema>

/** `key`: where it is stored. `bytes`: compressed. */
export type ArchiveObject = { key: string; bytes: number; manifest: Manifest }

/** The store of objects. `list`: by key, those after `after` that begin with `prefix`, at most `limit`. */
export type ObjectStore = {
  /** Write an object whole, or replace it. */
  put(key: string, lines: string, manifest: Manifest): Promise<void>
  list(prefix: string, after: string | null, limit: number): Promise<ArchiveObject[]>
  /** The lines; null when there is no such object. */
  read(key: string): Promise<string | null>
}

/** What several stores have, read as one. Their keys differ: each has random digits of its own. */
export function allOf(stores: readonly Pick<ObjectStore, 'list' | 'read'>[]): Pick<ObjectStore, 'list' | 'read'> {
  return {
    async list(prefix, after, limit) {
      const found = await Promise.all(stores.map((store) => store.list(prefix, after, limit)))
      return found
        .flat()
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, limit)
    },

    async read(key) {
      for (const store of stores) {
        const lines = await store.read(key)
        if (lines !== null) return lines
      }
      return null
    },
  }
}

export const rootPrefix = 'events/'

/** All objects of a day (UTC): that on which the events were archived. */
export function prefixOf(date: string): string {
  return `${rootPrefix}date=${date}/`
}

/** Each part of a batch has its own key, and a part that is written again has the same one. */
export function keyOf({ name, date, hour }: { name: string; date: string; hour: string }, part: number): string {
  const id = `${name.replace('batch_', '').replace('_', '-')}-${String(part).padStart(4, '0')}`
  return `${prefixOf(date)}hour=${hour}/${id}.jsonl.gz`
}

/** The name of an object: the last part of its key, from which the whole follows. */
export function nameOfKey(key: string): string {
  return key.replace(/^.*\//, '').replace('.jsonl.gz', '')
}

/** The key of a name; null when it is no name of an object. */
export function keyOfName(name: string): string | null {
  const [, year, month, day, hour] = /^(\d{4})(\d\d)(\d\d)T(\d\d)\d{7}-[0-9a-f]{8}-\d{4}$/.exec(name) ?? []
  if (year === undefined) return null
  return `${prefixOf(`${year}-${month}-${day}`)}hour=${hour}/${name}.jsonl.gz`
}
