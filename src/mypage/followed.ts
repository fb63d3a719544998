// Who follows their changes over a socket: only for them is anybody told that a row was written.
import type { Database, Statement } from '../platform/database.ts'

/** D1 takes 100 parameters in a statement. */
const customersMax = 90

/** The customer follows at least until then (epoch milliseconds). */
export function markFollowed(database: Database, customerId: string, until: number): Statement {
  const sql = `INSERT INTO followed (customer_id, until) VALUES (?, ?)
    ON CONFLICT (customer_id) DO UPDATE SET until = excluded.until WHERE excluded.until > until`
  return database.prepare(sql).bind(customerId, until)
}

/** Those of the customers who follow. */
export async function followedAmong(
  database: Database,
  customerIds: ReadonlySet<string>,
  now: number,
): Promise<string[]> {
  const all = [...customerIds]
  const found: string[] = []
  for (let from = 0; from < all.length; from += customersMax) {
    const some = all.slice(from, from + customersMax)
    const sql = `SELECT customer_id FROM followed
      WHERE customer_id IN (${some.map(() => '?').join(', ')}) AND until > ?`
    const { results } = await database
      .prepare(sql)
      .bind(...some, now)
      .all()
    found.push(...results.map(({ customer_id }) => String(customer_id)))
  }
  return found
}
