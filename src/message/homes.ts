// The databases that messages stand in: those of an order in one, where the layout of its time puts them.
import type { SealedOrder } from '../contract/sealed.ts'
import type { Database } from '../platform/database.ts'
import { formerHomeOf, homeOf, type OrderShards } from '../platform/order-shards.ts'

type Owned = Pick<SealedOrder, 'orderId' | 'customerId' | 'placedAt'>

/**
 * The database of each order, by its id. What was sent is known where it was recorded: an order that was told of before
 * its layout was deployed stays there. For that, only orders of the layout's first day are looked for.
 */
export async function homesOf(shards: OrderShards, orders: readonly Owned[]): Promise<ReadonlyMap<string, Database>> {
  const homes = new Map(orders.map((order) => [order.orderId, homeOf(shards, order)]))
  const perhaps = Map.groupBy(orders, (order) => formerHomeOf(shards, order))
  for (const [former, those] of perhaps) {
    if (former !== null) for (const orderId of await toldIn(former, those)) homes.set(orderId, former)
  }
  return homes
}

async function toldIn(database: Database, orders: readonly Owned[]): Promise<string[]> {
  const sql = `SELECT order_id FROM told_orders
    WHERE (customer_id, order_id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`
  const keys = JSON.stringify(orders.map(({ customerId, orderId }) => [customerId, orderId]))
  return (await database.prepare(sql).bind(keys).all()).results.map((row) => String(row['order_id']))
}

/**
 * The database of each of these messages, by their ids here or at the channel. Those that stand in none are absent,
 * where there are several databases to ask.
 */
export async function databasesOf(
  { all }: OrderShards,
  column: 'message_id' | 'channel_id',
  ids: readonly string[],
): Promise<ReadonlyMap<string, Database>> {
  const [only, ...others] = all
  if (ids.length === 0) return new Map()
  if (only !== undefined && others.length === 0) return new Map(ids.map((id) => [id, only]))
  const sql = `SELECT ${column} AS id FROM messages WHERE ${column} IN (SELECT value FROM json_each(?))`
  const found = await Promise.all(
    all.map(async (database) => {
      const { results } = await database.prepare(sql).bind(JSON.stringify(ids)).all()
      return results.map(({ id }) => [String(id), database] as const)
    }),
  )
  return new Map(found.flat())
}

/** The database with what belongs to no order: what customers do not want to be told. */
export function settingsIn({ all }: OrderShards): Database {
  const [first] = all
  if (first === undefined) throw new Error('there is no database')
  return first
}
