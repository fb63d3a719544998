// The rows of the projections, as their databases have them, of orders that the later release has written throughout.
import type { D1Database } from '@cloudflare/workers-types'
import { readLine } from '../../src/archive/line.ts'
import type { OrderSummary } from '../../src/contract/order.ts'
import type { KnownOrder, ShopClient } from '../kill/shop-client.ts'
import { isFinal } from '../simulation/invariants.ts'
import { type Shop, until } from '../support/shop.ts'

type Row = { table: string; orderId: string; seq: number; paper: string | null }

const stores = [
  { context: 'mypage', binding: 'MYPAGE_DB_0', table: 'orders' },
  { context: 'mypage', binding: 'MYPAGE_DB_1', table: 'orders' },
  { context: 'ordermanagement', binding: 'ORDERMANAGEMENT_DB', table: 'worklist' },
  { context: 'delivery', binding: 'DELIVERY_DB', table: 'deliveries' },
] as const

/** Longer than the queues and polls of a busy machine take. */
const projectedSecondsMax = 120

/** The rows of those of the orders that are final, once mypage has their last events. */
export async function rowsOfFinals(shop: Shop, client: ShopClient, orders: readonly KnownOrder[]): Promise<Row[]> {
  const finals = (await Promise.all(orders.map((known) => client.order(known)))).filter(isFinal)
  const notShown = async () => {
    const shown = (await projectedRows(shop)).filter(({ table }) => table === 'orders')
    const isShown = (order: OrderSummary) =>
      shown.some(({ orderId, seq }) => orderId === order.orderId && seq === order.seq)
    return finals.filter((order) => !isShown(order)).map(({ orderId, seq }) => `${orderId} lacks event ${seq}`)
  }
  await until(notShown, ({ length }) => length === 0, projectedSecondsMax)
  const finalIds = new Set(finals.map(({ orderId }) => orderId))
  return (await projectedRows(shop)).filter(({ orderId }) => finalIds.has(orderId))
}

/** By order: the seqs of the events that the archive was brought. */
export async function archivedEvents(shop: Shop): Promise<Map<string, Set<number>>> {
  const { ARCHIVE_DB } = await shop.harness.getWorker<{ ARCHIVE_DB: D1Database }>('homeappliance-archive').getEnv()
  const { results } = await ARCHIVE_DB.prepare('SELECT lines FROM staged').all<{ lines: string }>()
  const archived = new Map<string, Set<number>>()
  for (const line of results.flatMap(({ lines }) => lines.trimEnd().split('\n'))) {
    const { orderId, seq } = readLine(line)
    archived.set(orderId, (archived.get(orderId) ?? new Set()).add(seq))
  }
  return archived
}

async function projectedRows(shop: Shop): Promise<Row[]> {
  const found = await Promise.all(
    stores.map(async ({ context, binding, table }) => {
      const env = await shop.harness.getWorker<Record<string, D1Database>>(`homeappliance-${context}`).getEnv()
      const paper = `json_extract(order_json, '$.gift.paper')`
      const sql = `SELECT '${table}' AS "table", order_id AS orderId, seq, ${paper} AS paper FROM ${table}`
      return (await env[binding]?.prepare(sql).all<Row>())?.results ?? []
    }),
  )
  return found.flat()
}
