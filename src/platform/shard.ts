// Sharding: the shard that a key belongs to.

/** The shard of a key, from 0 to `count - 1`. Never change this function: stored rows would not be found any more. */
export function shardOf(key: string, count: number): number {
  // FNV-1a over UTF-8 in 32 bits, then murmur3's finalizer, since the low bits of FNV alone mix poorly.
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % count
}
