// Fills mypage's and the worklist's tables with many rows: one row is written by the store's own code, and SQL
// multiplies it with other keys. What a schema asks for stands in `mypageKeys` and `worklistKeys`.
import { projectOrder } from '../../src/mypage/store.ts'
import { saveOrder } from '../../src/ordermanagement/store.ts'
import { encodeCursor } from '../../src/platform/cursor.ts'
import type { Database, SqlRow } from '../../src/platform/database.ts'
import { shardOf } from '../../src/platform/shard.ts'
import { type OpenOrder, OrderBook, orderIdOf, type Step, tell } from '../support/order-book.ts'
import { testVault } from '../support/vault.ts'

export type SeededDatabases = { mypage: readonly Database[]; ordermanagement: Database }

/** Cursors of pages in the middle of a list. */
export type SeededRows = { mypage: Record<string, string>; worklist: string; worklistByStatus: string }

/** The status that the worklist is asked for: a twentieth of its rows, as in a shop whose orders are mostly done. */
export const askedStatus = 'payApproved'
const shares: readonly (readonly [status: string, perTwenty: number, ...steps: Step[]])[] = [
  ['payApproved', 1, 'place', 'pay'],
  ['orderTaken', 1, 'place', 'pay', 'take'],
  ['deliveryCompleted', 18, 'place', 'pay', 'take', 'startDelivery', 'completeDelivery'],
]

const rowsOfStatement = 50_000
const firstSecond = Date.parse('2025-01-01T00:00:00.000Z') / 1000

/** As many rows in each table; mypage's belong to the customers in equal parts. */
export async function seedRows(
  { mypage, ordermanagement }: SeededDatabases,
  rows: number,
  customerIds: readonly string[],
): Promise<SeededRows> {
  const seeded: SeededRows = { mypage: {}, worklist: '', worklistByStatus: '' }
  for (const [index, customerId] of customerIds.entries()) {
    const database = mypage[shardOf(customerId, mypage.length)]
    if (database === undefined) throw new Error('there is no shard to seed')
    const own = share(rows, customerIds.length, index)
    await seedMypage(database, customerId, index * rows, own)
    seeded.mypage[customerId] = await middleOf(database, 'orders', 'placed_at', 'customer_id', customerId, own)
  }
  let first = 0
  for (const [, perTwenty, ...steps] of shares) {
    const own = Math.floor((rows * perTwenty) / 20)
    await seedWorklist(ordermanagement, steps, first, own, 20 / perTwenty)
    first += own
  }
  seeded.worklist = await middleOf(ordermanagement, 'worklist', 'paid_at', null, '', rows)
  seeded.worklistByStatus = await middleOf(
    ordermanagement,
    'worklist',
    'paid_at',
    'order_status',
    askedStatus,
    rows / 20,
  )
  return seeded
}

async function seedMypage(database: Database, customerId: string, first: number, rows: number): Promise<void> {
  const order = await orderOf(customerId, first, 'place', 'pay')
  await projectOrder(database, order, order.updatedAt).run()
  const newest = await firstRow(database, 'SELECT MAX(change) AS change FROM orders')
  const change = Number(newest?.['change'] ?? 0)
  await multiply(database, 'orders', order.orderId, first, rows, mypageKeys(first, change))
}

/** The columns in which a customer's rows differ, as SQL over the row's number `n` and the template's own columns. */
function mypageKeys(first: number, change: number): Record<string, string> {
  const placedAt = instant('n')
  return {
    order_id: orderId,
    placed_at: placedAt,
    projected_at: placedAt,
    change: `${change} + n - ${first}`,
    order_json: `json_set(order_json, '$.orderId', ${orderId}, '$.placedAt', ${placedAt}, '$.updatedAt', ${placedAt})`,
  }
}

/** `every`: how many seconds lie between its rows, so that all statuses stand mixed in the same time. */
async function seedWorklist(database: Database, steps: Step[], first: number, rows: number, every: number) {
  const order = await orderOf('1', first, ...steps)
  await database.batch(saveOrder({ database, vault: testVault }, order, order.placedAt))
  await multiply(database, 'worklist', order.orderId, first, rows, worklistKeys(first, every))
}

function worklistKeys(first: number, every: number): Record<string, string> {
  const paidAt = instant(`(n - ${first}) * ${every}`)
  return {
    order_id: orderId,
    paid_at: paidAt,
    order_json: `json_set(order_json, '$.orderId', ${orderId}, '$.placedAt', ${paidAt}, '$.updatedAt', ${paidAt})`,
  }
}

/** Ids in no order, as real ones are. */
const orderId = `printf('ord_%013d%013d', (n * 2654435761) % 4294967296, n)`

function instant(seconds: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${firstSecond} + ${seconds}, 'unixepoch')`
}

/** Copy the row of `template` until there are `rows` of it, with the named columns changed. */
async function multiply(
  database: Database,
  table: string,
  template: string,
  first: number,
  rows: number,
  changed: Record<string, string>,
): Promise<void> {
  const { results } = await database.prepare(`SELECT * FROM ${table} WHERE order_id = ?`).bind(template).all()
  const columns = Object.keys(results[0] ?? {})
  const unknown = Object.keys(changed).filter((column) => !columns.includes(column))
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(', ')}: the seed needs its new columns`)
  const values = columns.map((column) => changed[column] ?? column)
  for (let from = first + 1; from < first + rows; from += rowsOfStatement) {
    const to = Math.min(from + rowsOfStatement, first + rows) - 1
    await database
      .prepare(
        `WITH RECURSIVE series (n) AS (VALUES (${from}) UNION ALL SELECT n + 1 FROM series WHERE n < ${to})
         INSERT INTO ${table} (${columns.join(', ')})
         SELECT ${values.join(', ')} FROM series, (SELECT * FROM ${table} WHERE order_id = ?)`,
      )
      .bind(template)
      .run()
  }
}

/** The cursor of the page that starts in the middle of a list. */
async function middleOf(
  database: Database,
  table: string,
  time: string,
  filter: string | null,
  value: string,
  rows: number,
): Promise<string> {
  const where = filter === null ? '' : `WHERE ${filter} = ?`
  const sql = `SELECT ${time} AS time, order_id FROM ${table} ${where}
    ORDER BY ${time} DESC, order_id DESC LIMIT 1 OFFSET ${Math.floor(rows / 2)}`
  const row = await firstRow(database, sql, ...(filter === null ? [] : [value]))
  if (row === undefined) throw new Error(`${table} has no row in its middle`)
  return encodeCursor([String(row['time']), String(row['order_id'])])
}

async function firstRow(database: Database, sql: string, ...values: string[]): Promise<SqlRow | undefined> {
  const { results } = await database
    .prepare(sql)
    .bind(...values)
    .all()
  return results[0]
}

async function orderOf(customerId: string, number: number, ...steps: Step[]): Promise<OpenOrder> {
  const book = new OrderBook()
  const id = orderIdOf(number)
  await tell(book, id, customerId, ...steps)
  const order = await book.read(id)
  if (order === null) throw new Error('the order was not placed')
  return order
}

/** Equal parts, and what is left over one by one to the first. */
function share(rows: number, parts: number, index: number): number {
  return Math.floor(rows / parts) + (index < rows % parts ? 1 : 0)
}
