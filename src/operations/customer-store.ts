// The store of the erasures of customers: one row for each customer, kept as a proof.
import * as z from 'zod'
import { roles } from '../contract/caller.ts'
import type { CustomerErasure } from '../contract/customer-data.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'

/** `closedAt`: when its last sweep found nothing more; null while it is swept again. */
export type Erasure = CustomerErasure & { requestId: string; closedAt: string | null }

const columns = `customer_id, requested_at, actor_id, actor_role, reason, request_id, erased_orders, left_orders,
  erased_at, closed_at`

/** Begin an erasure, also of one who was erased before and has come back. */
export function beginStatement(database: Database, erasure: Erasure): Statement {
  const { customerId, requestedAt, requestedBy, reason, requestId, leftOrders } = erasure
  return database
    .prepare(
      `INSERT OR REPLACE INTO customer_erasures
         (customer_id, requested_at, actor_id, actor_role, reason, request_id, erased_orders, left_orders, swept_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?2)`,
    )
    .bind(customerId, requestedAt, requestedBy.id, requestedBy.role, reason, requestId, leftOrders)
}

/** What a sweep has found. An erasure that was begun anew since then stays as it is. */
export async function recordSweep(database: Database, erasure: Erasure, sweptAt: string): Promise<void> {
  const { customerId, requestedAt, erasedOrders, leftOrders, erasedAt, closedAt } = erasure
  await database
    .prepare(
      `UPDATE customer_erasures
       SET erased_orders = ?, left_orders = ?, erased_at = coalesce(erased_at, ?), closed_at = ?, swept_at = ?
       WHERE customer_id = ? AND requested_at = ?`,
    )
    .bind(erasedOrders, leftOrders, erasedAt, closedAt, sweptAt, customerId, requestedAt)
    .run()
}

export async function findErasure(database: Database, customerId: string): Promise<Erasure | null> {
  const sql = `SELECT ${columns} FROM customer_erasures WHERE customer_id = ?`
  const [row] = (await database.prepare(sql).bind(customerId).all()).results
  return row === undefined ? null : erasureOf(row)
}

/** Those that are still swept, the longest unswept first. */
export async function openErasures(database: Database, limit: number): Promise<Erasure[]> {
  const sql = `SELECT ${columns} FROM customer_erasures WHERE closed_at IS NULL ORDER BY swept_at LIMIT ?`
  return (await database.prepare(sql).bind(limit).all()).results.map(erasureOf)
}

const rowSchema = z.object({
  customer_id: z.string(),
  requested_at: z.string(),
  actor_id: z.string(),
  actor_role: z.enum(roles),
  reason: z.string().nullable(),
  request_id: z.string(),
  erased_orders: z.int(),
  left_orders: z.int(),
  erased_at: z.string().nullable(),
  closed_at: z.string().nullable(),
})

function erasureOf(row: SqlRow): Erasure {
  const stored = rowSchema.parse(row)
  return {
    customerId: stored.customer_id,
    requestedAt: stored.requested_at,
    requestedBy: { id: stored.actor_id, role: stored.actor_role },
    reason: stored.reason,
    requestId: stored.request_id,
    erasedOrders: stored.erased_orders,
    leftOrders: stored.left_orders,
    erasedAt: stored.erased_at,
    closedAt: stored.closed_at,
  }
}
