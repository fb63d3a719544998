// Handles the events of orders: projects the newest summary of each order.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderSummary } from '../contract/order.ts'
import { throwFirst } from '../platform/concurrency.ts'
import type { Database, Statement } from '../platform/database.ts'
import { groupByOrder, newestOf } from '../platform/order-messages.ts'
import { databaseOf } from './shards.ts'
import { findOrder, projectOrder } from './store.ts'

export type MyPagePorts = { shards: readonly Database[]; now: () => number }

/** See EventHandler. One write for each order, however many messages it has. */
export async function handleOrderEvents(ports: MyPagePorts, messages: readonly OrderMessage[]): Promise<void> {
  const projectedAt = new Date(ports.now()).toISOString()
  const writes = new Map<Database, Statement[]>()
  for (const group of groupByOrder(messages)) {
    const { order } = newestOf(group).data
    const database = databaseOf(ports.shards, order.customerId)
    const write = projectOrder(database, order, projectedAt)
    writes.set(database, [...(writes.get(database) ?? []), write])
  }
  throwFirst(await Promise.allSettled([...writes].map(([database, statements]) => database.batch(statements))))
}

/** See EventHandler. */
export async function appliedSeq({ shards }: Pick<MyPagePorts, 'shards'>, order: OrderSummary): Promise<number> {
  const { customerId, orderId } = order
  return (await findOrder(databaseOf(shards, customerId), customerId, orderId))?.order.seq ?? 0
}
