// The shop's own OAuth clients: the gateway's pages and the command line. Both are public, use PKCE, and are trusted.
import type { Database } from '../../platform/database.ts'
import { isLoopbackUrl } from '../../platform/loopback.ts'

export type FirstPartyClient = {
  clientId: string
  name: string
  applicationType: 'web' | 'native'
  redirectUris: string[]
}

export const scopes = ['openid', 'profile', 'email', 'offline_access']

/**
 * The clients of a public origin. A loopback redirect is registered without its port, since every port of it is the
 * same machine (RFC 8252, section 7.3).
 */
export function firstPartyClients(origin: string): FirstPartyClient[] {
  const homes = isLoopbackUrl(new URL(origin)) ? ['http://localhost', 'http://127.0.0.1'] : [origin]
  return [
    {
      clientId: 'homeappliance-web',
      name: 'The shop',
      applicationType: 'web',
      redirectUris: homes.map((home) => `${home}/signed-in`),
    },
    {
      clientId: 'homeappliance-cli',
      name: 'The command line',
      applicationType: 'native',
      redirectUris: ['http://127.0.0.1/callback'],
    },
  ]
}

/**
 * Insert or update the shop's own clients. Done once at the start of an isolate, so that a new address or a new
 * database needs no step of its own. Writes nothing when nothing has changed.
 */
export async function registerClients(db: Database, clients: FirstPartyClient[]): Promise<void> {
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
