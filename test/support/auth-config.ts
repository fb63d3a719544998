// better-auth as identity runs it, over Node's SQLite with the real schema, and a channel that keeps what is sent.
import type { AccountNotice } from '../../src/contract/accounts.ts'
import type { ServerConfig } from '../../src/identity/oauth/server.ts'
import type { Log } from '../../src/platform/log.ts'
import { openDatabase } from './sqlite.ts'

export function openServerConfig(authOrigin: string, log: Log = () => {}) {
  const db = openDatabase('identity')
  const sent: AccountNotice[] = []
  const config: ServerConfig = {
    db,
    authDatabase: db.sqlite,
    authOrigin,
    audience: 'urn:homeappliance:api',
    secret: 'a secret of the tests, of more than 32 characters: 0123456789',
    notices: { send: async (notice) => void sent.push(notice) },
    log,
    keyTimes: { announceSeconds: 900, rotateSeconds: 5_184_000, retiredSeconds: 86_400 },
  }
  return { db, sent, config }
}

/** A call of better-auth's JSON API by a page of `origin`. */
export function authRequest(origin: string, path: string, body: object): Request {
  const headers = { 'content-type': 'application/json', origin }
  return new Request(`${origin}/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}
