// The messages' store: one row for each message, recorded when it has been sent or withheld.
import * as z from 'zod'
import type { CustomerMessage, MessageKind } from '../contract/customer-message.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, SqlValue, Statement } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

/** `recordedAt`: the time of the event that the message is about. */
export type SentMessage = { message: CustomerMessage; customerId: string; recordedAt: string }

/** Record a message that has been sent. The same one again changes nothing. */
export function recordSent(database: Database, { message, customerId, recordedAt }: SentMessage): Statement {
  const { messageId, orderId, kind, text, sentAt } = message
  return database
    .prepare(
      `INSERT INTO messages (message_id, order_id, customer_id, kind, text, recorded_at, sent_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (message_id) DO UPDATE SET sent_at = excluded.sent_at WHERE sent_at IS NULL`,
    )
    .bind(messageId, orderId, customerId, kind, text, recordedAt, sentAt)
}

/** Record messages that are never sent. The same ones again change nothing. */
export function recordWithheld(database: Database, messageIds: readonly string[], at: string): Statement {
  return database
    .prepare('INSERT OR IGNORE INTO withheld_messages (message_id, withheld_at) SELECT value, ? FROM json_each(?)')
    .bind(at, JSON.stringify(messageIds))
}

/** Which of these messages have been sent or withheld. */
export async function findHandled(database: Database, messageIds: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = JSON.stringify(messageIds)
  const sql = `SELECT message_id FROM messages
      WHERE message_id IN (SELECT value FROM json_each(?)) AND sent_at IS NOT NULL
    UNION ALL
    SELECT message_id FROM withheld_messages WHERE message_id IN (SELECT value FROM json_each(?))`
  const { results } = await database.prepare(sql).bind(ids, ids).all()
  return new Set(results.map((row) => String(row['message_id'])))
}

/** A message that was sent; null until then. */
export async function findMessage(database: Database, messageId: string): Promise<SentMessage | null> {
  const sql = `SELECT ${columns} FROM messages WHERE message_id = ? AND sent_at IS NOT NULL`
  const [row] = (await database.prepare(sql).bind(messageId).all()).results
  return row === undefined ? null : storedOf(row)
}

/** An order that a customer was told of, and when first. */
export type ToldOrder = { orderId: string; firstAt: string }

/** The orders that a customer, or (null) any, was told of, newest first. */
export async function listToldOrders(
  database: Database,
  customerId: string | null,
  keyset: Keyset,
): Promise<Page<ToldOrder>> {
  const listing = {
    select: 'order_id, first_at',
    from: 'told_orders',
    where: customerId === null ? [] : [['customer_id = ?', customerId] as const],
    newestBy: ['first_at', 'order_id'],
  } as const
  const rows = await newestFirst(database, listing, keyset)
  const orders = rows.map((row) => ({ orderId: String(row['order_id']), firstAt: String(row['first_at']) }))
  return cutPage(orders, keyset.limit, ({ firstAt, orderId }) => [firstAt, orderId])
}

/**
 * The messages of some orders that were sent, newest first: all, or (`customerId`) those of one customer. `messageIds`:
 * the ids of the orders' messages other than those of part refunds.
 */
export async function listMessages(
  database: Database,
  of: { orderIds: readonly string[]; messageIds: readonly string[]; customerId: string | null },
  keyset: Keyset,
): Promise<Page<SentMessage>> {
  const ofOrders = `SELECT value FROM json_each(?)
    UNION ALL SELECT message_id FROM messages
    WHERE kind = 'partRefunded' AND order_id IN (SELECT value FROM json_each(?))`
  const where: [string, ...SqlValue[]][] = [
    [`message_id IN (${ofOrders})`, JSON.stringify(of.messageIds), JSON.stringify(of.orderIds)],
    ['sent_at <> ?', ''],
  ]
  if (of.customerId !== null) where.push(['customer_id = ?', of.customerId])
  const listing = { select: columns, from: 'messages', where, newestBy: ['recorded_at', 'message_id'] } as const
  const rows = await newestFirst(database, listing, keyset)
  return cutPage(rows.map(storedOf), keyset.limit, (row) => [row.recordedAt, row.message.messageId])
}

const columns = 'message_id, order_id, customer_id, kind, text, recorded_at, sent_at'

const rowSchema = z.object({
  message_id: z.string(),
  order_id: z.string(),
  customer_id: z.string(),
  // A Worker of the next release may have recorded a kind that this one does not know.
  kind: z.custom<MessageKind>((kind) => typeof kind === 'string'),
  text: z.string(),
  recorded_at: z.string(),
  sent_at: z.string(),
})

function storedOf(row: SqlRow): SentMessage {
  const { message_id, order_id, customer_id, kind, text, recorded_at, sent_at } = rowSchema.parse(row)
  const message = { messageId: message_id, orderId: order_id, kind, text, sentAt: sent_at }
  return { message, customerId: customer_id, recordedAt: recorded_at }
}
