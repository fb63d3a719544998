// The newest change of any row of a database, for the lists that follow changes: see its migration `following`.
// Nothing is written for it while nobody follows.
import * as z from 'zod'
import type { Database } from './database.ts'
import { isolateCache } from './isolate-cache.ts'

/** For how long a look has changes written, and how much of that must be left. */
export const watchMs = 60_000
export const watchLeftMs = 30_000
const cachedMs = 1000

/** The time by the clock of the database, in epoch milliseconds. */
export const nowMs = `CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)`

/**
 * By how much the clocks of two databases may differ. A change in one of several is told this much later: so a page
 * that is read for a change in one of them has each earlier change of the others.
 */
export const clocksApartMsMax = 250

/**
 * The time of the newest change in any of the databases, at most a second late: what was read after that time has all
 * changes before. While nobody followed, changes were not written: the first look counts as a change.
 */
export async function readNewestChange(databases: readonly Database[]): Promise<number> {
  const laterMs = databases.length > 1 ? clocksApartMsMax : 0
  return Math.max(...(await Promise.all(databases.map((database) => newestIn(database, laterMs)))))
}

/** Reads the newest change at most about twice a second in one isolate, however many pages follow. `now`: epoch ms. */
export function recentChanges(now: () => number): (databases: readonly Database[]) => Promise<number> {
  const cached = isolateCache<number>(cachedMs, now)
  return (databases) => cached(() => readNewestChange(databases))
}

async function newestIn(database: Database, laterMs: number): Promise<number> {
  const [row] = (await database.prepare(`SELECT ${columns} FROM following WHERE id = 1`).all()).results
  const { newest, settled, watched_until, now } = rowSchema.parse(row)
  if (watched_until < now + watchLeftMs) return await watch(database, laterMs)
  return toldBy(now - laterMs, newest, settled)
}

async function watch(database: Database, laterMs: number): Promise<number> {
  const sql = `UPDATE following
    SET newest = IIF(watched_until < ${nowMs}, ${nowMs}, newest), watched_until = ${nowMs} + ${watchMs}
    WHERE id = 1 RETURNING ${columns}`
  const [row] = (await database.prepare(sql).all()).results
  const { newest, settled, now } = rowSchema.parse(row)
  return toldBy(now - laterMs, newest, settled)
}

/** The newer of the two that is not after `until`; 0 when neither is. */
function toldBy(until: number, newest: number, settled: number): number {
  return [newest, settled].find((time) => time <= until) ?? 0
}

const columns = `newest, settled, watched_until, ${nowMs} AS now`

const rowSchema = z.object({ newest: z.int(), settled: z.int(), watched_until: z.int(), now: z.int() })
