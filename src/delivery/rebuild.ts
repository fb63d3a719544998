// How a delivery's row is made again from its order's messages. Who has it is the couriers' own.
import { nowMs } from '../platform/changes.ts'
import type { Database } from '../platform/database.ts'
import { newestOf, type OrderMessages } from '../platform/order-messages.ts'
import { type ProjectionTable, type Row, storedOrder } from '../platform/rebuild.ts'
import { deliveryIdOf, progressOf } from './progress.ts'
import { jsonOf, upsertDelivery } from './store.ts'

export function deliveriesTable(database: Database): ProjectionTable {
  return {
    subscriber: 'delivery',
    database,
    table: 'deliveries',
    keys: ['order_id'],
    columns: ['delivery_id', 'seq', 'status', 'placed_at', 'started_at', 'ended_at', 'order_json'],
    rowOf,
    canonical: (row) => ({ ...row, order_json: canonicalJson(String(row['order_json'])) }),
    save(messages) {
      const row = rowOf(messages)
      const { order } = newestOf(messages).data
      const progress = progressOf(order)
      if (row === null || progress === null) return []
      return [upsertDelivery(database, order, { ...progress, ...timesIn(messages) })]
    },
    // Who follows the list is shown it.
    beside: (row) => [
      database
        .prepare(`UPDATE deliveries SET changed_at = MAX(${nowMs}, changed_at + 1) WHERE order_id = ?`)
        .bind(row['order_id'] ?? null),
    ],
  }
}

/** An order that was canceled before the store took it has no delivery. */
function rowOf(messages: OrderMessages): Row | null {
  const { order } = newestOf(messages).data
  const progress = progressOf(order)
  if (progress === null || !messages.some(({ data }) => data.event.type === 'OrderTaken')) return null
  const { startedAt, endedAt } = timesIn(messages)
  return {
    order_id: order.orderId,
    delivery_id: deliveryIdOf(order.orderId),
    seq: order.seq,
    status: progress.status,
    placed_at: order.placedAt,
    started_at: startedAt,
    ended_at: endedAt,
    order_json: canonicalJson(jsonOf(order)),
  }
}

/** When it started first, and when it ended, by the events that say so. */
function timesIn(messages: OrderMessages): { startedAt: string | null; endedAt: string | null } {
  const { order } = newestOf(messages).data
  const at = (...types: string[]) => messages.find(({ data }) => types.includes(data.event.type))?.data.event.at ?? null
  const isOver = progressOf(order)?.status === 'canceled'
  return {
    startedAt: at('DeliveryStarted'),
    endedAt: at('DeliveryCompleted') ?? (isOver ? (order.cancel?.at ?? null) : null),
  }
}

function canonicalJson(json: string): string {
  const order = storedOrder(json)
  return order === null ? json : jsonOf(order)
}
