// The worklist's store: one row for each paid order, the newest `seq` wins.
import * as z from 'zod'
import { type OrderSummary, orderSummarySchema } from '../contract/order.ts'
import type { Page, WorklistFilter } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

/** `paidAtKnown` false: the event of the payment is not heard yet, and `paidAt` is when the order was placed. */
export type WorklistEntry = { order: OrderSummary; paidAt: string; paidAtKnown: boolean }

/**
 * Keep the order as it stands, unless something newer is known. `paidAt` is known to the event PayApproved alone: until
 * that one is applied, the row stands where the order was placed; it sets the time whenever it comes.
 */
export function orderKept(database: Database, order: OrderSummary, paidAt: string | null): Statement {
  const { orderId, seq, orderStatus, placedAt, needsAttention } = order
  const insert = `INSERT INTO worklist (order_id, seq, order_status, flagged, paid_at, paid_at_known, order_json)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_id) DO UPDATE SET`
  const newest = (column: string) => `${column} = IIF(excluded.seq > seq, excluded.${column}, ${column})`
  const columns = ['order_status', 'flagged', 'order_json', 'seq'].map(newest).join(', ')
  // An index is written whenever a column of its own is set, though it stays the same.
  const sql =
    paidAt === null
      ? `${insert} ${columns} WHERE excluded.seq > seq`
      : `${insert} ${columns}, paid_at = excluded.paid_at, paid_at_known = 1
         WHERE excluded.seq > seq OR paid_at_known = 0`
  const flagged = needsAttention === null ? 0 : 1
  return database
    .prepare(sql)
    .bind(orderId, seq, orderStatus, flagged, paidAt ?? placedAt, paidAt === null ? 0 : 1, JSON.stringify(order))
}

export async function findOrder(database: Database, orderId: string): Promise<WorklistEntry | null> {
  const statement = database
    .prepare('SELECT paid_at, paid_at_known, order_json FROM worklist WHERE order_id = ?')
    .bind(orderId)
  const [row] = (await statement.all()).results
  return row === undefined ? null : entryOf(row)
}

/** The paid orders that the filter lets through, newest payment first. */
export async function listOrders(
  database: Database,
  { orderStatus, flaggedOnly }: WorklistFilter,
  keyset: Keyset,
): Promise<Page<WorklistEntry>> {
  const listing = {
    select: 'paid_at, paid_at_known, order_json',
    from: 'worklist',
    where: [
      ...(orderStatus === null ? [] : [['order_status = ?', orderStatus] as const]),
      ...(flaggedOnly ? [['flagged = 1'] as const] : []),
    ],
    newestBy: ['paid_at', 'order_id'],
  } as const
  const rows = await newestFirst(database, listing, keyset)
  return cutPage(rows.map(entryOf), keyset.limit, ({ paidAt, order }) => [paidAt, order.orderId])
}

const rowSchema = z.object({ paid_at: z.string(), paid_at_known: z.int(), order_json: z.string() })

function entryOf(row: SqlRow): WorklistEntry {
  const { paid_at, paid_at_known, order_json } = rowSchema.parse(row)
  const order = orderSummarySchema.parse(JSON.parse(order_json))
  return { order, paidAt: paid_at, paidAtKnown: paid_at_known === 1 }
}
