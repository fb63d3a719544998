// The databases of the orders' tables, as tests spread orders over them.
import type { Database } from '../../src/platform/database.ts'
import { layoutsIn, type OrderShards, orderShards } from '../../src/platform/order-shards.ts'

/** All orders in one database, as the shop is configured. */
export function inOne<T = Database>(database: T): OrderShards<T> {
  return orderShards(layoutsIn('0'), [database])
}

/** The orders spread over all of the databases. */
export function overAll<T = Database>(databases: readonly T[]): OrderShards<T> {
  return orderShards(layoutsIn(`0-${databases.length - 1}`), databases)
}
