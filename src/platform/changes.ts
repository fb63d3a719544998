// Which orders of a database changed lately: the one row that its triggers write, for the pages that follow changes.
import * as z from 'zod'
import type { Database } from './database.ts'
import { isolateCache } from './isolate-cache.ts'

/** `recent`: the newest changes, the oldest first, each with the time by which `newest` counts (epoch milliseconds). */
export type Changes = { newest: number; recent: readonly (readonly [orderId: string, at: number])[] }

/** How many changes the triggers of the migrations keep. */
export const recentMax = 64
const cachedMs = 1000

export async function readChanges(database: Database): Promise<Changes> {
  const [row] = (await database.prepare('SELECT newest, recent FROM changes WHERE id = 1').all()).results
  const { newest, recent } = rowSchema.parse(row)
  return { newest, recent: recentSchema.parse(JSON.parse(recent)) }
}

/** Reads the changes at most about twice a second in one isolate, however many pages follow them. `now`: epoch ms. */
export function recentChanges(now: () => number): (database: Database) => Promise<Changes> {
  const cached = isolateCache<Changes>(cachedMs, now)
  return (database) => cached(() => readChanges(database))
}

/**
 * The newest change after `after`, of one order or (null) of any; `after` itself when there is none. So many changes
 * since then that the order's own may no longer be among them count as a change.
 */
export function newestAfter({ newest, recent }: Changes, orderId: string | null, after: number): number {
  if (orderId === null) return Math.max(newest, after)
  const oldest = recent.length < recentMax ? 0 : (recent[0]?.[1] ?? 0)
  const own = recent.filter(([id]) => id === orderId).map(([, at]) => at)
  return Math.max(after, oldest, ...own)
}

const rowSchema = z.object({ newest: z.int(), recent: z.string() })
const recentSchema = z.array(z.tuple([z.string(), z.int()]))
