// The catalog's store: one KV entry for all items, since a few hundred are read together and change seldom.
import * as z from 'zod'
import { moneySchema } from '../contract/money.ts'
import type { Item } from '../contract/rpc.ts'
import { findItems, shelfSecondsMax } from '../contract/shelf.ts'
import { syntheticItem, syntheticItemId } from '../contract/synthetic.ts'

/** The part of a KV namespace that the store uses. */
export type ShelfStore = {
  get(key: string, options: { type: 'json'; cacheTtl: number }): Promise<unknown>
}

export const shelfKey = 'shelf'

const textsSchema = z.object({ itemName: z.string(), description: z.string(), category: z.string() })

export const shelfSchema = z.array(
  textsSchema.extend({
    itemId: z.string(),
    price: moneySchema,
    translations: z.object({ ko: textsSchema.optional(), en: textsSchema.optional() }).optional(),
    picture: z.string().optional(),
    isUnlisted: z.boolean().optional(),
  }),
)

/** All items, as stored; none before anything was stored. Throws when the entry is not a list of items. */
export async function readShelf(kv: ShelfStore): Promise<Item[]> {
  const stored = await kv.get(shelfKey, { type: 'json', cacheTtl: shelfSecondsMax.atLocation })
  return stored === null ? [] : shelfSchema.parse(stored)
}

/** The items with these ids, by id; the synthetic one, which is on no shelf, in the currency of the others. */
export function findOnShelf(shelf: readonly Item[], itemIds: readonly string[]): Record<string, Item> {
  const found = findItems(shelf, itemIds)
  if (!itemIds.includes(syntheticItemId)) return found
  return { ...found, [syntheticItemId]: syntheticItem(shelf[0]?.price.currency ?? 'KRW') }
}
