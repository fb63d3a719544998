// Reads and writes sessions and links in identity's database. Most of accounts, sessions and tokens is better-auth's.
import * as z from 'zod'
import type { Language } from '../contract/language.ts'
import type { Database } from '../platform/database.ts'

const sessionSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
})

export type OwnSession = { id: string; createdAt: string; userAgent: string; ipAddress: string }

/** The sessions of a person that have not expired, newest first. */
export async function sessionsOf(db: Database, userId: string, now: Date): Promise<OwnSession[]> {
  const { results } = await db
    .prepare(
      `SELECT id, createdAt, userAgent, ipAddress FROM session WHERE userId = ? AND expiresAt > ?
       ORDER BY createdAt DESC LIMIT 100`,
    )
    .bind(userId, now.toISOString())
    .all()
  return results.map((row) => {
    const { id, createdAt, userAgent, ipAddress } = sessionSchema.parse(row)
    return { id, createdAt, userAgent: userAgent ?? '', ipAddress: ipAddress ?? '' }
  })
}

/** End a session of this person, and with it its tokens. A session of another person stays. */
export async function endSession(db: Database, userId: string, sessionId: string): Promise<void> {
  await db.prepare('DELETE FROM session WHERE id = ? AND userId = ?').bind(sessionId, userId).run()
}

/** How the owner of an account reads the shop; null as their browser says. */
export async function setReader(
  db: Database,
  userId: string,
  { language, timeZone }: { language: Language | null; timeZone: string | null },
): Promise<void> {
  await db.prepare('UPDATE user SET locale = ?, zoneinfo = ? WHERE id = ?').bind(language, timeZone, userId).run()
}

/** The e-mail address of an account; null when there is no such account. */
export async function emailOf(db: Database, userId: string): Promise<string | null> {
  const [row] = (await db.prepare('SELECT email FROM user WHERE id = ?').bind(userId).all()).results
  return row === undefined ? null : String(row['email'])
}

/** After a link has set a password: disable the other links of the account, and mark its address as verified. */
export async function closeRecovery(db: Database, userId: string): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM verification WHERE value = ?').bind(userId),
    db.prepare('UPDATE user SET emailVerified = 1 WHERE id = ?').bind(userId),
  ])
}
