// The messages' store: one row for each message, recorded when it has been sent, tried or withheld.
import * as z from 'zod'
import type { CustomerMessage, MessageKind, MessageProblem } from '../contract/customer-message.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, SqlValue, Statement } from '../platform/database.ts'
import { mayHold, type OrderShards } from '../platform/order-shards.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'
import { readableOr, type Vault } from '../platform/vault.ts'
import type { FailedTry } from './tries.ts'

/** `recordedAt`: the time of the event that the message is about. Its text is empty once it is erased. */
export type StoredMessage = { message: CustomerMessage; customerId: string; recordedAt: string }

/** A message on its way into the store. `text` is in clear. */
export type NewMessage = Pick<CustomerMessage, 'messageId' | 'orderId' | 'kind' | 'text'> &
  Pick<StoredMessage, 'customerId' | 'recordedAt'>

/** `key`: that of the order, under which the text is stored; null where it has none. */
export type KeyedMessage = { message: NewMessage; key: string | null }

/** Where the messages stand, and what opens their texts. */
export type MessageShards = { shards: OrderShards; vault: Pick<Vault, 'open' | 'seal'> }

/** One of the databases, with the messages of its orders. */
export type MessageStore = { database: Database } & Pick<MessageShards, 'vault'>

/** When a message was sent, by which channel (null: in the shop alone), and its id there. */
export type Sent = { sentAt: string; channel: string | null; channelId: string | null }

/** Record a message that has been sent. The same one again changes nothing. */
export function recordSent(store: MessageStore, keyed: KeyedMessage, sent: Sent): Statement {
  const { sentAt, channel, channelId } = sent
  return store.database
    .prepare(
      `INSERT INTO messages (${newColumns}, sent_at, channel, channel_id)
       SELECT ${newValues}, ?6, ?9, ?10 FROM ${erasedOrNot} WHERE TRUE
       ON CONFLICT (message_id) DO UPDATE SET sent_at = excluded.sent_at, channel = excluded.channel,
         channel_id = excluded.channel_id, problem = NULL, problem_at = NULL, cause = NULL, next_try_at = NULL
       WHERE sent_at IS NULL`,
    )
    .bind(...valuesOf(store, keyed, sentAt), channel, channelId)
}

/** Record a try that failed, at `at`. A message that was sent by now stays as it is. */
export function recordFailed(
  store: MessageStore,
  keyed: KeyedMessage,
  { tries, firstTriedAt, nextTryAt, cause }: FailedTry,
  at: string,
): Statement {
  return store.database
    .prepare(
      `INSERT INTO messages (${newColumns}, problem_at, problem, cause, tries, first_tried_at, next_try_at)
       SELECT ${newValues}, ?6, ?9, ?10, ?11, ?12, ?13 FROM ${erasedOrNot} WHERE TRUE
       ON CONFLICT (message_id) DO UPDATE SET problem = excluded.problem, problem_at = excluded.problem_at,
         cause = excluded.cause, tries = excluded.tries, next_try_at = excluded.next_try_at
       WHERE sent_at IS NULL`,
    )
    .bind(
      ...valuesOf(store, keyed, at),
      ...[nextTryAt === null ? 'failed' : 'waiting', cause, tries, isoOf(firstTriedAt), nextTryAt && isoOf(nextTryAt)],
    )
}

/** Parameters 1 to 5, 7 and 8 of a new row. One of an erased order gets neither text nor key. */
export const newColumns = 'message_id, order_id, customer_id, kind, recorded_at, text, personal_key'
const newValues = "?1, ?2, ?3, ?4, ?5, IIF(erased, '', ?7), IIF(erased, NULL, ?8)"
const erasedOrNot = '(SELECT EXISTS (SELECT 1 FROM erased_orders WHERE order_id = ?2) AS erased)'

function valuesOf({ vault }: MessageStore, { message, key }: KeyedMessage, at: string): SqlValue[] {
  const { messageId, orderId, customerId, kind, recordedAt } = message
  return [messageId, orderId, customerId, kind, recordedAt, at, storedText(vault, message, key), key]
}

export function storedText(vault: MessageStore['vault'], { orderId, text }: NewMessage, key: string | null): string {
  return key === null ? text : vault.seal(orderId, key, text)
}

export const isoOf = (time: number) => new Date(time).toISOString()

/** Record messages that are never sent. The same ones again change nothing. */
export function recordWithheld(database: Database, messageIds: readonly string[], at: string): Statement {
  return database
    .prepare('INSERT OR IGNORE INTO withheld_messages (message_id, withheld_at) SELECT value, ? FROM json_each(?)')
    .bind(at, JSON.stringify(messageIds))
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

/** A message that was sent or tried; null until then. */
export async function findMessage({ database, vault }: MessageStore, messageId: string): Promise<StoredMessage | null> {
  const sql = `SELECT ${columns} FROM messages WHERE message_id = ? AND ${isShown}`
  const [row] = (await database.prepare(sql).bind(messageId).all()).results
  return row === undefined ? null : storedOf(row, vault)
}

/** An order that a customer was told of, and when first. */
export type ToldOrder = { orderId: string; firstAt: string }

/** The orders that a customer, or (null) any, was told of, newest first. */
export async function listToldOrders(
  databases: readonly Database[],
  customerId: string | null,
  keyset: Keyset,
): Promise<Page<ToldOrder>> {
  const listing = {
    select: 'order_id, first_at',
    from: 'told_orders',
    where: customerId === null ? [] : [['customer_id = ?', customerId] as const],
    newestBy: ['first_at', 'order_id'],
  } as const
  const rows = await newestFirst(databases, listing, keyset)
  const orders = rows.map((row) => ({ orderId: String(row['order_id']), firstAt: String(row['first_at']) }))
  return cutPage(orders, keyset.limit, ({ firstAt, orderId }) => [firstAt, orderId])
}

/**
 * The messages of some orders, newest first: all, or (`customerId`) those of one customer. `messageIds`: the ids of the
 * orders' messages other than those of part refunds.
 */
export async function listMessages(
  { shards, vault }: MessageShards,
  of: { orderIds: readonly string[]; messageIds: readonly string[]; customerId: string | null },
  keyset: Keyset,
): Promise<Page<StoredMessage>> {
  const where: Where = [
    [`message_id IN (${ofOrders})`, JSON.stringify(of.messageIds), JSON.stringify(of.orderIds)],
    [isShown],
  ]
  if (of.customerId !== null) where.push(['customer_id = ?', of.customerId])
  const databases = new Set(of.orderIds.flatMap((orderId) => mayHold(shards, orderId)))
  return await pageOf([...databases], vault, where, keyset)
}

/** The messages with a problem, newest first: of all orders, or of one; all, or those of one customer. */
export async function listProblems(
  { shards, vault }: MessageShards,
  problem: MessageProblem,
  { orderId, customerId }: { orderId: string | null; customerId: string | null },
  keyset: Keyset,
): Promise<Page<StoredMessage>> {
  const where: Where = [['problem = ?', problem]]
  if (orderId !== null) where.push(['order_id = ?', orderId])
  if (customerId !== null) where.push(['customer_id = ?', customerId])
  const databases = orderId === null ? shards.all : mayHold(shards, orderId)
  return await pageOf(databases, vault, where, keyset)
}

type Where = [string, ...SqlValue[]][]

async function pageOf(
  databases: readonly Database[],
  vault: MessageShards['vault'],
  where: Where,
  keyset: Keyset,
): Promise<Page<StoredMessage>> {
  const listing = { select: columns, from: 'messages', where, newestBy: ['recorded_at', 'message_id'] } as const
  const rows = await newestFirst(databases, listing, keyset)
  const stored = rows.map((row) => storedOf(row, vault))
  return cutPage(stored, keyset.limit, (row) => [row.recordedAt, row.message.messageId])
}

/** A row that is claimed has neither, nor one that an early release recorded before it was sent. */
const isShown = '(sent_at IS NOT NULL OR problem IS NOT NULL)'

/** The ids of all messages of some orders: those given, and those of part refunds. */
const ofOrders = `SELECT value FROM json_each(?)
  UNION ALL SELECT message_id FROM messages
  WHERE kind = 'partRefunded' AND order_id IN (SELECT value FROM json_each(?))`

const columns = `message_id, order_id, customer_id, kind, text, recorded_at, sent_at, personal_key, channel, problem,
  problem_at, cause, tries, next_try_at, delivered_at`

const rowSchema = z.object({
  message_id: z.string(),
  order_id: z.string(),
  customer_id: z.string(),
  // A Worker of the next release may have recorded a kind that this one does not know.
  kind: z.custom<MessageKind>((kind) => typeof kind === 'string'),
  text: z.string(),
  recorded_at: z.string(),
  sent_at: z.string().nullable(),
  personal_key: z.string().nullable(),
  channel: z.string().nullable(),
  problem: z.custom<MessageProblem>((problem) => typeof problem === 'string').nullable(),
  problem_at: z.string().nullable(),
  cause: z.string().nullable(),
  tries: z.int().nullable(),
  next_try_at: z.string().nullable(),
  delivered_at: z.string().nullable(),
})
type Row = z.infer<typeof rowSchema>

function storedOf(row: SqlRow, vault: MessageStore['vault']): StoredMessage {
  const parsed = rowSchema.parse(row)
  const { message_id: messageId, order_id: orderId, customer_id: customerId, kind, personal_key: key } = parsed
  const text = key === null ? parsed.text : readableOr('', () => vault.open(orderId, key, parsed.text))
  const sentAt = parsed.sent_at ?? parsed.problem_at ?? parsed.recorded_at
  const message = { messageId, orderId, kind, text, sentAt, ...standingOf(parsed) }
  return { message, customerId, recordedAt: parsed.recorded_at }
}

function standingOf(row: Row): Pick<CustomerMessage, 'status' | 'cause' | 'tries' | 'nextTryAt'> {
  const { problem, cause, tries, next_try_at: nextTryAt } = row
  // A Worker of an earlier release may have sent what was waiting.
  if (problem !== null && (problem === 'bounced' || row.sent_at === null))
    return { status: problem, cause, tries: tries ?? 0, ...(nextTryAt !== null && { nextTryAt }) }
  if (row.delivered_at !== null) return { status: 'delivered' }
  return { status: row.channel === null ? 'recorded' : 'sent' }
}
