// The projection's store: one row for each order; the newest `seq` wins; every query names the customer.
import * as z from 'zod'
import type { MyPageRow } from '../contract/mypage.ts'
import type { Page } from '../contract/rpc.ts'
import { rowJsonOf, type SealedOrder, sealedOrderSchema } from '../contract/sealed.ts'
import { nowMs } from '../platform/changes.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { contextLog } from '../platform/log.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'
import { readableJson, readableRows } from '../platform/readable-rows.ts'

/** A row as it is stored: its personal data encrypted. */
export type ProjectedRow = Omit<MyPageRow, 'order'> & { order: SealedOrder }

/** How many rows one call for changes returns. It may be more, since rows of one instant are returned together. */
export const changesMax = 100
/** How many of a customer's newest orders are searched for changes. */
export const watchedMax = 500
/** How many of a customer's newest orders their page follows: those that it shows. */
export const followedMax = 25
/** How many rows one call reads to find the orders that changed since an instant. */
export const scannedMax = 1000

/**
 * Changes are shown when they are this old. A database writes one row after the other, by its own clock. So no change
 * before that time is missing, even if there were more in the same millisecond or the clock was set back a little.
 */
export const settledMs = 200

/**
 * Insert or update the row, unless it is newer. `change` is the time of the write, by the clock of the database: so no
 * write has to read another row. The change of a row never decreases. An update sets no column of an index.
 */
export function projectOrder(database: Database, order: SealedOrder, projectedAt: string): Statement {
  return database
    .prepare(
      `INSERT INTO orders (order_id, customer_id, seq, placed_at, projected_at, change, order_json)
       VALUES (?, ?, ?, ?, ?, ${nowMs}, ?)
       ON CONFLICT (order_id) DO UPDATE
       SET seq = excluded.seq, projected_at = excluded.projected_at, change = MAX(excluded.change, change + 1),
           order_json = excluded.order_json
       WHERE excluded.seq > seq`,
    )
    .bind(order.orderId, order.customerId, order.seq, order.placedAt, projectedAt, rowJsonOf(order))
}

export async function findOrder(database: Database, customerId: string, orderId: string): Promise<ProjectedRow | null> {
  const sql = `SELECT ${columns} FROM orders WHERE order_id = ? AND customer_id = ?`
  const [row] = (await database.prepare(sql).bind(orderId, customerId).all()).results
  return row === undefined ? null : rowOf(row)
}

/** Which event the row of each of these orders of the customer is of. */
export async function seqsOf(
  database: Database,
  customerId: string,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const sql = `SELECT order_id, seq FROM orders
    WHERE order_id IN (${orderIds.map(() => '?').join(', ')}) AND customer_id = ?`
  const { results } = await database
    .prepare(sql)
    .bind(...orderIds, customerId)
    .all()
  return new Map(results.map(({ order_id, seq }) => [String(order_id), Number(seq)]))
}

/** The customer's orders, newest first. */
export async function listOrders(database: Database, customerId: string, keyset: Keyset): Promise<Page<ProjectedRow>> {
  const listing = {
    select: `placed_at, ${columns}`,
    from: 'orders',
    where: [['customer_id = ?', customerId]],
    newestBy: ['placed_at', 'order_id'],
  } as const
  const rows = await newestFirst([database], listing, keyset)
  const { items, cursor } = cutPage(rows, keyset.limit, (row) => [String(row['placed_at']), String(row['order_id'])])
  return { items: readable(items), cursor }
}

/** The customer's orders whose id begins so. */
export async function findByIdPrefix(
  database: Database,
  customerId: string,
  idPrefix: string,
): Promise<ProjectedRow[]> {
  const sql = `SELECT ${columns} FROM orders
    WHERE order_id >= ? AND order_id < ? AND customer_id = ? LIMIT ${followedMax}`
  const { results } = await database.prepare(sql).bind(idPrefix, `${idPrefix}${afterAllIds}`, customerId).all()
  return readable(results)
}

/** Those of the customer's newest orders that have an article with this text in a name of it, newest first. */
export async function findByArticle(database: Database, customerId: string, text: string): Promise<ProjectedRow[]> {
  const sql = `SELECT ${columns} FROM (
      SELECT ${columns}, placed_at FROM orders WHERE customer_id = ?
      ORDER BY placed_at DESC, order_id DESC LIMIT ${watchedMax}
    ) WHERE EXISTS (
      SELECT 1 FROM json_tree(${readableJson('order_json')}, '$.lines')
      WHERE key = 'itemName' AND instr(lower(atom), lower(?)) > 0
    ) ORDER BY placed_at DESC LIMIT ${followedMax}`
  const { results } = await database.prepare(sql).bind(customerId, text).all()
  return readable(results)
}

/** A place between two changes of a customer's orders: after this order's change of this time. */
export type ChangePoint = { change: number; orderId: string }

/** After all changes of this time. */
export function afterTime(change: number): ChangePoint {
  return { change, orderId: afterAllIds }
}

/**
 * The rows that changed after a point among the customer's newest orders, the oldest change first. A reader who
 * continues after the last of them misses none. `newest`: the greatest change of these orders, 0 without any;
 * `settled`: the greatest that is shown yet.
 */
export async function listChanges(
  database: Database,
  customerId: string,
  after: ChangePoint,
): Promise<{ newest: number; settled: number; rows: ProjectedRow[] }> {
  const sql = `WITH watched AS (
      SELECT ${columns}, change <= ${nowMs} - ${settledMs} AS is_settled FROM orders
      WHERE customer_id = ? ORDER BY placed_at DESC, order_id DESC LIMIT ${watchedMax}
    ), known AS (
      SELECT COALESCE(MAX(change), 0) AS newest, COALESCE(MAX(change) FILTER (WHERE is_settled), 0) AS settled
      FROM watched
    ), changed AS (
      SELECT ${columns} FROM watched WHERE (change, order_id) > (?, ?) AND is_settled
    )
    SELECT newest, settled, ${columns} FROM known LEFT JOIN changed
    ON change <= COALESCE((SELECT change FROM changed ORDER BY change LIMIT 1 OFFSET ${changesMax - 1}), change)
    ORDER BY change, order_id`
  const { results } = await database.prepare(sql).bind(customerId, after.change, after.orderId).all()
  const { newest, settled } = knownSchema.parse(results[0])
  return { newest, settled, rows: readable(results.filter(({ change }) => change !== null)) }
}

/** The newest change of one order of the customer, or (null) of the newest orders; 0 when there is none. */
export async function newestChange(database: Database, customerId: string, orderId: string | null): Promise<number> {
  const shown = `SELECT change FROM orders WHERE customer_id = ?
    ORDER BY placed_at DESC, order_id DESC LIMIT ${followedMax}`
  const found =
    orderId === null
      ? database.prepare(`SELECT MAX(change) AS newest FROM (${shown})`).bind(customerId)
      : database
          .prepare('SELECT change AS newest FROM orders WHERE order_id = ? AND customer_id = ?')
          .bind(orderId, customerId)
  const [row] = (await found.all()).results
  return Number(row?.['newest'] ?? 0)
}

/**
 * The orders of all customers in this database that were projected since the ISO instant, and those still to be paid:
 * at most `limit`, by id, after the order `after`. One call reads a limited number of rows: `next` is the order to
 * continue after, null at the end.
 */
export async function listChangedSince(
  database: Database,
  since: string,
  after: string,
  limit: number,
): Promise<{ orders: SealedOrder[]; next: string | null }> {
  const endSql = `SELECT order_id FROM orders WHERE order_id > ? ORDER BY order_id LIMIT 1 OFFSET ${scannedMax - 1}`
  const [end] = (await database.prepare(endSql).bind(after).all()).results
  const last = end === undefined ? null : String(end['order_id'])
  const sql = `SELECT ${columns} FROM orders
    WHERE order_id > ? AND order_id <= ?
      AND (projected_at >= ? OR ${readableJson('order_json')} ->> '$.orderStatus' = 'orderStarted')
    ORDER BY order_id LIMIT ?`
  const found = await database
    .prepare(sql)
    .bind(after, last ?? afterAllIds, since, limit + 1)
    .all()
  const rows = found.results.slice(0, limit)
  const orders = readable(rows).map(({ order }) => order)
  return { orders, next: found.results.length > limit ? String(rows.at(-1)?.['order_id']) : last }
}

/** Sorts after every id: ids consist of letters, digits, "_" and "-". */
const afterAllIds = '~'

const columns = 'order_id, projected_at, change, order_json'

const knownSchema = z.object({ newest: z.int(), settled: z.int() })

const rowSchema = z.object({ projected_at: z.string(), change: z.int(), order_json: z.string() })

const log = contextLog('mypage')

function readable(rows: readonly SqlRow[]): ProjectedRow[] {
  return readableRows(rows, rowOf, log)
}

function rowOf(row: SqlRow): ProjectedRow {
  const { projected_at, change, order_json } = rowSchema.parse(row)
  return { order: sealedOrderSchema.parse(JSON.parse(order_json)), projectedAt: projected_at, change }
}
