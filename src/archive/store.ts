// The staging store: what orders have brought and the archive does not have yet. Rows are never deleted one by one,
// which would cost as much as writing them: a whole table of them is renamed, written to the archive, and dropped.
import * as z from 'zod'
import type { Database, Statement } from '../platform/database.ts'

/** Events that an order brought in one call. `lines`: each as a line of JSON. Times are ISO 8601. */
export type StagedEvents = { orderId: string; events: number; firstAt: string; lastAt: string; lines: string }

/** A row of a batch. `id` grows in the order of arrival. */
export type StagedRow = StagedEvents & { id: number }

/** A renamed table, in which nothing changes any more. Its name says when it was renamed, and is never used again. */
export type Batch = { name: string; date: string; hour: string }

const columns = 'order_id, events, first_at, last_at, lines'

export function insertStaged(database: Database, staged: StagedEvents): Statement {
  const { orderId, events, firstAt, lastAt, lines } = staged
  return database
    .prepare(`INSERT INTO staged (${columns}) VALUES (?, ?, ?, ?, ?)`)
    .bind(orderId, events, firstAt, lastAt, lines)
}

/**
 * Close a batch of all that is staged. One transaction: a row is in the batch, or in the new table, which is as the
 * migrations have made the old one.
 */
export async function closeBatch(database: Database, now: number, random: string): Promise<void> {
  const sql = `SELECT sql FROM sqlite_schema WHERE name = 'staged' AND EXISTS (SELECT 1 FROM staged)`
  const [table] = (await database.prepare(sql).all()).results
  if (table === undefined) return
  const name = `batch_${new Date(now).toISOString().replaceAll(/[-:.Z]/g, '')}_${random}`
  if (batchOf(name) === null) throw new Error(`${name} is no name of a batch`)
  await database.batch([
    database.prepare(`ALTER TABLE staged RENAME TO ${name}`),
    database.prepare(String(table['sql'])),
  ])
}

/** The batches that are not dropped yet, the oldest first. */
export async function listBatches(database: Database): Promise<Batch[]> {
  const sql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'batch_*' ORDER BY name`
  const { results } = await database.prepare(sql).all()
  return results.flatMap(({ name }) => batchOf(String(name)) ?? [])
}

/** The batch was dropped by another run, which has written it to the archive. */
export class BatchDropped extends Error {
  override readonly name = 'BatchDropped'
}

/** The rows after `id`, at most `limit`. Throws BatchDropped. */
export async function readBatch(database: Database, batch: Batch, id: number, limit: number): Promise<StagedRow[]> {
  const sql = `SELECT id, ${columns} FROM ${batch.name} WHERE id > ? ORDER BY id LIMIT ?`
  const query = database.prepare(sql).bind(id, limit)
  const { results } = await query.all().catch((fault: unknown) => {
    if (fault instanceof Error && fault.message.includes('no such table')) throw new BatchDropped(batch.name)
    throw fault
  })
  return results.map((row) => {
    const { order_id, first_at, last_at, ...rest } = rowSchema.parse(row)
    return { ...rest, orderId: order_id, firstAt: first_at, lastAt: last_at }
  })
}

export async function dropBatch(database: Database, batch: Batch): Promise<void> {
  await database.prepare(`DROP TABLE IF EXISTS ${batch.name}`).run()
}

const rowSchema = z.object({
  id: z.int(),
  order_id: z.string(),
  events: z.int(),
  first_at: z.string(),
  last_at: z.string(),
  lines: z.string(),
})

/** The batch of a table's name; null when it has none. */
function batchOf(name: string): Batch | null {
  const [, year, month, day, hour] = /^batch_(\d{4})(\d\d)(\d\d)T(\d\d)\d{7}_[0-9a-f]{8}$/.exec(name) ?? []
  return year === undefined || hour === undefined ? null : { name, date: `${year}-${month}-${day}`, hour }
}
