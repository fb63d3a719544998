// The deliveries' store: one row for each order that was taken; the newest `seq` of its order wins.
import * as z from 'zod'
import { type DeliveryRow, deliveryStatuses } from '../contract/delivery.ts'
import { contactOf, type OrderSummary, orderSummarySchema } from '../contract/order.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, SqlValue, Statement } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'
import { deliveryIdOf, type Progress } from './progress.ts'

/** Insert or update the delivery from its order, unless the row is newer. A known time is never replaced. */
export function upsertDelivery(database: Database, order: OrderSummary, progress: Progress): Statement {
  const { status, startedAt, endedAt } = progress
  return database
    .prepare(
      `INSERT INTO deliveries (order_id, delivery_id, seq, status, placed_at, started_at, ended_at, order_json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (order_id) DO UPDATE
       SET seq = excluded.seq, status = excluded.status, started_at = COALESCE(started_at, excluded.started_at),
           ended_at = COALESCE(ended_at, excluded.ended_at), order_json = excluded.order_json
       WHERE excluded.seq > seq`,
    )
    .bind(...keyOf(order), order.seq, status, order.placedAt, startedAt, endedAt, JSON.stringify(order))
}

/** Update the delivery in the same way, if it has a row. */
export function updateDelivery(database: Database, order: OrderSummary, progress: Progress): Statement {
  const { status, startedAt, endedAt } = progress
  return database
    .prepare(
      `UPDATE deliveries
       SET seq = ?, status = ?, started_at = COALESCE(started_at, ?), ended_at = COALESCE(ended_at, ?), order_json = ?
       WHERE order_id = ? AND seq < ?`,
    )
    .bind(order.seq, status, startedAt, endedAt, JSON.stringify(order), order.orderId, order.seq)
}

export async function findDelivery(database: Database, orderId: string): Promise<DeliveryRow | null> {
  const [row] = (await database.prepare(`SELECT ${columns} FROM deliveries WHERE order_id = ?`).bind(orderId).all())
    .results
  return row === undefined ? null : storedOf(row).delivery
}

/** The deliveries in one status, or all, newest order first. */
export async function listDeliveries(
  database: Database,
  status: DeliveryRow['status'] | null,
  keyset: Keyset,
): Promise<Page<DeliveryRow>> {
  const listing = {
    select: columns,
    from: 'deliveries',
    where: [],
    newestBy: ['placed_at', 'order_id'],
    mergedBy: { column: 'status', values: status === null ? deliveryStatuses : [status] },
  } as const
  const rows = await newestFirst(database, listing, keyset)
  const { items, cursor } = cutPage(rows.map(storedOf), keyset.limit, (row) => [row.placedAt, row.delivery.orderId])
  return { items: items.map((row) => row.delivery), cursor }
}

const columns = 'order_id, placed_at, delivery_id, status, started_at, ended_at, order_json'

const rowSchema = z.object({
  delivery_id: z.string(),
  status: z.enum(deliveryStatuses),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  order_json: z.string(),
})

function keyOf(order: OrderSummary): readonly [SqlValue, SqlValue] {
  return [order.orderId, deliveryIdOf(order.orderId)]
}

function storedOf(row: SqlRow): { delivery: DeliveryRow; placedAt: string } {
  const { delivery_id, status, started_at, ended_at, order_json } = rowSchema.parse(row)
  const order = orderSummarySchema.parse(JSON.parse(order_json))
  const delivery = {
    deliveryId: delivery_id,
    orderId: order.orderId,
    status,
    ...contactOf(order),
    lines: order.lines,
    startedAt: started_at,
    endedAt: ended_at,
    updatedAt: order.updatedAt,
  }
  return { delivery, placedAt: order.placedAt }
}
