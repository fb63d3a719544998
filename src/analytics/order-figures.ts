// The figures of the orders that were placed on the shop's day, for those who run it.
import type { Figure } from '../contract/figures.ts'
import type { Database } from '../platform/database.ts'

/** Most orders of a day that are counted. */
export const countMax = 100_000

/** One query over the key, which reads the orders of one day. */
export async function readOrderFigures(database: Database, day: string): Promise<Figure[]> {
  const sql = `SELECT COALESCE(SUM(paid), 0) AS paid, COUNT(delivered_seconds) AS delivered,
      COUNT(cancel_reason) AS canceled
    FROM (SELECT paid, delivered_seconds, cancel_reason FROM order_facts WHERE day = ? LIMIT ${countMax})`
  const [row] = (await database.prepare(sql).bind(day).all()).results
  return ['paid', 'delivered', 'canceled'].map((state) => {
    return { name: 'homeappliance_orders_of_day', labels: [state], value: Number(row?.[state] ?? 0) }
  })
}
