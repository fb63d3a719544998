// The authorization server of this isolate. It is made at the first request and cached, since that reads the database.
import type { NoticesRpc } from '../../contract/accounts.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { accountKey } from '../accounts/login-throttle.ts'
import { languageOf, passwordNotice } from '../accounts/notice.ts'
import { clearTries } from '../accounts/throttle-store.ts'
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
  log: Log
}

export type RunningServer = { auth: Auth; origin: string; secret: string; db: Database }

let cached: RunningServer | null = null

/**
 * Only a finished server is cached, never the promise of one: if the request that makes the server were canceled, the
 * others would wait for ever. Throws when a setting is missing or the database does not answer.
 */
export async function openServer(config: ServerConfig, requestUrl: string): Promise<RunningServer> {
  const origin = publicOrigin(config.authOrigin, requestUrl)
  if (cached?.origin === origin) return cached
  if (!config.secret) throw new RangeError('BETTER_AUTH_SECRET is not set: give 32 random bytes or more, as text')
  const { db, authDatabase, audience, secret, notices, keyTimes, log } = config
  const auth = createAuth({
    database: authDatabase,
    origin,
    audience,
    secret,
    keyTimes,
    sendLink: (to, token, request) => notices.send(passwordNotice(origin, to, token, languageOf(to, request))),
    recovered: async (userId, email) => {
      await closeRecovery(db, userId)
      await clearTries(db, [accountKey(email)])
    },
    log,
  })
  await auth.$context
  await registerClients(db, firstPartyClients(origin))
  cached = { auth, origin, secret, db }
  return cached
}
