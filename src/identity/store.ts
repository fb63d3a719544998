// What identity reads and writes in its database by itself; the rest of accounts, sessions and tokens is better-auth's.
import * as z from 'zod'
import { type FirstPartyClient, scopes } from './oauth/clients.ts'

/**
 * Have the platform's own clients stand in the database as given. Done once at the start of an isolate, so that a new
 * address or a fresh database needs no step of its own; writes nothing when all is so already.
 */
export async function registerClients(db: D1Database, clients: FirstPartyClient[]): Promise<void> {
  const statement = db.prepare(
    `INSERT INTO oauthClient (id, clientId, name, applicationType, redirectUris, scopes, skipConsent, requirePKCE,
       tokenEndpointAuthMethod, grantTypes, responseTypes)
     VALUES (?1, ?1, ?2, ?3, ?4, ?5, 1, 1, 'none', '["authorization_code","refresh_token"]', '["code"]')
     ON CONFLICT (clientId) DO UPDATE SET name = excluded.name, redirectUris = excluded.redirectUris,
       scopes = excluded.scopes
     WHERE name <> excluded.name OR redirectUris <> excluded.redirectUris OR scopes <> excluded.scopes`,
  )
  await db.batch(
    clients.map((client) =>
      statement.bind(
        client.clientId,
        client.name,
        client.applicationType,
        JSON.stringify(client.redirectUris),
        JSON.stringify(scopes),
      ),
    ),
  )
}

/** Throws when the database does not answer or has not been migrated. */
export async function pingAccounts(db: D1Database): Promise<void> {
  await db.prepare('SELECT 1 FROM user LIMIT 1').first()
}

const sessionSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
})

export type OwnSession = { id: string; createdAt: string; userAgent: string; ipAddress: string }

/** The sessions of a person that have not run out, newest first. */
export async function sessionsOf(db: D1Database, userId: string, now: Date): Promise<OwnSession[]> {
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

/** End a person's own session, and with it its tokens; another's stays. */
export async function endSession(db: D1Database, userId: string, sessionId: string): Promise<void> {
  await db.prepare('DELETE FROM session WHERE id = ? AND userId = ?').bind(sessionId, userId).run()
}

/** After a password was set by a link: no other link of the account works, and its address is known to be its own. */
export async function closeRecovery(db: D1Database, userId: string): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM verification WHERE value = ?').bind(userId),
    db.prepare('UPDATE user SET emailVerified = 1 WHERE id = ?').bind(userId),
  ])
}
