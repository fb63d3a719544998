// The worklist's store: one row for each paid order, the newest `seq` wins.
import { z } from 'zod'
import { type OrderSummary, orderSummarySchema } from '../contract/order.ts'
import type { Page, WorklistFilter } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { type Keyset, type Listing, newestFirst } from '../platform/paging.ts'

/** `paidAtKnown` false: the event of the payment is not heard yet, and `paidAt` is when the order was placed. */
export type WorklistEntry = { order: OrderSummary; paidAt: string; paidAtKnown: boolean }

/**
 * Keep the order as it stands, unless something newer is known. `paidAt` is known to the event PayApproved alone: until
 * that one is applied, the row stands where the order was placed; it sets the time whenever it comes.
 */
export function orderKept(database: Database, order: OrderSummary, paidAt: string | null): Statement {
  const { orderId, seq, orderStatus, placedAt, needsAttention } = order
  const summary = ['seq', 'order_status', 'flagged', 'order_json'].map(
    (column) => `${column} = IIF(excluded.seq > seq, excluded.${column}, ${column})`,
  )
  // A column that is set has its index written, though it stays the same: so the time is left out where it can be.
  const [columns, isNews] =
    paidAt === null
      ? [summary, 'excluded.seq > seq']
      : [[...summary, 'paid_at = excluded.paid_at', 'paid_at_known = 1'], 'excluded.seq > seq OR paid_at_known = 0']
  const flagged = needsAttention === null ? 0 : 1
  return database
    .prepare(
      `INSERT INTO worklist (order_id, seq, order_status, flagged, paid_at, paid_at_known, order_json)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (order_id) DO UPDATE SET ${columns.join(', ')} WHERE ${isNews}`,
    )
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
  filter: WorklistFilter,
  keyset: Keyset,
): Promise<Page<WorklistEntry>> {
  const columns = { select: 'paid_at, paid_at_known, order_json', newestBy: ['paid_at', 'order_id'] } as const
  const rows = await newestFirst(database, { ...columns, ...indexFor(filter) }, keyset)
  return cutPage(rows.map(entryOf), keyset.limit, ({ paidAt, order }) => [paidAt, order.orderId])
}

/** Where the orders that the filter lets through stand close together. */
function indexFor({ orderStatus, flaggedOnly }: WorklistFilter): Pick<Listing, 'from' | 'where'> {
  const ofStatus = orderStatus === null ? [] : [['order_status = ?', orderStatus] as const]
  if (flaggedOnly) return { from: 'worklist INDEXED BY worklist_flagged', where: [['flagged = 1'], ...ofStatus] }
  // In the list of all, most are completed.
  if (orderStatus === null || orderStatus === 'deliveryCompleted') {
    return { from: 'worklist INDEXED BY worklist_newest', where: ofStatus }
  }
  const unfinished = [`order_status <> 'deliveryCompleted'`] as const
  return { from: 'worklist INDEXED BY worklist_by_status', where: [unfinished, ...ofStatus] }
}

const rowSchema = z.object({ paid_at: z.string(), paid_at_known: z.int(), order_json: z.string() })

function entryOf(row: SqlRow): WorklistEntry {
  const { paid_at, paid_at_known, order_json } = rowSchema.parse(row)
  const order = orderSummarySchema.parse(JSON.parse(order_json))
  return { order, paidAt: paid_at, paidAtKnown: paid_at_known === 1 }
}
