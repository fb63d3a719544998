// The authorization server of this isolate, made at the first request and kept: making it reads the database.
import type { NoticesRpc } from '../../contract/accounts.ts'
import type { Database } from '../../platform/database.ts'
import { accountKey } from '../accounts/login-throttle.ts'
import { passwordNotice } from '../accounts/notice.ts'
import { forgetTries } from '../accounts/throttle-store.ts'
import { closeRecovery } from '../store.ts'
import { type Auth, type AuthConfig, createAuth } from './auth.ts'
import { firstPartyClients, registerClients } from './clients.ts'
import type { KeyTimes } from './keys.ts'
import { publicOrigin } from './origin.ts'

export type ServerConfig = {
  db: Database
  /** The same database, in a form that better-auth takes. */
  authDatabase: AuthConfig['database']
  authOrigin: string
  audience: string
  secret: string
  notices: NoticesRpc
  keyTimes: KeyTimes
}

export type RunningServer = { auth: Auth; origin: string; secret: string; db: Database }

let kept: RunningServer | null = null

/**
 * Only a finished server is kept, never the promise of one: a request that is canceled while it makes the server would
 * leave the others waiting for ever. Throws when a setting is missing or the database does not answer.
 */
export async function openServer(config: ServerConfig, requestUrl: string): Promise<RunningServer> {
  const origin = publicOrigin(config.authOrigin, requestUrl)
  if (kept?.origin === origin) return kept
  if (!config.secret) throw new RangeError('BETTER_AUTH_SECRET is not set: give 32 random bytes or more, as text')
  const { db, authDatabase, audience, secret, notices, keyTimes } = config
  const auth = createAuth({
    database: authDatabase,
    origin,
    audience,
    secret,
    keyTimes,
    sendLink: (to, token) => notices.send(passwordNotice(origin, to, token)),
    recovered: async (userId, email) => {
      await closeRecovery(db, userId)
      await forgetTries(db, [accountKey(email)])
    },
  })
  await auth.$context
  await registerClients(db, firstPartyClients(origin))
  kept = { auth, origin, secret, db }
  return kept
}
