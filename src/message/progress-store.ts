// How far messages are, and what their channel reports of them.
import type { MessageReport } from '../contract/message-delivery.ts'
import { actStatement, type NewAct } from '../platform/acts.ts'
import type { Database, SqlRow, SqlValue, Statement } from '../platform/database.ts'
import { isoOf, type KeyedMessage, type MessageStore, newColumns, type Sent, storedText } from './store.ts'
import type { Waiting } from './tries.ts'

/**
 * How far these messages are: `handled` ones are sent, withheld or given up. One that is absent was never tried. One
 * that is claimed waits until its claim is over.
 */
export async function findProgress(
  database: Database,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, 'handled' | Waiting>> {
  const ids = JSON.stringify(messageIds)
  const sql = `SELECT message_id, IIF(${isOpen}, coalesce(tries, 0), NULL) AS tries, first_tried_at, next_try_at
    FROM messages
    WHERE message_id IN (SELECT value FROM json_each(?))
      AND (sent_at IS NOT NULL OR problem IS NOT NULL OR next_try_at IS NOT NULL)
    UNION ALL
    SELECT message_id, NULL, NULL, NULL FROM withheld_messages WHERE message_id IN (SELECT value FROM json_each(?))`
  const { results } = await database.prepare(sql).bind(ids, ids).all()
  return new Map(results.map((row) => [String(row['message_id']), waitingIn(row) ?? 'handled']))
}

function waitingIn({ tries, first_tried_at, next_try_at }: SqlRow): Waiting | null {
  if (tries === null) return null
  return {
    tries: Number(tries),
    firstTriedAt: Date.parse(String(first_tried_at)),
    nextTryAt: Date.parse(String(next_try_at)),
  }
}

/** Claimed or waiting: neither sent nor given up. */
const isOpen = "sent_at IS NULL AND (problem IS NULL OR problem = 'waiting')"

/**
 * Claim messages until `until`. The ids of those that are the caller's to send now: all but those that are sent, given
 * up, or claimed or waiting beyond `now`. A claim that its holder does not follow up ends by itself. Times are epoch
 * milliseconds.
 */
export async function claimMessages(
  { database, vault }: MessageStore,
  messages: readonly KeyedMessage[],
  now: number,
  until: number,
): Promise<ReadonlySet<string>> {
  const rows = messages.map(({ message, key }) => ({ ...message, text: storedText(vault, message, key), key }))
  const sql = `INSERT INTO messages (${newColumns}, first_tried_at, next_try_at)
    SELECT value ->> 'messageId', value ->> 'orderId', value ->> 'customerId', value ->> 'kind', value ->> 'recordedAt',
      IIF(erased, '', value ->> 'text'), IIF(erased, NULL, value ->> 'key'), ?2, ?3
    FROM (SELECT value, EXISTS (SELECT 1 FROM erased_orders WHERE order_id = value ->> 'orderId') AS erased
      FROM json_each(?1))
    WHERE TRUE
    ON CONFLICT (message_id) DO UPDATE SET next_try_at = excluded.next_try_at
    WHERE ${isOpen} AND (next_try_at IS NULL OR next_try_at <= ?2)
    RETURNING message_id`
  const found = await rowsOf(database.prepare(sql), JSON.stringify(rows), isoOf(now), isoOf(until))
  return new Set(found.map((row) => String(row['message_id'])))
}

/** Give up a message that is claimed or waiting. */
export function giveUp(database: Database, messageId: string, cause: string, at: string): Statement {
  return database
    .prepare(
      `UPDATE messages SET problem = 'failed', problem_at = ?, cause = ?, next_try_at = NULL
       WHERE message_id = ? AND ${isOpen}`,
    )
    .bind(at, cause, messageId)
}

/** What a channel reports of a message that it has taken. `at` (ISO 8601) orders the reports of one message. */
export type Report = Pick<MessageReport, 'status'> & { at: string; cause: string | null }

/** A message by our id, or by its id at the channel. */
export type ReportedBy = { column: 'message_id' | 'channel_id'; id: string }

/**
 * Record a report; true when there is such a message. A report that repeats, or is older than the newest one, changes
 * nothing: an answer that comes late does not undo what came after.
 */
export async function recordReport(database: Database, { column, id }: ReportedBy, report: Report): Promise<boolean> {
  const { status, cause } = report
  const at = new Date(report.at).toISOString()
  const sql = `UPDATE messages SET reported_at = ?1, delivered_at = IIF(?2 = 'delivered', ?1, NULL),
      problem = IIF(?2 = 'bounced', 'bounced', NULL), problem_at = IIF(?2 = 'bounced', ?1, NULL),
      cause = IIF(?2 = 'bounced', ?3, NULL)
    WHERE ${column} = ?4 AND sent_at IS NOT NULL AND (reported_at IS NULL OR reported_at < ?1)`
  await database.prepare(sql).bind(at, status, cause, id).run()
  const found = database.prepare(`SELECT 1 FROM messages WHERE ${column} = ? AND sent_at IS NOT NULL`).bind(id)
  return (await found.all()).results.length > 0
}

/** A message that failed, where it stands. */
export type FailedMessage = { database: Database; messageId: string; recordedAt: string }

/** The messages that failed before `until`, about what happened at `since` or later: the oldest ones, and how many. */
export async function listFailed(
  database: Database,
  { since = '', until }: { since?: string | undefined; until: string },
  limit: number,
): Promise<{ messages: FailedMessage[]; all: number }> {
  const from = `FROM messages WHERE problem = 'failed' AND recorded_at >= ? AND problem_at < ? AND text <> ''`
  const oldest = `SELECT message_id, recorded_at ${from} ORDER BY recorded_at, message_id LIMIT ?`
  const [first, [count]] = await Promise.all([
    rowsOf(database.prepare(oldest), since, until, limit),
    rowsOf(database.prepare(`SELECT count(*) AS failed ${from}`), since, until),
  ])
  const messages = first.map((row) => {
    return { database, messageId: String(row['message_id']), recordedAt: String(row['recorded_at']) }
  })
  return { messages, all: Number(count?.['failed'] ?? 0) }
}

/**
 * Take a message that failed or bounced for one try, and record the act with it; false when it stands otherwise, or
 * somebody else has taken it. It is free again at `until`, so that a call that is cut off leaves it.
 */
export async function takeForReplay(database: Database, act: NewAct, until: string): Promise<boolean> {
  const isFree = "message_id = ? AND problem IN ('failed', 'bounced') AND (next_try_at IS NULL OR next_try_at <= ?)"
  const before = "json_object('status', problem, 'cause', cause)"
  await database.batch([
    actStatement(database, act, before, `FROM messages WHERE ${isFree}`, act.target, act.at),
    database.prepare(`UPDATE messages SET next_try_at = ? WHERE ${isFree}`).bind(until, act.target, act.at),
  ])
  return (await rowsOf(database.prepare('SELECT 1 FROM acts WHERE act_id = ?'), act.actId)).length > 0
}

/** Record that a replay was sent. What the channel reported of the time before is over. */
export function recordReplayed(database: Database, messageId: string, { sentAt, channel, channelId }: Sent): Statement {
  return database
    .prepare(
      `UPDATE messages SET sent_at = ?, channel = ?, channel_id = ?, problem = NULL, problem_at = NULL, cause = NULL,
         next_try_at = NULL, delivered_at = NULL
       WHERE message_id = ?`,
    )
    .bind(sentAt, channel, channelId, messageId)
}

/** Record that a replay failed: one that had bounced is one that failed from now on. */
export function recordReplayFailed(database: Database, messageId: string, cause: string, at: string): Statement {
  return database
    .prepare(
      `UPDATE messages SET problem = 'failed', problem_at = ?, cause = ?, tries = coalesce(tries, 0) + 1,
         sent_at = NULL, next_try_at = NULL
       WHERE message_id = ?`,
    )
    .bind(at, cause, messageId)
}

async function rowsOf(statement: Statement, ...values: SqlValue[]): Promise<SqlRow[]> {
  return (await statement.bind(...values).all()).results
}
