// Finds the staff's orders: by their number, or by words of the customer's name, phone number and items.
import { orderIdPrefixOf } from '../contract/ids.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database } from '../platform/database.ts'
import type { Keyset } from '../platform/paging.ts'
import { matchOf } from './search-index.ts'
import { entryColumns, readableEntries, type WorklistEntry, type WorklistStore } from './store.ts'

/** Input that is the number of an order finds that order; any other finds words. The newest order comes first. */
export async function searchOrders(
  { database, vault }: WorklistStore,
  input: string,
  keyset: Keyset,
): Promise<Page<WorklistEntry>> {
  const prefix = orderIdPrefixOf(input)
  const numbered = prefix === null || keyset.after !== null ? [] : await byNumber(database, prefix, keyset.limit)
  return numbered.length > 0
    ? { items: numbered, cursor: null }
    : byWords(database, matchOf(input, vault.blinded), keyset)
}

/** The key of the table itself serves it. More than one is a rare chance. */
async function byNumber(database: Database, prefix: string, limit: number): Promise<WorklistEntry[]> {
  const sql = `SELECT ${entryColumns} FROM worklist WHERE order_id BETWEEN ? AND ? ORDER BY order_id LIMIT ?`
  const { results } = await database.prepare(sql).bind(prefix, `${prefix}{`, limit).all()
  return readableEntries(results)
}

/** In the order in which they were indexed, so that a page reads its own rows only. */
async function byWords(
  database: Database,
  match: string | null,
  { limit, after }: Keyset,
): Promise<Page<WorklistEntry>> {
  if (match === null) return { items: [], cursor: null }
  const sql = `SELECT found.rowid AS place, ${entryColumns}
    FROM worklist_search AS found JOIN worklist USING (order_id)
    WHERE found.words MATCH ? AND found.rowid < ? ORDER BY found.rowid DESC LIMIT ?`
  const before = after === null ? Number.MAX_SAFE_INTEGER : Number(after[0])
  const { results } = await database
    .prepare(sql)
    .bind(match, before, limit + 1)
    .all()
  const { items, cursor } = cutPage(results, limit, (row) => [String(row['place']), String(row['order_id'])])
  return { items: readableEntries(items), cursor }
}

/** Whether the cursor's key comes from a search. */
export function isSearchKey({ after }: Keyset): boolean {
  return after === null || /^\d{1,15}$/.test(after[0])
}
