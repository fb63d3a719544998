// The dead letters' store: one row for each message of each subscriber, with its whole body.
import * as z from 'zod'
import { type DeadLetter, type DeadLetterFilter, deadLetterStates, deadMessageSchema } from '../contract/dead-letter.ts'
import type { Subscriber } from '../contract/routing.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow, Statement } from '../platform/database.ts'
import { type Keyset, type Listing, newestFirst, oldestFirst } from '../platform/paging.ts'

/** `message`: the JSON of the message as it was. `deathId`: of its last death. */
export type StoredLetter = Required<Omit<DeadLetter, 'body'>> & { message: string; deathId: string }

/** A message has died. `deathId`: the dead-letter queue's id of it, the same when the queue repeats it. */
export type Death = {
  deathId: string
  subscriber: string
  subject: string | null
  type: string | null
  message: string
  cause: string | null
  attempts: number
  diedAt: string
}

/** Store a death: the same message of the same subscriber is the same letter, open again. A repeat changes nothing. */
export async function storeDeath(database: Database, death: Death): Promise<void> {
  const { deathId, subscriber, subject, type, message, cause, attempts, diedAt } = death
  const same = 'subscriber = ? AND subject IS ? AND body = ?'
  await database.batch([
    database
      .prepare(
        `UPDATE dead_letters
         SET state = 'open', reason = NULL, cause = ?, attempts = attempts + ?, deaths = deaths + 1, died_at = ?,
           queue_message_id = ?
         WHERE ${same} AND COALESCE(queue_message_id, dead_letter_id) <> ?`,
      )
      .bind(cause, attempts, diedAt, deathId, subscriber, subject, message, deathId),
    database
      .prepare(
        `INSERT INTO dead_letters (dead_letter_id, subscriber, subject, type, body, attempts, died_at, cause,
           queue_message_id)
         SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM dead_letters WHERE ${same})
         ON CONFLICT DO NOTHING`,
      )
      .bind(
        ...[deathId, subscriber, subject, type, message, attempts, diedAt, cause, deathId],
        ...[subscriber, subject, message],
      ),
  ])
}

/**
 * Take an order's personal data out of its dead letters: its key, and what earlier releases wrote in clear. One that is
 * sent again changes nothing: its subscriber has a newer event of the order.
 */
export function eraseLetters(database: Database, orderId: string): Statement {
  const nobody = JSON.stringify({ customerName: '', deliveryAddress: '', deliveryPhoneNumber: '' })
  const nulls = ['order.sealed', 'order.contact', 'order.delivery.failedAttempt.note', 'event.data.note']
  const places = [...nulls, 'event.data.handover.note'].map((path) => `'$.data.${path}', NULL`)
  return database
    .prepare(
      `UPDATE dead_letters
       SET body = json_replace(body, '$.data.event.data.contact', json(?), ${places.join(', ')})
       WHERE subject = ? AND json_valid(body)`,
    )
    .bind(nobody, orderId)
}

const columns =
  'dead_letter_id, subscriber, subject, type, body, attempts, died_at, state, cause, reason, deaths, queue_message_id'

function listingOf(conditions: Listing['where']) {
  return { select: columns, from: 'dead_letters', where: conditions, newestBy: ['died_at', 'dead_letter_id'] } as const
}

/** The letters that a filter selects, newest first. */
export async function listLetters(
  database: Database,
  filter: DeadLetterFilter,
  keyset: Keyset,
): Promise<Page<StoredLetter>> {
  const rows = await newestFirst([database], listingOf(conditionsOf(filter)), keyset)
  return cutPage(rows.map(letterOf), keyset.limit, (letter) => [letter.diedAt, letter.deadLetterId])
}

export async function readLetter(database: Database, deadLetterId: string): Promise<StoredLetter | null> {
  const sql = `SELECT ${columns} FROM dead_letters WHERE dead_letter_id = ?`
  const { results } = await database.prepare(sql).bind(deadLetterId).all()
  return results[0] === undefined ? null : letterOf(results[0])
}

/** The open letters of these subscribers that a filter selects: the oldest ones, and how many there are in all. */
export async function openLetters(
  database: Database,
  filter: DeadLetterFilter,
  among: readonly Subscriber[],
  limit: number,
): Promise<{ letters: StoredLetter[]; all: number }> {
  const places = among.map(() => '?').join(', ')
  const conditions = [...conditionsOf({ ...filter, state: 'open' }), [`subscriber IN (${places})`, ...among] as const]
  const rows = await oldestFirst([database], listingOf(conditions), { limit, after: null })
  const sql = `SELECT count(*) AS number FROM dead_letters WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`
  const counted = await database
    .prepare(sql)
    .bind(...conditions.flatMap(([, ...values]) => values))
    .all()
  return { letters: rows.slice(0, limit).map(letterOf), all: Number(counted.results[0]?.['number']) }
}

/** The letter was put to its queue. One that has died since stays open. */
export function sentStatement(database: Database, { deadLetterId, deathId, message }: StoredLetter): Statement {
  return database
    .prepare(
      `UPDATE dead_letters SET state = 'sentAgain', reason = NULL, body = ?
       WHERE dead_letter_id = ? AND COALESCE(queue_message_id, dead_letter_id) = ?`,
    )
    .bind(message, deadLetterId, deathId)
}

export function discardStatement(database: Database, deadLetterId: string, reason: string): Statement {
  const sql = `UPDATE dead_letters SET state = 'discarded', reason = ? WHERE dead_letter_id = ?`
  return database.prepare(sql).bind(reason, deadLetterId)
}

function conditionsOf({ subscriber, type, orderId, state, since, until }: DeadLetterFilter) {
  const given: [string, string | undefined][] = [
    ['subscriber = ?', subscriber],
    ['type = ?', type && `homeappliance.order.${type}`],
    ['subject = ?', orderId],
    ['state = ?', state],
    ['died_at >= ?', since],
    ['died_at < ?', until],
  ]
  return given.flatMap(([sql, value]) => (value === undefined ? [] : [[sql, value] as const]))
}

const rowSchema = z.object({
  dead_letter_id: z.string(),
  subscriber: z.string(),
  subject: z.string().nullable(),
  type: z.string().nullable(),
  body: z.string(),
  attempts: z.int(),
  died_at: z.string(),
  state: z.enum(deadLetterStates),
  cause: z.string().nullable(),
  reason: z.string().nullable(),
  deaths: z.int(),
  queue_message_id: z.string().nullable(),
})

function letterOf(row: SqlRow): StoredLetter {
  const { dead_letter_id, died_at, queue_message_id, body, ...letter } = rowSchema.parse(row)
  const stored = {
    ...letter,
    deadLetterId: dead_letter_id,
    diedAt: died_at,
    deathId: queue_message_id ?? dead_letter_id,
  }
  // The release before stored what came as it was, its cause around it.
  const told = letter.cause === null ? deadMessageSchema.safeParse(JSON.parse(body)) : null
  if (!told?.success) return { ...stored, message: body }
  return { ...stored, ...told.data.deadLetter, message: jsonOf(told.data.message) }
}

export function jsonOf(message: unknown): string {
  return JSON.stringify(message) ?? 'null'
}
