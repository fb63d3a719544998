// The shelf: all items of the catalog as one cached value, and the greatest age of a price that an order is charged.
import type { Item } from './rpc.ts'

/**
 * A changed price is charged everywhere within a minute: KV caches the shelf at each location for half of it (its own
 * minimum), and each isolate caches it for the other half.
 */
export const shelfSecondsMax = { atLocation: 30, inIsolate: 30 } as const

/** The items with these ids, by id; an id that is not on the shelf is absent. */
export function findItems(shelf: readonly Item[], itemIds: readonly string[]): Record<string, Item> {
  const wanted = new Set(itemIds)
  return Object.fromEntries(shelf.filter((item) => wanted.has(item.itemId)).map((item) => [item.itemId, item]))
}
