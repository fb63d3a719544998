// How a row of the worklist is made again from its order's messages. Claims, packers and notes are the store's own.
import { wasPaid } from '../contract/order.ts'
import { rowJsonOf } from '../contract/sealed.ts'
import { isSynthetic } from '../contract/synthetic.ts'
import { newestOf } from '../platform/order-messages.ts'
import { homeOf, spreadOver } from '../platform/order-shards.ts'
import { canonicalOrder, changedNow, type ProjectionTable } from '../platform/rebuild.ts'
import { paidAtIn } from './event-handler.ts'
import { saveOrder, type WorklistStore } from './store.ts'

/** One table for each of the databases. */
export function worklistTables({ shards, vault }: WorklistStore): ProjectionTable[] {
  return shards.all.map((database) => ({
    spread: spreadOver(shards, database),
    subscriber: 'ordermanagement',
    database,
    table: 'worklist',
    keys: ['order_id'],
    columns: ['seq', 'order_status', 'flagged', 'paid_at', 'paid_at_known', 'order_json'],
    rowOf(messages) {
      const { order } = newestOf(messages).data
      if (!wasPaid(order) || isSynthetic(order) || homeOf(shards, order) !== database) return null
      const paidAt = paidAtIn(messages)
      return {
        order_id: order.orderId,
        seq: order.seq,
        order_status: order.orderStatus,
        flagged: order.needsAttention === null ? 0 : 1,
        paid_at: paidAt ?? order.placedAt,
        paid_at_known: paidAt === null ? 0 : 1,
        order_json: canonicalOrder(rowJsonOf(order), rowJsonOf),
      }
    },
    canonical: (row) => ({ ...row, order_json: canonicalOrder(String(row['order_json']), rowJsonOf) }),
    save: (messages) => saveOrder({ database, vault }, newestOf(messages).data.order, paidAtIn(messages)),
    // Who follows the list is shown it.
    beside: (row) => [changedNow({ database, table: 'worklist' }, 'changed_at', row)],
  }))
}
