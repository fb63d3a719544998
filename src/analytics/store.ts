// Analytics' store: one row for each order, and the sums of each day that somebody asked for.
import * as z from 'zod'
import { lineTranslationsSchema } from '../contract/order.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import type { OrderFact } from './facts.ts'

/** How many days one round trip sums up: each reads the orders of its day. */
export const summedAtOnceMax = 8

/**
 * Insert or update the fact, unless the row is newer. Only the event of the delivery has its time, which is set
 * whenever that event comes.
 */
export function upsertFact(database: Database, fact: OrderFact): Statement {
  const values = valuesOfFact(fact)
  const newer = (column: string) => `${column} = IIF(excluded.seq > seq, excluded.${column}, ${column})`
  return database
    .prepare(
      `INSERT INTO order_facts (${Object.keys(values).join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (day, order_id) DO UPDATE
       SET ${['seq', 'paid', 'captured', 'returned', 'cancel_reason'].map(newer).join(', ')},
           delivered_seconds = COALESCE(delivered_seconds, excluded.delivered_seconds)
       WHERE excluded.seq > seq OR (delivered_seconds IS NULL AND excluded.delivered_seconds IS NOT NULL)`,
    )
    .bind(...Object.values(values))
}

/** The row of a fact. */
export function valuesOfFact(fact: OrderFact) {
  return {
    day: fact.day,
    order_id: fact.orderId,
    seq: fact.seq,
    currency: fact.currency,
    paid: fact.isPaid ? 1 : 0,
    captured: fact.captured,
    returned: fact.returned,
    cancel_reason: fact.cancelReason,
    delivered_seconds: fact.deliveredSeconds,
    lines: JSON.stringify(fact.lines),
  }
}

/** Remove the sums of these days. It goes into the transaction of the change. Sums that are not there cost no row. */
export function removeSums(database: Database, days: readonly string[]): Statement {
  const sql = 'DELETE FROM day_sums WHERE day IN (SELECT value FROM json_each(?))'
  return database.prepare(sql).bind(JSON.stringify(days))
}

/** What is known of an order: the seq up to which it is applied, and whether its delivery is. */
export async function findFact(
  database: Database,
  day: string,
  orderId: string,
): Promise<{ seq: number; isDelivered: boolean } | null> {
  const sql = 'SELECT seq, delivered_seconds FROM order_facts WHERE day = ? AND order_id = ?'
  const [row] = (await database.prepare(sql).bind(day, orderId).all()).results
  return row === undefined ? null : { seq: Number(row['seq']), isDelivered: row['delivered_seconds'] !== null }
}

/** The sums of each of the days, by day. A day is summed up once, and then again after a change of its orders. */
export async function readSums(database: Database, days: readonly string[]): Promise<ReadonlyMap<string, DaySums>> {
  const known = await findSums(database, days)
  const missing = days.filter((day) => !known.has(day))
  for (let from = 0; from < missing.length; from += summedAtOnceMax) {
    const some = missing.slice(from, from + summedAtOnceMax)
    await database.batch(some.map((day) => database.prepare(sumUp).bind(day)))
  }
  return missing.length === 0 ? known : new Map([...known, ...(await findSums(database, missing))])
}

async function findSums(database: Database, days: readonly string[]): Promise<Map<string, DaySums>> {
  const sql = 'SELECT day, sums FROM day_sums WHERE day IN (SELECT value FROM json_each(?))'
  const { results } = await database.prepare(sql).bind(JSON.stringify(days)).all()
  return new Map(results.map(sumsOf))
}

function sumsOf(row: SqlRow): [string, DaySums] {
  return [String(row['day']), sumsSchema.parse(JSON.parse(String(row['sums'])))]
}

const sumsSchema = z.object({
  orders: z.int(),
  sales: z.array(
    z.object({ currency: z.string(), orders: z.int(), canceled: z.int(), sales: z.int(), returned: z.int() }),
  ),
  items: z.array(
    z.object({
      itemId: z.string(),
      itemName: z.string(),
      translations: lineTranslationsSchema.nullish(),
      currency: z.string(),
      orders: z.int(),
      qty: z.int(),
      canceledQty: z.int(),
      sales: z.int(),
    }),
  ),
  /** How many orders were delivered after so many seconds. */
  deliveries: z.array(z.tuple([z.int(), z.int()])),
  cancellations: z.array(z.object({ reason: z.string(), orders: z.int(), unpaid: z.int() })),
})

/** The figures of the orders that were placed on one day. Money in the minor unit. */
export type DaySums = z.infer<typeof sumsSchema>

const facts = 'FROM order_facts WHERE day = ?1'
const list = (row: string, from: string) => `(SELECT json_group_array(${row}) FROM (${from}))`
/** What a JSON column holds counts as text once it has come through a list. */
const columnOf = (column: string) => (column === 'translations' ? `json("${column}")` : `"${column}"`)
const object = (...columns: string[]) =>
  `json_object(${columns.map((name) => `'${name}', ${columnOf(name)}`).join(', ')})`

/** One statement: an order that changes while a day is summed up removes the sums after it. */
const sumUp = `INSERT OR IGNORE INTO day_sums (day, sums) SELECT ?1, json_object(
  'orders', (SELECT COUNT(*) ${facts}),
  'sales', ${list(
    object('currency', 'orders', 'canceled', 'sales', 'returned'),
    `SELECT currency, COUNT(*) AS orders, COUNT(cancel_reason) AS canceled, SUM(captured) AS sales,
       SUM(returned) AS returned
     ${facts} AND paid = 1 GROUP BY currency`,
  )},
  'items', ${list(
    object('itemId', 'itemName', 'translations', 'currency', 'orders', 'qty', 'canceledQty', 'sales'),
    `SELECT value ->> '$.itemId' AS "itemId", MAX(value ->> '$.itemName') AS "itemName",
       MAX(value -> '$.translations') AS translations, currency, COUNT(DISTINCT order_id) AS orders,
       SUM(IIF(cancel_reason IS NULL, value ->> '$.qty', 0)) AS qty,
       SUM(IIF(cancel_reason IS NULL, 0, value ->> '$.qty')) AS "canceledQty",
       SUM(IIF(cancel_reason IS NULL, value ->> '$.amount', 0)) AS sales
     FROM order_facts, json_each(lines) WHERE day = ?1 AND paid = 1 GROUP BY 1, currency`,
  )},
  'deliveries', ${list(
    'json_array(delivered_seconds, orders)',
    `SELECT delivered_seconds, COUNT(*) AS orders
     ${facts} AND delivered_seconds IS NOT NULL GROUP BY delivered_seconds`,
  )},
  'cancellations', ${list(
    object('reason', 'orders', 'unpaid'),
    `SELECT cancel_reason AS reason, COUNT(*) AS orders, SUM(paid = 0) AS unpaid
     ${facts} AND cancel_reason IS NOT NULL GROUP BY cancel_reason`,
  )}
)`
