// How a delivery's row is made again from its order's messages. Who has it is the couriers' own.
import { newestOf, type OrderMessages } from '../platform/order-messages.ts'
import { homeOf, type OrderShards, spreadOver } from '../platform/order-shards.ts'
import { canonicalOrder, changedNow, type ProjectionTable, type Row } from '../platform/rebuild.ts'
import { deliveryIdOf, progressOf } from './progress.ts'
import { jsonOf, upsertDelivery } from './store.ts'

/** One table for each of the databases. */
export function deliveriesTables(shards: OrderShards): ProjectionTable[] {
  return shards.all.map((database) => ({
    spread: spreadOver(shards, database),
    subscriber: 'delivery',
    database,
    table: 'deliveries',
    keys: ['order_id'],
    columns: ['delivery_id', 'seq', 'status', 'placed_at', 'started_at', 'ended_at', 'order_json'],
    rowOf: (messages) => (homeOf(shards, newestOf(messages).data.order) === database ? rowOf(messages) : null),
    canonical: (row) => ({ ...row, order_json: canonicalOrder(String(row['order_json']), jsonOf) }),
    save(messages) {
      const row = rowOf(messages)
      const { order } = newestOf(messages).data
      const progress = progressOf(order)
      if (row === null || progress === null) return []
      return [upsertDelivery(database, order, { ...progress, ...timesIn(messages) })]
    },
    // Who follows the list is shown it.
    beside: (row) => [changedNow({ database, table: 'deliveries' }, 'changed_at', row)],
  }))
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
    order_json: canonicalOrder(jsonOf(order), jsonOf),
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
