// The authorization server of this isolate, made at the first request and kept: making it reads the database.
import type { Door } from './app.ts'
import { createAuth } from './auth.ts'
import { firstPartyClients } from './clients.ts'
import { publicOrigin } from './origin.ts'
import { registerClients } from './store.ts'

export type ServerConfig = { db: D1Database; authOrigin: string; audience: string; secret: string }

let kept: Door | null = null

/**
 * Only a finished server is kept, never the promise of one: a request that is canceled while it makes the server would
 * leave the others waiting for ever. Throws when a setting is missing or the database does not answer.
 */
export async function openServer(config: ServerConfig, request: Request): Promise<Door> {
  const origin = publicOrigin(config.authOrigin, request.url)
  if (kept?.origin === origin) return kept
  if (!config.secret) throw new RangeError('BETTER_AUTH_SECRET is not set: give 32 random bytes or more, as text')
  const auth = createAuth({ database: config.db, origin, audience: config.audience, secret: config.secret })
  await auth.$context
  await registerClients(config.db, firstPartyClients(origin))
  kept = { auth, origin }
  return kept
}
