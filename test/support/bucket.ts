// An R2 bucket in memory: the part that the archive uses. A put replaces the whole object, and a list is by key.
import type { Bucket } from '../../src/archive/r2.ts'

export type LocalBucket = Bucket & {
  readonly objects: Map<string, { bytes: Uint8Array<ArrayBuffer>; customMetadata: Record<string, string> }>
}

/** `pageMax`: a list with metadata stops after so many objects, although its limit is greater. */
export function bucket(pageMax = 1000): LocalBucket {
  const objects: LocalBucket['objects'] = new Map()
  return {
    objects,
    put: async (key, bytes, { customMetadata }) => void objects.set(key, { bytes, customMetadata }),
    get: async (key) => {
      const found = objects.get(key)
      return found === undefined ? null : { arrayBuffer: async () => found.bytes.buffer }
    },
    list: async ({ prefix, startAfter = '', limit }) => {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > startAfter).sort()
      const page = keys.slice(0, Math.min(limit, pageMax)).flatMap((key) => {
        const found = objects.get(key)
        return found === undefined ? [] : [{ key, size: found.bytes.length, customMetadata: found.customMetadata }]
      })
      return { objects: page, truncated: page.length < keys.length }
    },
  }
}
