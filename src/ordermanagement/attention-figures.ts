// The figures of the orders that need somebody, for those who run the shop.
import type { Figure } from '../contract/figures.ts'
import { attentionCauses } from '../contract/order.ts'
import type { Database } from '../platform/database.ts'
import { readableJson } from '../platform/readable-rows.ts'
import { countMax } from './store.ts'

/** One query over the index of the flagged orders, which reads `countMax` of them at most. */
export async function readAttentionFigures(database: Database): Promise<Figure[]> {
  const sql = `SELECT cause, COUNT(*) AS number FROM (
      SELECT ${readableJson('order_json')} ->> '$.needsAttention' AS cause
      FROM worklist INDEXED BY worklist_flagged WHERE flagged = 1 LIMIT ${countMax}
    ) WHERE cause IS NOT NULL GROUP BY cause`
  const { results } = await database.prepare(sql).all()
  const found = new Map(results.map((row) => [String(row['cause']), Number(row['number'])]))
  return [...new Set<string>([...attentionCauses, ...found.keys()])].map((cause) => {
    return { name: 'homeappliance_orders_needing_attention', labels: [cause], value: found.get(cause) ?? 0 }
  })
}
