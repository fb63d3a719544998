// The projection's store: one row for each order, the newest `seq` wins; every question names the customer.
import * as z from 'zod'
import { type OrderSummary, orderSummarySchema } from '../contract/order.ts'
import type { MyPageRow, Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

/** Most rows one call for changes gives. */
export const changesMax = 100

/**
 * Project the order as it stands, unless something newer is shown. Each write gets the next `change` of its database in
 * the same statement, and rows are never deleted: so what a reader has not seen always has a greater number.
 */
export function projection(database: Database, order: OrderSummary, projectedAt: string): Statement {
  return database
    .prepare(
      `INSERT INTO orders (order_id, customer_id, seq, placed_at, projected_at, change, order_json)
       VALUES (?, ?, ?, ?, ?, (SELECT COALESCE(MAX(change), 0) + 1 FROM orders), ?)
       ON CONFLICT (order_id) DO UPDATE
       SET seq = excluded.seq, projected_at = excluded.projected_at, change = excluded.change,
           order_json = excluded.order_json
       WHERE excluded.seq > seq`,
    )
    .bind(order.orderId, order.customerId, order.seq, order.placedAt, projectedAt, JSON.stringify(order))
}

export async function findOrder(database: Database, customerId: string, orderId: string): Promise<MyPageRow | null> {
  const sql = `SELECT ${columns} FROM orders WHERE order_id = ? AND customer_id = ?`
  const [row] = (await database.prepare(sql).bind(orderId, customerId).all()).results
  return row === undefined ? null : rowOf(row)
}

/** The customer's orders, newest first. */
export async function listOrders(database: Database, customerId: string, keyset: Keyset): Promise<Page<MyPageRow>> {
  const listing = {
    select: columns,
    from: 'orders',
    where: [['customer_id = ?', customerId]],
    newestBy: ['placed_at', 'order_id'],
  } as const
  const rows = await newestFirst(database, listing, keyset)
  return cutPage(rows.map(rowOf), keyset.limit, ({ order }) => [order.placedAt, order.orderId])
}

/** The customer's rows with a `change` above `after`, the oldest change first. */
export async function listChanges(database: Database, customerId: string, after: number): Promise<MyPageRow[]> {
  const sql = `SELECT ${columns} FROM orders WHERE customer_id = ? AND change > ? ORDER BY change LIMIT ?`
  const { results } = await database.prepare(sql).bind(customerId, after, changesMax).all()
  return results.map(rowOf)
}

/**
 * Everybody's rows of this database that were projected since the ISO instant, and those of orders still to be paid:
 * rows with a `change` above `after`, the oldest change first.
 */
export async function listChangedSince(
  database: Database,
  since: string,
  after: number,
  limit: number,
): Promise<MyPageRow[]> {
  const sql = `SELECT ${columns} FROM orders
    WHERE change > ? AND (projected_at >= ? OR order_json ->> '$.orderStatus' = 'orderStarted')
    ORDER BY change LIMIT ?`
  const { results } = await database.prepare(sql).bind(after, since, limit).all()
  return results.map(rowOf)
}

const columns = 'projected_at, change, order_json'

const rowSchema = z.object({ projected_at: z.string(), change: z.int(), order_json: z.string() })

function rowOf(row: SqlRow): MyPageRow {
  const { projected_at, change, order_json } = rowSchema.parse(row)
  return { order: orderSummarySchema.parse(JSON.parse(order_json)), projectedAt: projected_at, change }
}
