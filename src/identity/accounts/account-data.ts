// What identity holds of a person, as they may read it, and its erasure.
import * as z from 'zod'
import { roles } from '../../contract/caller.ts'
import type { AccountData } from '../../contract/customer-data.ts'
import type { Database } from '../../platform/database.ts'
import { asLanguage, asTimeZone } from '../../web/reader.ts'
import { sessionsOf } from '../store.ts'

const rowSchema = z.object({
  name: z.string(),
  email: z.string(),
  emailVerified: z.number(),
  role: z.enum(roles).catch('customer'),
  createdAt: z.string(),
  locale: z.string().nullable(),
  zoneinfo: z.string().nullable(),
  country: z.string().nullable(),
})

/** Null when there is no such account. */
export async function accountData(db: Database, accountId: string, now: Date): Promise<AccountData | null> {
  const sql = 'SELECT name, email, emailVerified, role, createdAt, locale, zoneinfo, country FROM user WHERE id = ?'
  const [row] = (await db.prepare(sql).bind(accountId).all()).results
  if (row === undefined) return null
  const { emailVerified, locale, zoneinfo, ...account } = rowSchema.parse(row)
  const sessions = await sessionsOf(db, accountId, now)
  return {
    ...account,
    isEmailVerified: emailVerified === 1,
    language: asLanguage(locale),
    timeZone: asTimeZone(zoneinfo),
    sessions: sessions.map(({ createdAt, userAgent, ipAddress }) => ({ createdAt, userAgent, ipAddress })),
  }
}

/** Delete the account of a customer, and with it sessions, tokens, passwords and links. Any other account stays. */
export async function eraseAccount(db: Database, accountId: string): Promise<void> {
  const isCustomer = `EXISTS (SELECT 1 FROM user WHERE id = ?1 AND coalesce(role, 'customer') = 'customer')`
  // A link's value is the id of the account; that of an authorization under way is JSON.
  const isOfAccount = `(value = ?1 OR instr(value, '"userId":' || json_quote(?1)) > 0)`
  await db.batch([
    db.prepare(`DELETE FROM verification WHERE ${isOfAccount} AND ${isCustomer}`).bind(accountId),
    db.prepare(`DELETE FROM user WHERE id = ?1 AND coalesce(role, 'customer') = 'customer'`).bind(accountId),
  ])
}
