// What identity writes to its database by itself; accounts, sessions and tokens are better-auth's.
import { type FirstPartyClient, scopes } from './clients.ts'

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
