// The deliveries' store: one row for each order that was taken; the newest `seq` of its order wins.
import * as z from 'zod'
import { type DeliveryCourier, type DeliveryRow, deliveryStatuses } from '../contract/delivery.ts'
import { recipientOf } from '../contract/order.ts'
import type { Page } from '../contract/rpc.ts'
import { rowJsonOf, type SealedOrder, sealedOrderSchema } from '../contract/sealed.ts'
import { nowMs } from '../platform/changes.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, SqlValue, Statement } from '../platform/database.ts'
import { contextLog } from '../platform/log.ts'
import { databaseWith, type OrderShards } from '../platform/order-shards.ts'
import { type Keyset, newestFirst, oldestFirst } from '../platform/paging.ts'
import { openRowOrder } from '../platform/personal-data.ts'
import { readableRows } from '../platform/readable-rows.ts'
import type { Vault } from '../platform/vault.ts'
import { deliveryIdOf, type Progress } from './progress.ts'

/**
 * Insert or update the delivery from its order, unless the row is newer. A known time is never replaced. Goods that are
 * back at the store are nobody's.
 */
export function upsertDelivery(database: Database, order: SealedOrder, progress: Progress): Statement {
  const { status, startedAt, endedAt } = progress
  return database
    .prepare(
      `INSERT INTO deliveries
         (order_id, delivery_id, seq, status, placed_at, started_at, ended_at, order_json, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${nowMs})
       ON CONFLICT (order_id) DO UPDATE
       SET seq = excluded.seq, status = excluded.status, started_at = COALESCE(started_at, excluded.started_at),
           ended_at = COALESCE(ended_at, excluded.ended_at), order_json = excluded.order_json,
           courier_id = CASE excluded.status WHEN 'assigned' THEN NULL ELSE courier_id END,
           changed_at = MAX(excluded.changed_at, changed_at + 1)
       WHERE excluded.seq > seq`,
    )
    .bind(...keyOf(order), order.seq, status, order.placedAt, startedAt, endedAt, jsonOf(order))
}

/** Update the delivery in the same way, if it has a row. */
export function updateDelivery(database: Database, order: SealedOrder, progress: Progress): Statement {
  const { status, startedAt, endedAt } = progress
  return database
    .prepare(
      `UPDATE deliveries
       SET seq = ?, status = ?, started_at = COALESCE(started_at, ?), ended_at = COALESCE(ended_at, ?), order_json = ?,
           courier_id = CASE ? WHEN 'assigned' THEN NULL ELSE courier_id END,
           changed_at = MAX(${nowMs}, changed_at + 1)
       WHERE order_id = ? AND seq < ?`,
    )
    .bind(order.seq, status, startedAt, endedAt, jsonOf(order), status, order.orderId, order.seq)
}

/**
 * Give the delivery to the courier, if it is on the road and nobody has it, or only `from` has it. Those who have it
 * already keep the time since when.
 */
export function setCourier(
  database: Database,
  orderId: string,
  { courierId, name, since }: DeliveryCourier,
  from: string | null,
): Statement {
  return database
    .prepare(
      `UPDATE deliveries
       SET courier_id = ?, courier_name = ?, courier_since = ?, changed_at = MAX(${nowMs}, changed_at + 1)
       WHERE order_id = ? AND status = 'started' AND (courier_id IS NULL OR courier_id = ?) AND courier_id IS NOT ?`,
    )
    .bind(courierId, name, since, orderId, from, courierId)
}

/** Where deliveries stand, and what opens the contacts in them. */
export type DeliveryStore = { shards: OrderShards; vault: Pick<Vault, 'open'> }

/** The database that the delivery of the order stands in. */
export function databaseOf(shards: OrderShards, orderId: string): Promise<Database> {
  return databaseWith(shards, 'deliveries', orderId)
}

export async function findDelivery({ shards, vault }: DeliveryStore, orderId: string): Promise<DeliveryRow | null> {
  const database = await databaseOf(shards, orderId)
  const [row] = (await database.prepare(`SELECT ${columns} FROM deliveries WHERE order_id = ?`).bind(orderId).all())
    .results
  return row === undefined ? null : storedOf(row, vault)
}

/** The delivery's status, and the event of its order that its row is of; null while there is none. */
export async function findState(
  database: Database,
  orderId: string,
): Promise<{ status: DeliveryRow['status']; seq: number } | null> {
  const statement = database.prepare('SELECT status, seq FROM deliveries WHERE order_id = ?').bind(orderId)
  const [row] = (await statement.all()).results
  return row === undefined ? null : { status: statusSchema.parse(row['status']), seq: Number(row['seq']) }
}

/** When the delivery last changed, in epoch milliseconds; 0 while there is none. */
export async function changedAt(shards: OrderShards, orderId: string): Promise<number> {
  const database = await databaseOf(shards, orderId)
  const statement = database.prepare('SELECT changed_at FROM deliveries WHERE order_id = ?').bind(orderId)
  const [row] = (await statement.all()).results
  return Number(row?.['changed_at'] ?? 0)
}

/** The deliveries in one status, or all, newest order first. */
export async function listDeliveries(
  { shards, vault }: DeliveryStore,
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
  return pageOf(await newestFirst(shards.all, listing, keyset), keyset.limit, vault)
}

/**
 * What one courier has on the road, or what nobody has yet (null), the oldest order first. Reads all that is on the
 * road: an index by courier would be two more rows written for each order.
 */
export async function listOnTheRoad(
  { shards, vault }: DeliveryStore,
  courierId: string | null,
  keyset: Keyset,
): Promise<Page<DeliveryRow>> {
  const listing = {
    select: columns,
    from: 'deliveries',
    where: [[`status = 'started'`], ['courier_id IS ?', courierId]],
    newestBy: ['placed_at', 'order_id'],
  } as const
  return pageOf(await oldestFirst(shards.all, listing, keyset), keyset.limit, vault)
}

function pageOf(rows: SqlRow[], limit: number, vault: DeliveryStore['vault']): Page<DeliveryRow> {
  const { items, cursor } = cutPage(rows, limit, (row) => [String(row['placed_at']), String(row['order_id'])])
  return { items: readableRows(items, (row) => storedOf(row, vault), log), cursor }
}

const log = contextLog('delivery')

const columns =
  'order_id, placed_at, delivery_id, status, started_at, ended_at, order_json, courier_id, courier_name, courier_since'

const statusSchema = z.enum(deliveryStatuses)

const rowSchema = z.object({
  delivery_id: z.string(),
  status: statusSchema,
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  order_json: z.string(),
  courier_id: z.string().nullable(),
  courier_name: z.string().nullable(),
  courier_since: z.string().nullable(),
})

/** Without what no courier is shown. */
export function jsonOf({ payment, ...order }: SealedOrder): string {
  const { disputes: _, ...sums } = payment
  return rowJsonOf({ ...order, needsAttention: null, payment: { ...sums, partRefunds: [] } })
}

function keyOf(order: SealedOrder): readonly [SqlValue, SqlValue] {
  return [order.orderId, deliveryIdOf(order.orderId)]
}

function storedOf(row: SqlRow, vault: DeliveryStore['vault']): DeliveryRow {
  const { delivery_id, status, started_at, ended_at, order_json, ...courier } = rowSchema.parse(row)
  const order = openRowOrder(vault, sealedOrderSchema.parse(JSON.parse(order_json)))
  const failedAttempt = order.delivery?.failedAttempt
  return {
    deliveryId: delivery_id,
    orderId: order.orderId,
    status,
    ...recipientOf(order),
    lines: order.lines,
    startedAt: started_at,
    endedAt: ended_at,
    updatedAt: order.updatedAt,
    courier: courierOf(courier),
    ...(failedAttempt && { failedAttempt }),
  }
}

type CourierColumns = Pick<z.infer<typeof rowSchema>, 'courier_id' | 'courier_name' | 'courier_since'>

function courierOf({ courier_id, courier_name, courier_since }: CourierColumns): DeliveryCourier | null {
  return courier_id === null ? null : { courierId: courier_id, name: courier_name ?? '', since: courier_since ?? '' }
}
