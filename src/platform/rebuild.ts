// The rebuild of a projection, row by row: what the messages of an order make is compared with its row, and written
// where it differs. Only the columns that follow from the events are looked at. No event is handled, so nothing that an
// event leads to is done again.
import type { OrderMessage } from '../contract/message.ts'
import type { OrderMessagesRpc, RowDifference, RowRef } from '../contract/rebuild.ts'
import { routing, type Subscriber, subscribesTo } from '../contract/routing.ts'
import { type SealedOrder, sealedOrderSchema } from '../contract/sealed.ts'
import { nowMs } from './changes.ts'
import { settleAll, throwFirst, valuesOf } from './concurrency.ts'
import type { Database, SqlRow, SqlValue, Statement } from './database.ts'
import type { OrderMessages } from './order-messages.ts'

/** The columns of a row that its order's events decide: `seq` is one of them. */
export type Row = Readonly<Record<string, SqlValue>>

/** A table that is a projection of orders. Names are SQL written in the store, never input. */
export type ProjectionTable = {
  subscriber: Subscriber
  database: Database
  table: string
  /** The columns of its key; `order_id` is one of them. */
  keys: readonly string[]
  columns: readonly string[]
  /** Of one among the tables of several databases. */
  spread?: Spread
  /** The row that the messages make, with its key; null: none. */
  rowOf(messages: OrderMessages): Row | null
  /** A stored row, so that two rows that mean the same are the same. */
  canonical(row: Row): Row
  /** The usual guarded write of the newest message. */
  save(messages: OrderMessages): Statement[]
  /** What is written together with a change of a row by hand. */
  beside(row: Row): Statement[]
  /** Tells whoever follows the row, after it was written. */
  written?(row: Row): Promise<void>
}

/** `owner`: the column that tells where a row has its home. */
export type Spread = {
  owner: string
  /** Whether the order may lack its row here. `owner`: of its row in any of the databases; null when it has none. */
  mayLack(orderId: string, owner: string | null): boolean
}

export type RebuildPorts = { orders: OrderMessagesRpc; now: () => number }

/** An event of this age may still be on its way to the row. */
export const underWayMs = 60_000
const ordersAtOnceMax = 10

/** See RebuildRpc. */
export async function rowsAfter(of: ProjectionTable, key: readonly string[] | null, limit: number): Promise<RowRef[]> {
  const keys = of.keys.join(', ')
  const after = key === null ? '' : `WHERE (${keys}) > (${of.keys.map(() => '?').join(', ')})`
  const sql = `SELECT ${keys} FROM ${of.table} ${after} ORDER BY ${keys} LIMIT ?`
  const { results } = await of.database
    .prepare(sql)
    .bind(...(key ?? []), limit)
    .all()
  return results.map((row) => ({ orderId: String(row['order_id']), key: of.keys.map((name) => String(row[name])) }))
}

/**
 * Of these orders, those that have a row, with its owner; empty where the table names none. A table that
 * is not found by the order alone tells of none: each order is then compared.
 */
export async function ownersOf(of: ProjectionTable, orderIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (of.keys.length > 1 || orderIds.length === 0) return new Map()
  const owner = of.spread?.owner ?? `''`
  const sql = `SELECT order_id, ${owner} AS owner FROM ${of.table} WHERE order_id IN (SELECT value FROM json_each(?))`
  const { results } = await of.database.prepare(sql).bind(JSON.stringify(orderIds)).all()
  return new Map(results.map((row) => [String(row['order_id']), String(row['owner'])]))
}

/** See RebuildRpc. */
export async function compareRows(
  of: ProjectionTable,
  ports: RebuildPorts,
  orders: readonly { orderId: string; key: readonly string[] | null }[],
  isRepairing: boolean,
): Promise<RowDifference[]> {
  const compared = await settleAll(orders, ordersAtOnceMax, async ({ orderId, key }) => {
    const found = await compareOrder(of, ports, orderId, key)
    if (found !== null && isRepairing) await repair(of, found)
    return found === null ? [] : [{ orderId, kind: found.kind, columns: found.columns }]
  })
  throwFirst(compared)
  return valuesOf(compared).flat()
}

type Found = {
  kind: 'missing' | 'behind' | 'differs' | 'foreign'
  columns: string[]
  messages: readonly OrderMessage[]
  row: Row | null
  wanted: Row | null
}

/** How the row of an order differs; null when it does not, or when an event is on its way. */
async function compareOrder(
  of: ProjectionTable,
  { orders, now }: RebuildPorts,
  orderId: string,
  key: readonly string[] | null,
): Promise<Found | null> {
  const read = () => orders.messages(orderId, routing[of.subscriber].needsContact)
  let messages = await read()
  const all = rowMadeOf(of, messages)
  const rowKey = key ?? (all === null ? null : of.keys.map((name) => String(all[name])))
  const row = rowKey === null ? null : await readRow(of, rowKey)
  // The order may have gone on between the two reads.
  if (row !== null && Number(row['seq']) > seqOf(messages)) messages = await read()
  const due = messages.findLast(({ data }) => subscribesTo(of.subscriber, data.event.type))
  const isUnderWay = due !== undefined && Date.parse(due.time) > now() - underWayMs
  if (row === null) {
    const wanted = rowMadeOf(of, messages)
    return wanted === null || isUnderWay ? null : { kind: 'missing', columns: [], messages, row, wanted }
  }
  const seq = Number(row['seq'])
  if (due !== undefined && seq < due.data.event.seq) {
    return isUnderWay ? null : { kind: 'behind', columns: ['seq'], messages, row, wanted: rowMadeOf(of, messages) }
  }
  // A row is right as of its own event, which may be later than the last that the subscriber gets.
  const isPossible = messages.some(({ data }) => data.event.seq === seq)
  const wanted = rowMadeOf(of, isPossible ? messages.filter(({ data }) => data.event.seq <= seq) : messages)
  if (wanted === null || of.keys.some((name) => wanted[name] !== row[name])) {
    return { kind: 'foreign', columns: [], messages, row, wanted: null }
  }
  const columns = of.columns.filter((name) => wanted[name] !== row[name])
  return columns.length === 0 ? null : { kind: 'differs', columns, messages, row, wanted }
}

function rowMadeOf(of: ProjectionTable, [first, ...others]: readonly OrderMessage[]): Row | null {
  return first === undefined ? null : of.rowOf([first, ...others])
}

function seqOf(messages: readonly OrderMessage[]): number {
  return messages.at(-1)?.data.event.seq ?? 0
}

async function readRow(of: ProjectionTable, key: readonly string[]): Promise<Row | null> {
  const names = [...new Set([...of.keys, ...of.columns])]
  const sql = `SELECT ${names.join(', ')} FROM ${of.table} WHERE ${whereKey(of)}`
  const [row] = (
    await of.database
      .prepare(sql)
      .bind(...key)
      .all()
  ).results
  return row === undefined ? null : of.canonical(Object.fromEntries(names.map((name) => [name, cellOf(row, name)])))
}

function cellOf(row: SqlRow, name: string): SqlValue {
  const value = row[name]
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** Each write is for the row as it was read: one that has changed since is left alone. */
async function repair(of: ProjectionTable, found: Found): Promise<void> {
  const statements = statementsOf(of, found)
  if (statements.length > 0) await of.database.batch(statements)
  if (found.wanted !== null) await of.written?.(found.wanted)
}

function statementsOf(of: ProjectionTable, { kind, columns, messages, row, wanted }: Found): Statement[] {
  const [first, ...others] = messages
  if (kind === 'missing' || kind === 'behind') return first === undefined ? [] : of.save([first, ...others])
  if (row === null) return []
  const guard = [...of.keys.map((name) => row[name] ?? null), row['seq'] ?? null]
  const where = `WHERE ${whereKey(of)} AND seq = ?`
  if (wanted === null) {
    return [of.database.prepare(`DELETE FROM ${of.table} ${where}`).bind(...guard), ...of.beside(row)]
  }
  const set = columns.map((name) => `${name} = ?`).join(', ')
  const values = columns.map((name) => wanted[name] ?? null)
  return [of.database.prepare(`UPDATE ${of.table} SET ${set} ${where}`).bind(...values, ...guard), ...of.beside(wanted)]
}

function whereKey({ keys }: ProjectionTable): string {
  return keys.map((name) => `${name} = ?`).join(' AND ')
}

/** The order of a row as `write` writes it today, so that two that mean the same are the same text. */
export function canonicalOrder(json: string, write: (order: SealedOrder) => string): string {
  const order = storedOrder(json)
  return order === null ? json : write(order)
}

/** For those who follow: the row has changed just now. `column` has the time of its last change. */
export function changedNow({ database, table }: Pick<ProjectionTable, 'database' | 'table'>, column: string, row: Row) {
  return database
    .prepare(`UPDATE ${table} SET ${column} = MAX(${nowMs}, ${column} + 1) WHERE order_id = ?`)
    .bind(row['order_id'] ?? null)
}

/** With what an earlier release did not write; null when it is no order. */
function storedOrder(json: string): SealedOrder | null {
  try {
    return sealedOrderSchema.parse(JSON.parse(json))
  } catch {
    return null
  }
}
