// The databases of the projection, sharded by customer: to grow, only the configuration changes.
import type { ReplicatedDatabase } from '../platform/database.ts'
import { shardOf } from '../platform/shard.ts'

/** `shards` are read. `next`: where the customers are being moved to; null or absent while they are not. */
export type Shards<T = ReplicatedDatabase> = { shards: readonly T[]; next?: readonly T[] | null }

/** A text for `readShards`. Throws when it is none. */
export function shardsText(text: string): string {
  if (!shardsPattern.test(text)) throw new Error('it is like "2" or "2 to 4"')
  return text
}

const shardsPattern = /^([1-9]\d?)(?: to ([1-9]\d?))?$/

/**
 * The first of the databases that are bound, as `MYPAGE_SHARDS` says: "2", or "2 to 4" while customers are moved. A
 * database that is only bound changes nothing. Throws when the text is of another kind, or names more than are bound.
 */
export function readShards<T>(configured: string, bound: readonly T[]): Shards<T> {
  const [, count, next] = shardsPattern.exec(configured) ?? []
  if (count === undefined || Math.max(Number(count), Number(next ?? 0)) > bound.length)
    throw new RangeError(`MYPAGE_SHARDS says "${configured}": it is like "2" or "2 to 4", of ${bound.length} databases`)
  return { shards: bound.slice(0, Number(count)), next: next === undefined ? null : bound.slice(0, Number(next)) }
}

/** The database that a customer's orders are read from. */
export function databaseOf<T>(shards: readonly T[], customerId: string): T {
  const database = shards[shardOf(customerId, shards.length)]
  if (database === undefined) throw new Error('there is no shard')
  return database
}

/** The databases that a customer's orders are written to: during a move the old one and the new one. */
export function homesOf({ shards, next }: Shards, customerId: string): ReplicatedDatabase[] {
  const homes = [shards, ...(next ? [next] : [])].map((all) => databaseOf(all, customerId))
  return [...new Set(homes)]
}
