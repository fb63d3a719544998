// The dead letters' store: one row for each, with its whole body.
import * as z from 'zod'
import type { DeadLetter } from '../contract/dead-letter.ts'
import type { Page } from '../contract/rpc.ts'
import { cutPage } from '../platform/cursor.ts'
import type { Database, SqlRow } from '../platform/database.ts'
import { type Keyset, newestFirst } from '../platform/paging.ts'

/** Store a dead letter. A repeat changes nothing. */
export async function storeDeadLetter(database: Database, letter: DeadLetter): Promise<void> {
  const { deadLetterId, subscriber, subject, type, body, attempts, diedAt } = letter
  await database
    .prepare(
      `INSERT INTO dead_letters (dead_letter_id, subscriber, subject, type, body, attempts, died_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    )
    .bind(deadLetterId, subscriber, subject, type, body, attempts, diedAt)
    .run()
}

/** The dead letters of one subscriber, or all, newest first. */
export async function listDeadLetters(
  database: Database,
  subscriber: string | null,
  keyset: Keyset,
): Promise<Page<DeadLetter>> {
  const listing = {
    select: 'dead_letter_id, subscriber, subject, type, body, attempts, died_at',
    from: 'dead_letters',
    where: subscriber === null ? [] : ([['subscriber = ?', subscriber]] as const),
    newestBy: ['died_at', 'dead_letter_id'],
  } as const
  const rows = await newestFirst(database, listing, keyset)
  return cutPage(rows.map(letterOf), keyset.limit, (letter) => [letter.diedAt, letter.deadLetterId])
}

const rowSchema = z.object({
  dead_letter_id: z.string(),
  subscriber: z.string(),
  subject: z.string().nullable(),
  type: z.string().nullable(),
  body: z.string(),
  attempts: z.int(),
  died_at: z.string(),
})

function letterOf(row: SqlRow): DeadLetter {
  const { dead_letter_id, died_at, ...letter } = rowSchema.parse(row)
  return { ...letter, deadLetterId: dead_letter_id, diedAt: died_at }
}
