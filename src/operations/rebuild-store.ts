// The last rebuild of each projection.
import * as z from 'zod'
import { type Projection, type Rebuild, rebuildSchema } from '../contract/rebuild.ts'
import type { Database, SqlRow } from '../platform/database.ts'

/** `cursor`: where its phase goes on; null at the beginning of it. */
export type Run = { step: number; cursor: string | null; state: Rebuild }

const rowSchema = z.object({ step: z.int(), cursor: z.string().nullable(), state: z.string() })

export async function readRun(database: Database, projection: Projection): Promise<Run | null> {
  const sql = 'SELECT step, cursor, state FROM rebuilds WHERE projection = ?'
  const [row] = (await database.prepare(sql).bind(projection).all()).results
  return row === undefined ? null : runOf(row)
}

export async function listRuns(database: Database): Promise<Run[]> {
  const { results } = await database.prepare('SELECT step, cursor, state FROM rebuilds ORDER BY projection').all()
  return results.map(runOf)
}

/** Write the run, unless another call has done its step in the meantime. */
export async function writeRun(database: Database, { step, cursor, state }: Run): Promise<void> {
  await database
    .prepare(
      `INSERT INTO rebuilds (projection, step, cursor, state) VALUES (?, ?, ?, ?)
       ON CONFLICT (projection) DO UPDATE
       SET step = excluded.step, cursor = excluded.cursor, state = excluded.state WHERE step = excluded.step - 1`,
    )
    .bind(state.projection, step, cursor, JSON.stringify(state))
    .run()
}

function runOf(row: SqlRow): Run {
  const { step, cursor, state } = rowSchema.parse(row)
  return { step, cursor, state: rebuildSchema.parse(JSON.parse(state)) }
}
