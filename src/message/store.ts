// The messages' store: one row for each message, recorded when it has been sent or withheld.
import * as z from 'zod'
import type { CustomerMessage, MessageKind } from '../contract/customer-message.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, SqlValue, Statement } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'
import { readableOr, type Vault } from '../platform/vault.ts'

/** `recordedAt`: the time of the event that the message is about. Its text is empty once it is erased. */
export type SentMessage = { message: CustomerMessage; customerId: string; recordedAt: string }

/** The messages' database, and what opens the texts in it. */
export type MessageStore = { database: Database; vault: Pick<Vault, 'open' | 'seal'> }

/** Record a message that has been sent, its text under the order's `key`. The same one again changes nothing. */
export function recordSent(
  { database, vault }: MessageStore,
  { message, customerId, recordedAt }: SentMessage,
  key: string | null,
): Statement {
  const { messageId, orderId, kind, sentAt } = message
  const text = key === null ? message.text : vault.seal(orderId, key, message.text)
  return database
    .prepare(
      `INSERT INTO messages (message_id, order_id, customer_id, kind, text, recorded_at, sent_at, personal_key)
       SELECT ?, ?, ?, ?, IIF(erased, '', ?), ?, ?, IIF(erased, NULL, ?)
       FROM (SELECT EXISTS (SELECT 1 FROM erased_orders WHERE order_id = ?) AS erased) WHERE TRUE
       ON CONFLICT (message_id) DO UPDATE SET sent_at = excluded.sent_at WHERE sent_at IS NULL`,
    )
    .bind(messageId, orderId, customerId, kind, text, recordedAt, sentAt, key, orderId)
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

/**
 * Erase the texts of an order's messages, and remember it. `messageIds`: those of its messages other than those of part
 * refunds.
 */
export function eraseTexts(database: Database, orderId: string, messageIds: readonly string[], at: string) {
  const ids = JSON.stringify(messageIds)
  return [
    database.prepare('INSERT OR IGNORE INTO erased_orders (order_id, erased_at) VALUES (?, ?)').bind(orderId, at),
    database
      .prepare(`UPDATE messages SET text = '', personal_key = NULL WHERE message_id IN (${ofOrders})`)
      .bind(ids, JSON.stringify([orderId])),
  ]
}

/** Which of these orders are erased. */
export async function findErased(database: Database, orderIds: readonly string[]): Promise<ReadonlySet<string>> {
  const sql = 'SELECT order_id FROM erased_orders WHERE order_id IN (SELECT value FROM json_each(?))'
  const { results } = await database.prepare(sql).bind(JSON.stringify(orderIds)).all()
  return new Set(results.map((row) => String(row['order_id'])))
}

/** A message that was sent; null until then. */
export async function findMessage({ database, vault }: MessageStore, messageId: string): Promise<SentMessage | null> {
  const sql = `SELECT ${columns} FROM messages WHERE message_id = ? AND sent_at IS NOT NULL`
  const [row] = (await database.prepare(sql).bind(messageId).all()).results
  return row === undefined ? null : storedOf(row, vault)
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
  { database, vault }: MessageStore,
  of: { orderIds: readonly string[]; messageIds: readonly string[]; customerId: string | null },
  keyset: Keyset,
): Promise<Page<SentMessage>> {
  const where: [string, ...SqlValue[]][] = [
    [`message_id IN (${ofOrders})`, JSON.stringify(of.messageIds), JSON.stringify(of.orderIds)],
    ['sent_at <> ?', ''],
  ]
  if (of.customerId !== null) where.push(['customer_id = ?', of.customerId])
  const listing = { select: columns, from: 'messages', where, newestBy: ['recorded_at', 'message_id'] } as const
  const rows = await newestFirst(database, listing, keyset)
  const stored = rows.map((row) => storedOf(row, vault))
  return cutPage(stored, keyset.limit, (row) => [row.recordedAt, row.message.messageId])
}

/** The ids of all messages of some orders: those given, and those of part refunds. */
const ofOrders = `SELECT value FROM json_each(?)
  UNION ALL SELECT message_id FROM messages
  WHERE kind = 'partRefunded' AND order_id IN (SELECT value FROM json_each(?))`

const columns = 'message_id, order_id, customer_id, kind, text, recorded_at, sent_at, personal_key'

const rowSchema = z.object({
  message_id: z.string(),
  order_id: z.string(),
  customer_id: z.string(),
  // A Worker of the next release may have recorded a kind that this one does not know.
  kind: z.custom<MessageKind>((kind) => typeof kind === 'string'),
  text: z.string(),
  recorded_at: z.string(),
  sent_at: z.string(),
  personal_key: z.string().nullable(),
})

function storedOf(row: SqlRow, vault: MessageStore['vault']): SentMessage {
  const { message_id, order_id, customer_id, kind, recorded_at, sent_at, ...stored } = rowSchema.parse(row)
  const { personal_key: key } = stored
  const text = key === null ? stored.text : readableOr('', () => vault.open(order_id, key, stored.text))
  const message = { messageId: message_id, orderId: order_id, kind, text, sentAt: sent_at }
  return { message, customerId: customer_id, recordedAt: recorded_at }
}
