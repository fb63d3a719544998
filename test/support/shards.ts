// The databases of the orders' tables, as tests spread orders over them.
import type { Result } from '../../src/contract/result.ts'
import type { Page, PageRequest } from '../../src/contract/rpc.ts'
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

/** The pages of a list, from the first to the last. */
export async function pagesOf<T>(
  list: (page: PageRequest) => Promise<Result<Page<T>>>,
  limit: number,
): Promise<readonly T[][]> {
  const found: T[][] = []
  for (let cursor: string | null = null; ; ) {
    const page = await list({ limit, cursor })
    if (!page.ok) throw new Error(page.rejection.detail)
    found.push(page.value.items)
    cursor = page.value.cursor
    if (cursor === null) return found
  }
}
