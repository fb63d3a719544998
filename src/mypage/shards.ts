// The databases of the projection, sharded by customer: to grow, only the configuration changes.
import type { Database } from '../platform/database.ts'
import { shardOf } from '../platform/shard.ts'

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

/** The database of a customer's orders. */
export function databaseOf(shards: readonly Database[], customerId: string): Database {
  const database = shards[shardOf(customerId, shards.length)]
  if (database === undefined) throw new Error('there is no shard')
  return database
}
