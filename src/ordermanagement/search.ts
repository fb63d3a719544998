// Finds the staff's orders: by their number, or by words of the customer's name, phone number and items.
import { orderIdPrefixOf } from '../contract/ids.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow } from '../platform/database.ts'
import { merged } from '../platform/merge.ts'
import type { Keyset } from '../platform/paging.ts'
import { matchOf } from './search-index.ts'
import { entryColumns, readableEntries, type WorklistEntry, type WorklistStore } from './store.ts'

/** Input that is the number of an order finds that order; any other finds words. The newest order comes first. */
export async function searchOrders(
  { shards, vault }: WorklistStore,
  input: string,
  keyset: Keyset,
): Promise<Page<WorklistEntry>> {
  const prefix = orderIdPrefixOf(input)
  const numbered = prefix === null || keyset.after !== null ? [] : await byNumber(shards.all, prefix, keyset.limit)
  return numbered.length > 0
    ? { items: numbered, cursor: null }
    : byWords(shards.all, matchOf(input, vault.blinded), keyset)
}

/** The key of the table itself serves it. More than one is a rare chance. */
async function byNumber(databases: readonly Database[], prefix: string, limit: number): Promise<WorklistEntry[]> {
  const sql = `SELECT ${entryColumns} FROM worklist WHERE order_id BETWEEN ? AND ? ORDER BY order_id LIMIT ?`
  const found = await Promise.all(
    databases.map(async (database) => {
      const { results } = await database.prepare(sql).bind(prefix, `${prefix}{`, limit).all()
      return results
    }),
  )
  return readableEntries(merged(found, limit, (a, b) => String(a['order_id']) < String(b['order_id'])))
}

/** `place`: of its words in the index of its database, which is the number `of`. */
type Found = { of: number; place: number; row: SqlRow }

/**
 * In the order in which each database has indexed them, so that a page reads its own rows only; among several databases
 * the order that was paid last comes first. The cursor has the last place of each database.
 */
async function byWords(
  databases: readonly Database[],
  match: string | null,
  { limit, after }: Keyset,
): Promise<Page<WorklistEntry>> {
  if (match === null) return { items: [], cursor: null }
  const places = after === null ? [] : after[0].split(placeMark)
  const lists = await Promise.all(
    databases.map((database, of) => foundIn(database, of, match, places[of] || beforeAll, limit)),
  )
  const found = merged(lists, limit + 1, (a, b) => String(a.row['paid_at']) > String(b.row['paid_at']))
  const shown = found.slice(0, limit)
  const placesAfter = databases
    .map((_, of) => shown.findLast((one) => one.of === of)?.place ?? places[of] ?? '')
    .join(placeMark)
  const { items, cursor } = cutPage(found, limit, ({ row }) => [placesAfter, String(row['order_id'])])
  return { items: readableEntries(items.map(({ row }) => row)), cursor }
}

async function foundIn(
  database: Database,
  of: number,
  match: string,
  before: string | number,
  limit: number,
): Promise<Found[]> {
  const sql = `SELECT found.rowid AS place, ${entryColumns}
    FROM worklist_search AS found JOIN worklist USING (order_id)
    WHERE found.words MATCH ? AND found.rowid < ? ORDER BY found.rowid DESC LIMIT ?`
  const { results } = await database
    .prepare(sql)
    .bind(match, Number(before), limit + 1)
    .all()
  return results.map((row) => ({ of, place: Number(row['place']), row }))
}

const placeMark = '.'
const beforeAll = Number.MAX_SAFE_INTEGER

/** Whether the cursor's key comes from a search. A database without a place there is at its beginning. */
export function isSearchKey({ after }: Keyset): boolean {
  return after === null || /^(?=.*\d)(?:\d{0,15}\.){0,98}\d{0,15}$/.test(after[0])
}
