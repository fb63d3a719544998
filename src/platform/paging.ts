// Lists in pages, newest or oldest first, by keyset: each page starts after the sort key of the last row of the page
// before, even when rows were added since.
import { told } from '../contract/language.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import type { PageRequest } from '../contract/rpc.ts'
import { decodeCursor, pageSizeMax } from './cursor.ts'
import type { Database, SqlRow, SqlValue } from './database.ts'
import { merged } from './merge.ts'

/** The page that a store reads: at most `limit` rows after the sort key (a time and an id). */
export type Keyset = { limit: number; after: readonly [string, string] | null }

/** A list. The texts are SQL written in the store, never input; each condition comes with its values. */
export type Listing = {
  select: string
  from: string
  where: readonly (readonly [condition: string, ...values: SqlValue[]])[]
  newestBy: readonly [timeColumn: string, idColumn: string]
  /**
   * Each of these values of the column gets a query of its own, and the results are merged. So an index that begins
   * with the column serves lists of one value and of all values. The most frequent values come first; `select` must
   * name the columns of `newestBy`, too, as it must for a list of several databases.
   */
  mergedBy?: { column: string; values: readonly SqlValue[] }
}

/** Most SELECTs in one UNION that D1 accepts. */
const unionMax = 5

/** Read a page request, or refuse it and name the field at fault. */
export function readPage(page: PageRequest): Result<Keyset> {
  if (!Number.isInteger(page.limit) || page.limit < 1 || page.limit > pageSizeMax) {
    const why = told({
      en: `"limit" must be a whole number from 1 to ${pageSizeMax}.`,
      ko: `"limit"은 1부터 ${pageSizeMax}까지의 정수여야 합니다.`,
    })
    return refused({ code: 'invalid_request', ...why, field: 'limit' })
  }
  if (page.cursor === null) return accepted({ limit: page.limit, after: null })
  const [time, id] = decodeCursor(page.cursor, 2) ?? []
  if (typeof time !== 'string' || typeof id !== 'string') {
    const why = told({
      en: '"cursor" must be the cursor of the page before.',
      ko: '"cursor"는 이전 페이지의 cursor여야 합니다.',
    })
    return refused({ code: 'invalid_request', ...why, field: 'cursor' })
  }
  return accepted({ limit: page.limit, after: [time, id] })
}

/**
 * The rows of a page and, when there is one, the first row of the next: at most `limit + 1`, for `cutPage`. Each of the
 * databases is asked for as many, so that a page reads a bounded number of rows wherever they stand.
 */
export function newestFirst(databases: readonly Database[], listing: Listing, keyset: Keyset): Promise<SqlRow[]> {
  return mergedRows(databases, listing, keyset, { direction: 'DESC', isAfter: '<' })
}

/** The same list from its other end. */
export function oldestFirst(databases: readonly Database[], listing: Listing, keyset: Keyset): Promise<SqlRow[]> {
  return mergedRows(databases, listing, keyset, { direction: 'ASC', isAfter: '>' })
}

type Order = { direction: 'DESC' | 'ASC'; isAfter: '<' | '>' }

async function mergedRows(
  databases: readonly Database[],
  listing: Listing,
  keyset: Keyset,
  order: Order,
): Promise<SqlRow[]> {
  const lists = await Promise.all(databases.map((database) => rowsOf(database, listing, keyset, order)))
  const keyOf = (row: SqlRow) => listing.newestBy.map((column) => String(row[column]))
  return merged(lists, keyset.limit + 1, (a, b) => {
    const [[timeA = '', idA = ''], [timeB = '', idB = '']] = [keyOf(a), keyOf(b)]
    const isEarlier = timeA === timeB ? idA < idB : timeA < timeB
    return order.direction === 'ASC' ? isEarlier : !isEarlier
  })
}

async function rowsOf(
  database: Database,
  listing: Listing,
  keyset: Keyset,
  { direction, isAfter }: Order,
): Promise<SqlRow[]> {
  const [time, id] = listing.newestBy
  const { mergedBy } = listing
  const after = keyset.after === null ? [] : [[`(${time}, ${id}) ${isAfter} (?, ?)`, ...keyset.after] as const]
  const parts = mergedBy?.values.map((value) => [[`${mergedBy.column} = ?`, value] as const]) ?? [[]]
  const selects = parts.map((part) => selected(listing, [...part, ...listing.where, ...after]))
  const { sql, values } = union(selects, `ORDER BY ${time} ${direction}, ${id} ${direction} LIMIT ?`, keyset.limit + 1)
  const { results } = await database
    .prepare(sql)
    .bind(...values)
    .all()
  return results
}

type Query = { sql: string; values: readonly SqlValue[] }

function selected({ select, from }: Listing, where: Listing['where']): Query {
  const conditions = where.map(([condition]) => condition).join(' AND ')
  const sql = `SELECT ${select} FROM ${from}${conditions && ` WHERE ${conditions}`}`
  return { sql, values: where.flatMap(([, ...bound]) => bound) }
}

/** One query for the first rows of all queries: the database reads each in order, and only as far as needed. */
function union(queries: readonly Query[], order: string, limit: number): Query {
  if (queries.length > unionMax) {
    const { sql, values } = union(queries.slice(unionMax - 1), order, limit)
    return union([...queries.slice(0, unionMax - 1), { sql: `SELECT * FROM (${sql})`, values }], order, limit)
  }
  const selects = queries.map(({ sql }) => sql).join(' UNION ALL ')
  return { sql: `${selects} ${order}`, values: [...queries.flatMap(({ values }) => values), limit] }
}
