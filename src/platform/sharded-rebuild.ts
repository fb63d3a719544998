// The rebuild of a projection that stands in one or more databases: its rows are walked through one after the other.
import type { RowDifference, RowRef } from '../contract/rebuild.ts'
import { compareRows, ownersOf, type ProjectionTable, type RebuildPorts, rowsAfter } from './rebuild.ts'

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

/** `key` null: the order may lack its row. */
type Asked = { orderId: string; key: readonly string[] | null }

/**
 * See RebuildRpc. A row that is walked over is compared where it stands, and made at its other homes.
 * An order without a key is only looked at where it may lack its row.
 */
export async function compareAll(
  tables: readonly ProjectionTable[],
  ports: RebuildPorts,
  orders: readonly Asked[],
  isRepairing: boolean,
): Promise<RowDifference[]> {
  const mayLack = tables.length > 1 ? orders : orders.filter(({ key }) => key === null)
  const lacking = await ordersLacking(
    tables,
    mayLack.map(({ orderId }) => orderId),
  )
  const differences: RowDifference[] = []
  for (const [index, table] of tables.entries()) {
    const rows = orders.flatMap(({ orderId, key }): Asked[] => {
      const [of, ...rest] = key ?? []
      return of === String(index) ? [{ orderId, key: rest }] : []
    })
    const here = [...rows, ...(lacking[index] ?? []).map((orderId) => ({ orderId, key: null }))]
    if (here.length > 0) differences.push(...(await compareRows(table, ports, here, isRepairing)))
  }
  return differences
}

/** For each table the orders that may lack a row there: those without any, and those whose row has another home too. */
async function ordersLacking(tables: readonly ProjectionTable[], orderIds: readonly string[]): Promise<string[][]> {
  const found = await Promise.all(tables.map((table) => ownersOf(table, orderIds)))
  return tables.map(({ spread }, index) =>
    orderIds.filter((orderId) => {
      const owner = found.find((owners) => owners.has(orderId))?.get(orderId) ?? null
      return found[index]?.has(orderId) !== true && spread?.mayLack(orderId, owner) !== false
    }),
  )
}
