// The worklist's store: one row for each paid order, the newest `seq` wins.
import * as z from 'zod'
import { type OrderSummary, orderSummarySchema } from '../contract/order.ts'
import type { Page, WorklistFilter } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

/** `paidAtKnown` false: the event of the payment is not heard yet, and `paidAt` is when the order was placed. */
export type WorklistEntry = { order: OrderSummary; paidAt: string; paidAtKnown: boolean }

/**
 * Keep the order as it stands, unless something newer is known. `paidAt` is known to the event PayApproved alone: until
 * that one is heard, the row stands where the order was placed; it sets the time whenever it comes.
 */
export async function keepOrder(database: Database, order: OrderSummary, paidAt: string | null): Promise<void> {
  const keep = database
    .prepare(
      `INSERT INTO worklist (order_id, seq, order_status, flagged, paid_at, paid_at_known, order_json)
       VALUES (?, ?, ?, ?, ?, 0, ?)
       ON CONFLICT (order_id) DO UPDATE
       SET seq = excluded.seq, order_status = excluded.order_status, flagged = excluded.flagged,
           order_json = excluded.order_json
       WHERE excluded.seq > seq`,
    )
    .bind(
      order.orderId,
      order.seq,
      order.orderStatus,
      order.needsAttention === null ? 0 : 1,
      paidAt ?? order.placedAt,
      JSON.stringify(order),
    )
  if (paidAt === null) {
    await keep.run()
    return
  }
  const date = database
    .prepare('UPDATE worklist SET paid_at = ?, paid_at_known = 1 WHERE order_id = ?')
    .bind(paidAt, order.orderId)
  await database.batch([keep, date])
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
