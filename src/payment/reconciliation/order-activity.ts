// On which days the money of an order moved, by its events. The reconciliation takes the orders of a day from here,
// since nothing can list all orders.
import type { OrderRecord } from '../../contract/order.ts'
import type { Database, Statement } from '../../platform/database.ts'

const dayMs = 86_400_000

/** Note that the order's event `seq` moved money, or may have, on a day (an ISO date). The newest `seq` wins. */
export function activityNote(database: Database, orderId: string, day: string, seq: number): Statement {
  return database
    .prepare(
      `INSERT INTO journal (order_id, day, seq) VALUES (?, ?, ?)
       ON CONFLICT (order_id, day) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
    )
    .bind(orderId, day, seq)
}

/**
 * The newest `seq` noted for the order; 0 when there is none. The table is keyed by day, and the events of an order lie
 * between its first and its last day.
 */
export async function notedSeq(database: Database, order: OrderRecord): Promise<number> {
  const sql = `SELECT MAX(seq) AS seq FROM journal
    WHERE day IN (SELECT value FROM json_each(?)) AND order_id = ?`
  const days = JSON.stringify(daysBetween(order.placedAt, order.updatedAt))
  const [row] = (await database.prepare(sql).bind(days, order.orderId).all()).results
  return Number(row?.['seq'] ?? 0)
}

/** Every day (UTC) from one instant to another, both included. */
function daysBetween(from: string, to: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(from.slice(0, 10)); at <= Date.parse(to); at += dayMs) {
    days.push(new Date(at).toISOString().slice(0, 10))
  }
  return days
}
