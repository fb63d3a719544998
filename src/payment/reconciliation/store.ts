// The store of the reconciliation: the ledger entries that were read, the progress of each day, and the differences.
import * as z from 'zod'
import { type Difference, differenceSchema, type Reconciliation } from '../../contract/reconciliation.ts'
import type { Page } from '../../contract/rpc.ts'
import { cutPage } from '../../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../../platform/database.ts'
import { type Keyset, newestFirst } from '../../platform/paging.ts'
import { type LedgerEntry, ledgerKinds } from '../providers/provider.ts'

/** The reconciliation of a day. `steps` shows whether another caller has advanced it in the meantime. */
export type Run = Omit<Reconciliation, 'ordersLeft'> & { cursor: string | null; steps: number }

/** The result of a step, and the state of the run after it. `entries` were read from the ledger of `provider`. */
export type Step = {
  provider?: string
  status: Run['status']
  cursor: string | null
  entries: readonly LedgerEntry[]
  orders: number
  underWay: number
  differences: readonly Difference[]
  endedAt: string | null
}

export async function readRun(database: Database, day: string): Promise<Run | null> {
  const [row] = (await database.prepare(`SELECT ${columns} FROM reconciliations WHERE day = ?`).bind(day).all()).results
  return row === undefined ? null : runOf(row)
}

/**
 * Begin the day anew: forget what an earlier run found, and the entries that it read from `providers`, whose ledgers
 * are read again. The orders of those entries still belong to the day. `also` is written before, in the same batch.
 */
export async function beginRun(
  database: Database,
  day: string,
  startedAt: string,
  providers: readonly string[],
  also: readonly Statement[] = [],
): Promise<Run> {
  const ofDay = `FROM entries WHERE day = ?1 AND (provider IS NULL OR provider IN (SELECT value FROM json_each(?2)))`
  const names = JSON.stringify(providers)
  await database.batch([
    ...also,
    database
      .prepare(`INSERT OR IGNORE INTO journal (order_id, day, seq) SELECT DISTINCT order_id, day, 0 ${ofDay}`)
      .bind(day, names),
    database.prepare(`DELETE ${ofDay}`).bind(day, names),
    database.prepare('DELETE FROM differences WHERE day = ?').bind(day),
    database
      .prepare(
        `INSERT OR REPLACE INTO reconciliations (day, status, cursor, steps, entries, orders, under_way, started_at)
         VALUES (?, 'reading', NULL, 0, 0, 0, 0, ?)`,
      )
      .bind(day, startedAt),
  ])
  const none = { entries: 0, orders: 0, underWay: 0, differences: 0, steps: 0 }
  return { day, status: 'reading', cursor: null, startedAt, endedAt: null, ...none }
}

/**
 * Write a step together with `also`. It writes nothing else when another caller has advanced the run or begun it again.
 */
export async function writeStep(database: Database, run: Run, step: Step, also: readonly Statement[]): Promise<void> {
  const { day, startedAt, steps } = run
  const { status, cursor, entries, orders, underWay, endedAt } = step
  await database.batch([
    ...also,
    ...entries.map((entry) => insertEntry(database, run, step.provider ?? null, entry)),
    ...step.differences.map((difference) =>
      database
        .prepare(
          `INSERT OR REPLACE INTO differences (day, difference_id, difference_json)
           SELECT ?, ?, ? WHERE EXISTS (${isCurrent})`,
        )
        .bind(day, difference.differenceId, JSON.stringify(difference), day, startedAt, steps),
    ),
    database
      .prepare(
        `UPDATE reconciliations SET status = ?, cursor = ?, steps = steps + 1, entries = entries + ?,
           orders = orders + ?, under_way = under_way + ?, ended_at = ?
         WHERE day = ? AND started_at = ? AND steps = ?`,
      )
      .bind(status, cursor, entries.length, orders, underWay, endedAt, day, startedAt, steps),
  ])
}

/** The orders whose money moved on the day, by their events or by the provider's ledger, after `after`, by id. */
export async function ordersOf(database: Database, day: string, after: string, limit: number): Promise<string[]> {
  const sql = `SELECT order_id FROM journal WHERE day = ?1 AND order_id > ?2
    UNION SELECT order_id FROM entries WHERE day = ?1 AND order_id > ?2 ORDER BY order_id LIMIT ?3`
  const { results } = await database.prepare(sql).bind(day, after, limit).all()
  return results.map((row) => String(row['order_id']))
}

export async function countOrders(database: Database, day: string, after: string): Promise<number> {
  const sql = `SELECT COUNT(*) AS orders FROM (SELECT order_id FROM journal WHERE day = ?1 AND order_id > ?2
    UNION SELECT order_id FROM entries WHERE day = ?1 AND order_id > ?2)`
  const [row] = (await database.prepare(sql).bind(day, after).all()).results
  return Number(row?.['orders'] ?? 0)
}

/** The ledger entries of these orders that were read, of any day. */
export async function entriesOf(database: Database, orderIds: readonly string[]): Promise<LedgerEntry[]> {
  if (orderIds.length === 0) return []
  const sql = `SELECT kind, id, order_id, amount, currency, at FROM entries
    WHERE order_id IN (${orderIds.map(() => '?').join(', ')}) ORDER BY at, id`
  const { results } = await database
    .prepare(sql)
    .bind(...orderIds)
    .all()
  return results.map(entryOf)
}

/** The latest days first. */
export async function listRuns(database: Database, keyset: Keyset): Promise<Page<Run>> {
  const listing = { select: columns, from: 'reconciliations', where: [], newestBy: ['day', 'started_at'] } as const
  const rows = await newestFirst([database], listing, keyset)
  return cutPage(rows.map(runOf), keyset.limit, (run) => [run.day, run.startedAt])
}

export async function listDifferences(database: Database, day: string, keyset: Keyset): Promise<Page<Difference>> {
  const listing = {
    select: 'difference_json',
    from: 'differences',
    where: [['day = ?', day]],
    newestBy: ['day', 'difference_id'],
  } as const
  const rows = await newestFirst([database], listing, keyset)
  const differences = rows.map((row) => differenceSchema.parse(JSON.parse(String(row['difference_json']))))
  return cutPage(differences, keyset.limit, ({ differenceId }) => [day, differenceId])
}

const columns = `day, status, cursor, steps, entries, orders, under_way, started_at, ended_at,
  (SELECT COUNT(*) FROM differences WHERE differences.day = reconciliations.day) AS differences`

const runSchema = z.object({
  day: z.string(),
  status: z.enum(['reading', 'comparing', 'done']),
  cursor: z.string().nullable(),
  steps: z.int(),
  entries: z.int(),
  orders: z.int(),
  under_way: z.int(),
  differences: z.int(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
})

function runOf(row: SqlRow): Run {
  const { under_way, started_at, ended_at, ...run } = runSchema.parse(row)
  return { ...run, underWay: under_way, startedAt: started_at, endedAt: ended_at }
}

const entrySchema = z.object({
  kind: z.enum(ledgerKinds),
  id: z.string(),
  order_id: z.string(),
  amount: z.int(),
  currency: z.string(),
  at: z.int(),
})

function entryOf(row: SqlRow): LedgerEntry {
  const { kind, id, order_id, amount, currency, at } = entrySchema.parse(row)
  return { kind, id, orderId: order_id, amount: { amount, currency }, at }
}

/** Whether the run is still where the caller read it. */
const isCurrent = 'SELECT 1 FROM reconciliations WHERE day = ? AND started_at = ? AND steps = ?'

function insertEntry(database: Database, run: Run, provider: string | null, entry: LedgerEntry): Statement {
  const { kind, id, orderId, amount, at } = entry
  const { day, startedAt, steps } = run
  return database
    .prepare(
      `INSERT OR REPLACE INTO entries (kind, id, order_id, day, amount, currency, at, provider)
       SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (${isCurrent})`,
    )
    .bind(kind, id, orderId, day, amount.amount, amount.currency, at, provider, day, startedAt, steps)
}
