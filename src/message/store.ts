// The messages' store: one row for each order and kind, recorded once, marked when it has been sent.
import * as z from 'zod'
import type { CustomerMessage, Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, SqlValue } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

export type RecordedMessage = Omit<CustomerMessage, 'sentAt'> & { customerId: string; recordedAt: string }

/** Record a message unless it is recorded already, and tell whether it was sent before. */
export async function recordMessage(database: Database, message: RecordedMessage): Promise<{ isSent: boolean }> {
  const { messageId, orderId, customerId, kind, text, recordedAt } = message
  await database
    .prepare(
      `INSERT INTO messages (message_id, order_id, customer_id, kind, text, recorded_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    )
    .bind(messageId, orderId, customerId, kind, text, recordedAt)
    .run()
  return { isSent: (await findMessage(database, messageId)) !== null }
}

export async function markSent(database: Database, messageId: string, sentAt: string): Promise<void> {
  await database
    .prepare('UPDATE messages SET sent_at = ? WHERE message_id = ? AND sent_at IS NULL')
    .bind(sentAt, messageId)
    .run()
}

export type SentMessage = { message: CustomerMessage; customerId: string }

/** A message that the customer was told; null while it is not sent. */
export async function findMessage(database: Database, messageId: string): Promise<SentMessage | null> {
  const sql = `SELECT ${columns} FROM messages WHERE message_id = ? AND sent_at IS NOT NULL`
  const [row] = (await database.prepare(sql).bind(messageId).all()).results
  if (row === undefined) return null
  const { customerId, message } = storedOf(row)
  return { customerId, message }
}

/** What customers were told, newest first: of one order or one customer, of one order of one customer, or all. */
export async function listMessages(
  database: Database,
  filter: { orderId: string | null; customerId: string | null },
  keyset: Keyset,
): Promise<Page<CustomerMessage>> {
  const where: [string, SqlValue][] = []
  if (filter.orderId !== null) where.push(['order_id = ?', filter.orderId])
  if (filter.customerId !== null) where.push(['customer_id = ?', filter.customerId])
  const listing = {
    select: columns,
    from: 'messages',
    where: [...where, ['sent_at <> ?', '']],
    newestBy: ['recorded_at', 'message_id'],
  } as const
  const rows = await newestFirst(database, listing, keyset)
  const { items, cursor } = cutPage(rows.map(storedOf), keyset.limit, (row) => [row.recordedAt, row.message.messageId])
  return { items: items.map((row) => row.message), cursor }
}

const columns = 'message_id, order_id, customer_id, kind, text, recorded_at, sent_at'

const rowSchema = z.object({
  message_id: z.string(),
  order_id: z.string(),
  customer_id: z.string(),
  kind: z.enum(['deliveryStarted', 'deliveryCanceled']),
  text: z.string(),
  recorded_at: z.string(),
  sent_at: z.string(),
})

function storedOf(row: SqlRow): SentMessage & { recordedAt: string } {
  const { message_id, order_id, customer_id, kind, text, recorded_at, sent_at } = rowSchema.parse(row)
  const message = { messageId: message_id, orderId: order_id, kind, text, sentAt: sent_at }
  return { message, customerId: customer_id, recordedAt: recorded_at }
}
