// Handles the events of orders: projects the newest summary of each order.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderRecord } from '../contract/order.ts'
import type { SealedOrder } from '../contract/sealed.ts'
import { throwFirst } from '../platform/concurrency.ts'
import type { Database } from '../platform/database.ts'
import { groupByOrder, newestOf } from '../platform/order-messages.ts'
import type { Vault } from '../platform/vault.ts'
import { Writes } from '../platform/writes.ts'
import { followedAmong } from './followed.ts'
import { homesOf, type Shards } from './shards.ts'
import { findOrder, projectOrder } from './store.ts'

/** `live`: tells a customer's open pages that a row of theirs was written. Absent where no page can follow. */
export type MyPagePorts = Shards & {
  vault: Pick<Vault, 'open'>
  now: () => number
  live?: (customerId: string) => Promise<void>
}

/** See EventHandler. One write for each order, however many messages it has. */
export async function handleOrderEvents(ports: MyPagePorts, messages: readonly OrderMessage[]): Promise<void> {
  await projectOrders(
    ports,
    groupByOrder(messages).map((group) => newestOf(group).data.order),
  )
}

/**
 * Write the orders as they stand, each at every home of its customer: the one way in which a row is written. Then tell
 * those who follow, also of what was written before: when telling them failed, the message comes again.
 */
export async function projectOrders(ports: MyPagePorts, orders: readonly SealedOrder[]): Promise<void> {
  const projectedAt = new Date(ports.now()).toISOString()
  const writes = new Writes()
  for (const order of orders) {
    for (const home of homesOf(ports, order.customerId)) writes.add(home, projectOrder(home, order, projectedAt))
  }
  await writes.run()
  await tellFollowers(ports, writes.databases, new Set(orders.map(({ customerId }) => customerId)))
}

/** Asked after the write: who begins to follow after this question reads the row by themselves. */
async function tellFollowers(
  { live, now }: MyPagePorts,
  databases: readonly Database[],
  customerIds: ReadonlySet<string>,
): Promise<void> {
  if (live === undefined) return
  const found = await Promise.all(databases.map((database) => followedAmong(database, customerIds, now())))
  throwFirst(await Promise.allSettled([...new Set(found.flat())].map(live)))
}

/** See EventHandler. An order is applied when it is at every home of its customer. */
export async function appliedSeq(shards: Shards, { customerId, orderId }: OrderRecord): Promise<number> {
  const found = homesOf(shards, customerId).map((home) => findOrder(home, customerId, orderId))
  return Math.min(...(await Promise.all(found)).map((row) => row?.order.seq ?? 0))
}
