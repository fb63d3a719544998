// How a row of a customer's order is made again, in each database where that customer is at home. A row in another one
// is a remainder of a move, and of no order there.
import type { OrderRecord } from '../contract/order.ts'
import { type Region, regionOf } from '../contract/region.ts'
import { rowJsonOf } from '../contract/sealed.ts'
import type { ReplicatedDatabase } from '../platform/database.ts'
import { newestOf, type OrderMessages } from '../platform/order-messages.ts'
import { canonicalOrder, changedNow, type ProjectionTable, type Row } from '../platform/rebuild.ts'
import type { MyPagePorts } from './event-handler.ts'
import { homesOf, type Shards } from './shards.ts'
import { projectOrder } from './store.ts'

/**
 * One table for each of the databases that are bound, also of those that no customer is in any more. `region`: whose
 * orders they have.
 */
export function myPageTables(
  bound: readonly ReplicatedDatabase[],
  { now, live, ...shards }: Shards & Pick<MyPagePorts, 'now' | 'live'>,
  region: Region | null = null,
): ProjectionTable[] {
  const isHome = (database: ReplicatedDatabase, { orderId, customerId }: OrderRecord) =>
    regionOf(orderId) === region && homesOf(shards, customerId).includes(database)
  return bound.map((database) => ({
    subscriber: 'mypage',
    database,
    table: 'orders',
    keys: ['order_id'],
    columns: ['customer_id', 'seq', 'placed_at', 'order_json'],
    spread: {
      owner: 'customer_id',
      mayLack: (orderId, customerId) =>
        regionOf(orderId) === region && (customerId === null || homesOf(shards, customerId).includes(database)),
    },
    rowOf: (messages) => (isHome(database, newestOf(messages).data.order) ? rowOf(messages) : null),
    canonical: (row) => ({ ...row, order_json: canonicalOrder(String(row['order_json']), rowJsonOf) }),
    save: (messages) => [projectOrder(database, newestOf(messages).data.order, new Date(now()).toISOString())],
    // Who follows the customer's orders is shown it.
    beside: (row) => [changedNow({ database, table: 'orders' }, 'change', row)],
    written: async (row) => await live?.(String(row['customer_id'])),
  }))
}

function rowOf(messages: OrderMessages): Row {
  const { order } = newestOf(messages).data
  return {
    order_id: order.orderId,
    customer_id: order.customerId,
    seq: order.seq,
    placed_at: order.placedAt,
    order_json: canonicalOrder(rowJsonOf(order), rowJsonOf),
  }
}
