// The worklist's store: one row for each paid order; the newest `seq` wins.
import * as z from 'zod'
import { type OrderSummary, orderStatuses, orderSummarySchema } from '../contract/order.ts'
import type { Page, WorklistFilter } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { type Keyset, type Listing, newestFirst } from '../platform/paging.ts'

/** `paidAtKnown` false: the event of the payment has not arrived yet, and `paidAt` is when the order was placed. */
export type WorklistEntry = { order: OrderSummary; paidAt: string; paidAtKnown: boolean }

/**
 * Insert or update the row, unless it is newer. Only the event PayApproved has `paidAt`: until it is applied, the row
 * has the time at which the order was placed. That event sets the time whenever it comes, also late.
 */
export function upsertOrder(database: Database, order: OrderSummary, paidAt: string | null): Statement {
  const { orderId, seq, orderStatus, placedAt, needsAttention } = order
  const newer = (column: string) => `${column} = IIF(excluded.seq > seq, excluded.${column}, ${column})`
  const values = {
    order_id: orderId,
    seq,
    order_status: orderStatus,
    flagged: needsAttention === null ? 0 : 1,
    paid_at: paidAt ?? placedAt,
    paid_at_known: paidAt === null ? 0 : 1,
    order_json: JSON.stringify(order),
  }
  return database
    .prepare(
      `INSERT INTO worklist (${Object.keys(values).join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (order_id) DO UPDATE
       SET ${['seq', 'order_status', 'flagged', 'order_json'].map(newer).join(', ')},
           paid_at = IIF(excluded.paid_at_known, excluded.paid_at, paid_at),
           paid_at_known = MAX(excluded.paid_at_known, paid_at_known)
       WHERE excluded.seq > seq OR excluded.paid_at_known > paid_at_known`,
    )
    .bind(...Object.values(values))
}

export async function findOrder(database: Database, orderId: string): Promise<WorklistEntry | null> {
  const statement = database
    .prepare('SELECT paid_at, paid_at_known, order_json FROM worklist WHERE order_id = ?')
    .bind(orderId)
  const [row] = (await statement.all()).results
  return row === undefined ? null : entryOf(row)
}

/** The paid orders that match the filter, newest payment first. */
export async function listOrders(
  database: Database,
  { orderStatus, flaggedOnly }: WorklistFilter,
  keyset: Keyset,
): Promise<Page<WorklistEntry>> {
  const columns = { select: 'order_id, paid_at, paid_at_known, order_json', newestBy: ['paid_at', 'order_id'] } as const
  // Few orders are flagged: one index has them all, in any status.
  const place: Pick<Listing, 'from' | 'where' | 'mergedBy'> = flaggedOnly
    ? {
        from: 'worklist INDEXED BY worklist_flagged',
        where: [['flagged = 1'], ...(orderStatus === null ? [] : [['order_status = ?', orderStatus] as const])],
      }
    : {
        from: 'worklist',
        where: [],
        mergedBy: { column: 'order_status', values: orderStatus === null ? allStatuses : [orderStatus] },
      }
  const rows = await newestFirst(database, { ...columns, ...place }, keyset)
  return cutPage(rows.map(entryOf), keyset.limit, ({ paidAt, order }) => [paidAt, order.orderId])
}

/** The statuses in which orders stay long come first: see Listing. */
const allStatuses = [
  ...new Set([...(['deliveryCompleted', 'payCanceled', 'deliveryStarted', 'payApproved'] as const), ...orderStatuses]),
]

const rowSchema = z.object({ paid_at: z.string(), paid_at_known: z.int(), order_json: z.string() })

function entryOf(row: SqlRow): WorklistEntry {
  const { paid_at, paid_at_known, order_json } = rowSchema.parse(row)
  const order = orderSummarySchema.parse(JSON.parse(order_json))
  return { order, paidAt: paid_at, paidAtKnown: paid_at_known === 1 }
}
