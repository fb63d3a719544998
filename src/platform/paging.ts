// Lists, newest first, page by page: each page starts after the sort key of the last row shown, however many came
// since.
import { accepted, type Result, refused } from '../contract/result.ts'
import type { PageRequest } from '../contract/rpc.ts'
import { decodeCursor, pageSizeMax } from './cursor.ts'
import type { Database, SqlRow, SqlValue } from './database.ts'

/** A page as a store reads it: rows after the key (a time and an id), at most `limit`. */
export type Keyset = { limit: number; after: readonly [string, string] | null }

/** What is listed. The texts are SQL written in the store, never input; a condition stands with its values. */
export type Listing = {
  select: string
  from: string
  where: readonly (readonly [condition: string, ...values: SqlValue[]])[]
  newestBy: readonly [timeColumn: string, idColumn: string]
}

/** Read a page request, or refuse it by the field at fault. */
export function readPage(page: PageRequest): Result<Keyset> {
  if (!Number.isInteger(page.limit) || page.limit < 1 || page.limit > pageSizeMax) {
    const detail = `"limit" must be a whole number from 1 to ${pageSizeMax}.`
    return refused({ code: 'invalid_request', detail, field: 'limit' })
  }
  if (page.cursor === null) return accepted({ limit: page.limit, after: null })
  const [time, id] = decodeCursor(page.cursor, 2) ?? []
  if (typeof time !== 'string' || typeof id !== 'string') {
    const detail = '"cursor" must be the cursor of the page before.'
    return refused({ code: 'invalid_request', detail, field: 'cursor' })
  }
  return accepted({ limit: page.limit, after: [time, id] })
}

/** The rows of a page and, when there is one, the first row of the next: at most `limit + 1`, for `cutPage`. */
export async function newestFirst(database: Database, listing: Listing, keyset: Keyset): Promise<SqlRow[]> {
  const [time, id] = listing.newestBy
  const conditions = listing.where.map(([condition]) => condition)
  const values = listing.where.flatMap(([, ...bound]) => bound)
  if (keyset.after !== null) {
    conditions.push(`(${time}, ${id}) < (?, ?)`)
    values.push(...keyset.after)
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const sql = `SELECT ${listing.select} FROM ${listing.from} ${where} ORDER BY ${time} DESC, ${id} DESC LIMIT ?`
  const { results } = await database
    .prepare(sql)
    .bind(...values, keyset.limit + 1)
    .all()
  return results
}
