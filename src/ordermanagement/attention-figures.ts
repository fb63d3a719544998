// The figures of the orders that need somebody, for those who run the shop.
import type { Figure } from '../contract/figures.ts'
import { attentionCauses } from '../contract/order.ts'
import type { Database } from '../platform/database.ts'
import { readableJson } from '../platform/readable-rows.ts'
import { countMax } from './store.ts'

/** One query of each database over the index of its flagged orders, which reads `countMax` of them at most. */
export async function readAttentionFigures(databases: readonly Database[]): Promise<Figure[]> {
  const found = new Map<string, number>()
  for (const counted of await Promise.all(databases.map(countByCause)))
    for (const [cause, number] of counted) found.set(cause, (found.get(cause) ?? 0) + number)
  return [...new Set<string>([...attentionCauses, ...found.keys()])].map((cause) => {
    return { name: 'homeappliance_orders_needing_attention', labels: [cause], value: found.get(cause) ?? 0 }
  })
}

async function countByCause(database: Database): Promise<[string, number][]> {
  const sql = `SELECT cause, COUNT(*) AS number FROM (
      SELECT ${readableJson('order_json')} ->> '$.needsAttention' AS cause
      FROM worklist INDEXED BY worklist_flagged WHERE flagged = 1 LIMIT ${countMax}
    ) WHERE cause IS NOT NULL GROUP BY cause`
  const { results } = await database.prepare(sql).all()
  return results.map((row) => [String(row['cause']), Number(row['number'])])
}
