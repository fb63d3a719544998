// Which database a customer's projection lives in: sharded from the first day, so that growing is configuration only.

export type ShardBindings<T> = { [binding: `MYPAGE_DB_${number}`]: T }

/** The databases bound as `MYPAGE_DB_0`, `MYPAGE_DB_1`, … up to the first gap. Throws when there is none. */
export function shardsIn<T>(bindings: ShardBindings<T>): T[] {
  const shards: T[] = []
  for (;;) {
    const shard = bindings[`MYPAGE_DB_${shards.length}`]
    if (shard === undefined) break
    shards.push(shard)
  }
  if (shards.length === 0) throw new Error('there is no database bound as MYPAGE_DB_0')
  return shards
}

/** The shard of a customer, from 0 to `count - 1`. Never change this: rows would be looked for where they are not. */
export function shardOf(customerId: string, count: number): number {
  // FNV-1a over UTF-8 in 32 bits, then murmur3's finalizer, since the low bits of FNV alone mix poorly.
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(customerId)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % count
}
