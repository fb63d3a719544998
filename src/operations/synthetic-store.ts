// The store of synthetic orders: what became of each, for some days.
import * as z from 'zod'
import type { Page } from '../contract/rpc.ts'
import { type SyntheticRun, syntheticSteps } from '../contract/synthetic.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

const keptMs = 7 * 86_400_000

/** Write a run down, and forget those that are old. */
export async function recordRun(database: Database, runId: string, run: SyntheticRun): Promise<void> {
  const { startedAt, orderId, failedStep, cause, milliseconds } = run
  const oldest = new Date(Date.parse(startedAt) - keptMs).toISOString()
  await database.batch([
    database
      .prepare(
        `INSERT INTO synthetic_runs (started_at, run_id, order_id, failed_step, cause, milliseconds)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .bind(startedAt, runId, orderId, failedStep, cause, milliseconds),
    database.prepare('DELETE FROM synthetic_runs WHERE started_at < ?').bind(oldest),
  ])
}

/** The last run; null when there was none within the days that are kept. */
export async function lastRun(database: Database): Promise<SyntheticRun | null> {
  const sql = `SELECT ${columns} FROM synthetic_runs ORDER BY started_at DESC, run_id DESC LIMIT 1`
  const [row] = (await database.prepare(sql).all()).results
  return row === undefined ? null : runOf(row).run
}

export async function listRuns(database: Database, keyset: Keyset): Promise<Page<SyntheticRun>> {
  const listing = { select: columns, from: 'synthetic_runs', where: [], newestBy: ['started_at', 'run_id'] } as const
  const rows = (await newestFirst([database], listing, keyset)).map(runOf)
  const { items, cursor } = cutPage(rows, keyset.limit, ({ runId, run }) => [run.startedAt, runId])
  return { items: items.map(({ run }) => run), cursor }
}

const columns = 'started_at, run_id, order_id, failed_step, cause, milliseconds'

const rowSchema = z.object({
  started_at: z.string(),
  run_id: z.string(),
  order_id: z.string().nullable(),
  failed_step: z.enum(syntheticSteps).nullable(),
  cause: z.string().nullable(),
  milliseconds: z.int(),
})

function runOf(row: SqlRow): { runId: string; run: SyntheticRun } {
  const { started_at, run_id, order_id, failed_step, cause, milliseconds } = rowSchema.parse(row)
  return {
    runId: run_id,
    run: { startedAt: started_at, orderId: order_id, failedStep: failed_step, cause, milliseconds },
  }
}
