// How a row of the worklist is made again from its order's messages. Claims, packers and notes are the store's own.
import { wasPaid } from '../contract/order.ts'
import { rowJsonOf } from '../contract/sealed.ts'
import { nowMs } from '../platform/changes.ts'
import { newestOf } from '../platform/order-messages.ts'
import { type ProjectionTable, storedOrder } from '../platform/rebuild.ts'
import { paidAtIn } from './event-handler.ts'
import { saveOrder, type WorklistStore } from './store.ts'

export function worklistTable(store: WorklistStore): ProjectionTable {
  const { database } = store
  return {
    subscriber: 'ordermanagement',
    database,
    table: 'worklist',
    keys: ['order_id'],
    columns: ['seq', 'order_status', 'flagged', 'paid_at', 'paid_at_known', 'order_json'],
    rowOf(messages) {
      const { order } = newestOf(messages).data
      if (!wasPaid(order)) return null
      const paidAt = paidAtIn(messages)
      return {
        order_id: order.orderId,
        seq: order.seq,
        order_status: order.orderStatus,
        flagged: order.needsAttention === null ? 0 : 1,
        paid_at: paidAt ?? order.placedAt,
        paid_at_known: paidAt === null ? 0 : 1,
        order_json: canonicalJson(rowJsonOf(order)),
      }
    },
    canonical: (row) => ({ ...row, order_json: canonicalJson(String(row['order_json'])) }),
    save: (messages) => saveOrder(store, newestOf(messages).data.order, paidAtIn(messages)),
    // Who follows the list is shown it.
    beside: (row) => [
      database
        .prepare(`UPDATE worklist SET changed_at = MAX(${nowMs}, changed_at + 1) WHERE order_id = ?`)
        .bind(row['order_id'] ?? null),
    ],
  }
}

function canonicalJson(json: string): string {
  const order = storedOrder(json)
  return order === null ? json : rowJsonOf(order)
}
