// The archive's objects in R2. The manifest is in the object's own metadata.
import { compress, decompress } from './gzip.ts'
import { type ArchiveObject, manifestSchema, type ObjectStore } from './objects.ts'

/** The parts of an R2 bucket that are used here. */
export type Bucket = {
  put(key: string, bytes: Uint8Array<ArrayBuffer>, options: PutOptions): Promise<unknown>
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>
  list(options: ListOptions): Promise<{ objects: Listed[]; truncated: boolean }>
}
type PutOptions = { customMetadata: Record<string, string>; httpMetadata: { contentType: string } }
type ListOptions = { prefix: string; startAfter?: string; limit: number; include: 'customMetadata'[] }
type Listed = { key: string; size: number; customMetadata?: Record<string, string> | undefined }

export function objectsIn(bucket: Bucket): ObjectStore {
  return {
    async put(key, lines, manifest) {
      const customMetadata = Object.fromEntries(Object.entries(manifest).map(([name, value]) => [name, String(value)]))
      await bucket.put(key, await compress(lines), {
        customMetadata,
        httpMetadata: { contentType: 'application/gzip' },
      })
    },

    /** A list with metadata may stop before its limit: then it is continued. */
    async list(prefix, after, limit) {
      const found: ArchiveObject[] = []
      for (let last = after; ; ) {
        const startAfter = last === null ? {} : { startAfter: last }
        const options = { prefix, ...startAfter, limit: limit - found.length, include: ['customMetadata' as const] }
        const { objects, truncated } = await bucket.list(options)
        found.push(...objects.map(objectOf))
        last = objects.at(-1)?.key ?? last
        if (!truncated || found.length >= limit || objects.length === 0) return found
      }
    },

    async read(key) {
      const stored = await bucket.get(key)
      return stored === null ? null : await decompress(await stored.arrayBuffer())
    },
  }
}

function objectOf({ key, size, customMetadata }: Listed): ArchiveObject {
  return { key, bytes: size, manifest: manifestSchema.parse(customMetadata) }
}
