// The worklist's store: one row for each paid order; the newest `seq` wins.
import * as z from 'zod'
import { isPersonalDataErased, type OrderStatus, orderStatuses } from '../contract/order.ts'
import type { Clerk, Page } from '../contract/rpc.ts'
import { rowJsonOf, type SealedOrder, sealedOrderSchema } from '../contract/sealed.ts'
import { nowMs } from '../platform/changes.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { contextLog } from '../platform/log.ts'
import { databaseWith, type OrderShards } from '../platform/order-shards.ts'
import { type Keyset, type Listing, newestFirst, oldestFirst } from '../platform/paging.ts'
import { readableJson, readableRows } from '../platform/readable-rows.ts'
import type { Vault } from '../platform/vault.ts'
import { indexOrder, unindexOrder } from './search-index.ts'

/**
 * `paidAtKnown` false: the event of the payment has not arrived yet, and `paidAt` is when the order was placed.
 * `clerk`: who has claimed the order while it is to be packed, and later who has packed it.
 */
export type WorklistEntry = { order: SealedOrder; paidAt: string; paidAtKnown: boolean; clerk: Clerk | null }

/** Where the worklist stands, and what opens the contacts in it. */
export type WorklistStore = { shards: OrderShards; vault: Pick<Vault, 'open' | 'blinded'> }

/**
 * Insert or update the row, unless it is newer, and index a new order for the search. Only the event PayApproved has
 * `paidAt`: until it is applied, the row has the time at which the order was placed. That event sets the time whenever
 * it comes, also late. `packer`: the clerk who has just packed it. The statements belong into one transaction of that
 * database.
 */
export function saveOrder(
  { database, vault }: { database: Database } & Pick<WorklistStore, 'vault'>,
  order: SealedOrder,
  paidAt: string | null,
  packer: Clerk | null = null,
): Statement[] {
  const isErased = isPersonalDataErased(order)
  const index = isErased
    ? [...unindexOrder(database, order), database.prepare('DELETE FROM notes WHERE order_id = ?').bind(order.orderId)]
    : [indexOrder(database, order, vault)]
  return [...index, upsertOrder(database, order, paidAt, packer)]
}

function upsertOrder(database: Database, order: SealedOrder, paidAt: string | null, packer: Clerk | null): Statement {
  const { orderId, seq, orderStatus, placedAt, needsAttention } = order
  const newer = (column: string) => `${column} = IIF(excluded.seq > seq, excluded.${column}, ${column})`
  const isPacker = 'excluded.clerk_id IS NOT NULL AND excluded.clerk_id IS NOT clerk_id'
  const ofPacker = (column: string) => `${column} = IIF(${isPacker}, excluded.${column}, ${column})`
  const values = {
    order_id: orderId,
    seq,
    order_status: orderStatus,
    flagged: needsAttention === null ? 0 : 1,
    paid_at: paidAt ?? placedAt,
    paid_at_known: paidAt === null ? 0 : 1,
    order_json: rowJsonOf(order),
    clerk_id: packer?.id ?? null,
    clerk_name: packer?.name ?? null,
    clerk_since: packer?.since ?? null,
    indexed: 1,
  }
  return database
    .prepare(
      `INSERT INTO worklist (${Object.keys(values).join(', ')}, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nowMs})
       ON CONFLICT (order_id) DO UPDATE
       SET ${['seq', 'order_status', 'flagged', 'order_json'].map(newer).join(', ')},
           ${['clerk_id', 'clerk_name', 'clerk_since'].map(ofPacker).join(', ')},
           paid_at = IIF(excluded.paid_at_known, excluded.paid_at, paid_at),
           paid_at_known = MAX(excluded.paid_at_known, paid_at_known),
           indexed = 1,
           changed_at = MAX(excluded.changed_at, changed_at + 1)
       WHERE excluded.seq > seq OR excluded.paid_at_known > paid_at_known OR indexed = 0 OR (${isPacker})`,
    )
    .bind(...Object.values(values))
}

/** The database that the order stands in, with its notes and acts. */
export function databaseOf(shards: OrderShards, orderId: string): Promise<Database> {
  return databaseWith(shards, 'worklist', orderId)
}

export async function findOrder(shards: OrderShards, orderId: string): Promise<WorklistEntry | null> {
  return await findOrderIn(await databaseOf(shards, orderId), orderId)
}

export async function findOrderIn(database: Database, orderId: string): Promise<WorklistEntry | null> {
  const statement = database.prepare(`SELECT ${entryColumns} FROM worklist WHERE order_id = ?`).bind(orderId)
  const [row] = (await statement.all()).results
  return row === undefined ? null : entryOf(row)
}

/** When the order last changed on the worklist, in epoch milliseconds; 0 while it is not there. */
export async function changedAt(shards: OrderShards, orderId: string): Promise<number> {
  const database = await databaseOf(shards, orderId)
  const statement = database.prepare('SELECT changed_at FROM worklist WHERE order_id = ?').bind(orderId)
  const [row] = (await statement.all()).results
  return Number(row?.['changed_at'] ?? 0)
}

/** What a list shows: orders of these statuses (null: of all), or only those that need attention, or for one cause. */
export type Selection = {
  statuses: readonly OrderStatus[] | null
  flagged: 'any' | 'only' | 'notRefunded'
  order: 'newestFirst' | 'oldestFirst'
}

/** The paid orders of a selection, by the time of their payment. */
export async function listOrders(
  databases: readonly Database[],
  selection: Selection,
  keyset: Keyset,
): Promise<Page<WorklistEntry>> {
  const listing = {
    select: entryColumns,
    newestBy: ['paid_at', 'order_id'],
    ...placeOf(selection),
  } as const
  const read = selection.order === 'newestFirst' ? newestFirst : oldestFirst
  const rows = await read(databases, listing, keyset)
  const { items, cursor } = cutPage(rows, keyset.limit, (row) => [String(row['paid_at']), String(row['order_id'])])
  return { items: readableEntries(items), cursor }
}

/** Few orders are flagged: one index has them all, in any status. */
function placeOf({ statuses, flagged }: Selection): Pick<Listing, 'from' | 'where' | 'mergedBy'> {
  if (flagged === 'any')
    return { from: 'worklist', where: [], mergedBy: { column: 'order_status', values: statuses ?? allStatuses } }
  const ofStatus = statuses?.map((status) => [`order_status = ?`, status] as const) ?? []
  const ofCause = flagged === 'notRefunded' ? [[notRefunded] as const] : []
  return { from: 'worklist INDEXED BY worklist_flagged', where: [['flagged = 1'], ...ofStatus, ...ofCause] }
}

const notRefunded = `${readableJson('order_json')} ->> '$.needsAttention' = 'notRefunded'`

/** How many orders wait for what, each counted up to `countMax`. */
export type Counts = { toPack: number; needsAttention: number; refundsStuck: number; onTheRoad: number }

/** The most that a count reads: a list with more of them is "999+". */
export const countMax = 1000

/** One query of each database, which reads a bounded number of entries of two indexes. */
export async function countWork(databases: readonly Database[]): Promise<Counts> {
  const counted = await Promise.all(databases.map(countIn))
  const sum = (of: (counts: z.infer<typeof countsSchema>) => number) =>
    Math.min(
      countMax,
      counted.reduce((total, counts) => total + of(counts), 0),
    )
  return {
    toPack: sum(({ toPack }) => toPack),
    needsAttention: sum(({ needsAttention }) => needsAttention),
    refundsStuck: sum(({ refundsStuck }) => refundsStuck),
    onTheRoad: sum(({ taken, started }) => taken + started),
  }
}

async function countIn(database: Database): Promise<z.infer<typeof countsSchema>> {
  const ofStatus = (status: OrderStatus) => `FROM worklist WHERE order_status = '${status}'`
  const flagged = 'FROM worklist INDEXED BY worklist_flagged WHERE flagged = 1'
  const parts = {
    toPack: ofStatus('payApproved'),
    needsAttention: flagged,
    refundsStuck: `${flagged} AND ${notRefunded}`,
    taken: ofStatus('orderTaken'),
    started: ofStatus('deliveryStarted'),
  }
  const counts = Object.entries(parts).map(
    ([name, rows]) => `(SELECT COUNT(*) FROM (SELECT 1 ${rows} LIMIT ${countMax})) AS ${name}`,
  )
  const { results } = await database.prepare(`SELECT ${counts.join(', ')}`).all()
  return countsSchema.parse(results[0])
}

const countsSchema = z.object({
  toPack: z.int(),
  needsAttention: z.int(),
  refundsStuck: z.int(),
  taken: z.int(),
  started: z.int(),
})

/** The statuses in which orders stay long come first: see Listing. */
const allStatuses = [
  ...new Set([...(['deliveryCompleted', 'payCanceled', 'deliveryStarted', 'payApproved'] as const), ...orderStatuses]),
]

export const entryColumns = 'order_id, paid_at, paid_at_known, order_json, clerk_id, clerk_name, clerk_since'

const rowSchema = z.object({
  paid_at: z.string(),
  paid_at_known: z.int(),
  order_json: z.string(),
  clerk_id: z.string().nullable(),
  clerk_name: z.string().nullable(),
  clerk_since: z.string().nullable(),
})

const log = contextLog('ordermanagement')

export function readableEntries(rows: readonly SqlRow[]): WorklistEntry[] {
  return readableRows(rows, entryOf, log)
}

function entryOf(row: SqlRow): WorklistEntry {
  const { paid_at, paid_at_known, order_json, clerk_id, clerk_name, clerk_since } = rowSchema.parse(row)
  const order = sealedOrderSchema.parse(JSON.parse(order_json))
  const hasClerk = clerk_id !== null && clerk_name !== null && clerk_since !== null && order.cancel === null
  const clerk = hasClerk ? { id: clerk_id, name: clerk_name, since: clerk_since } : null
  return { order, paidAt: paid_at, paidAtKnown: paid_at_known === 1, clerk }
}
