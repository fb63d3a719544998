// The rebuild of a projection that stands in one or more databases: its rows are walked through one after the other.
import type { RowDifference, RowRef } from '../contract/rebuild.ts'
import { compareRows, type ProjectionTable, type RebuildPorts, rowsAfter } from './rebuild.ts'

/** See RebuildRpc. The first part of a key is the number of the table. */
export async function rowsOfAll(
  tables: readonly ProjectionTable[],
  key: readonly string[] | null,
  limit: number,
): Promise<RowRef[]> {
  const [first = '0', ...rest] = key ?? []
  const rows: RowRef[] = []
  for (const [index, table] of tables.entries()) {
    if (index < Number(first) || rows.length === limit) continue
    const after = key !== null && index === Number(first) ? rest : null
    const found = await rowsAfter(table, after, limit - rows.length)
    rows.push(...found.map((row) => ({ ...row, key: [String(index), ...row.key] })))
  }
  return rows
}

/** See RebuildRpc. A mark never becomes smaller. */
export async function markAll(tables: readonly ProjectionTable[], mark: number): Promise<number> {
  const before = tables.map(async ({ database }) => {
    const [row] = (await database.prepare('SELECT mark FROM watermark WHERE id = 1').all()).results
    await database
      .prepare(
        `INSERT INTO watermark (id, mark) VALUES (1, ?)
         ON CONFLICT (id) DO UPDATE SET mark = excluded.mark WHERE excluded.mark > mark`,
      )
      .bind(mark)
      .run()
    return Number(row?.['mark'] ?? 0)
  })
  return Math.min(...(await Promise.all(before)))
}

/** `key` null: the order may have a row in any table. */
type Asked = { orderId: string; key: readonly string[] | null }

/** See RebuildRpc. An order without a key is looked for in every table that may have it. */
export async function compareAll(
  tables: readonly ProjectionTable[],
  ports: RebuildPorts,
  orders: readonly Asked[],
  isRepairing: boolean,
): Promise<RowDifference[]> {
  const differences: RowDifference[] = []
  for (const [index, table] of tables.entries()) {
    const here = orders.flatMap(({ orderId, key }): Asked[] => {
      if (key === null) return [{ orderId, key }]
      const [of, ...rest] = key
      return of === String(index) ? [{ orderId, key: rest }] : []
    })
    if (here.length > 0) differences.push(...(await compareRows(table, ports, here, isRepairing)))
  }
  return differences
}
