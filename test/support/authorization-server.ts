// The authorization server as identity runs it, over Node's SQLite with the real schema: asked by HTTP, in one process.
import { createHash } from 'node:crypto'
import { identityApp } from '../../src/identity/app.ts'
import { createAuth } from '../../src/identity/oauth/auth.ts'
import { firstPartyClients, registerClients } from '../../src/identity/oauth/clients.ts'
import { addSystem as addSystemTo } from '../../src/identity/oauth/systems.ts'
import type { Log } from '../../src/platform/log.ts'
import { authRequest, openServerConfig } from './auth-config.ts'
import { callers } from './callers.ts'

export const issuer = 'https://shop.example'
export const audience = 'urn:homeappliance:api'
const redirectUri = 'http://127.0.0.1:0/callback'
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

type Body = Record<string, string>

export async function openAuthorizationServer() {
  const logged: { event: string; [field: string]: unknown }[] = []
  const log: Log = (event, fields) => void logged.push({ event, ...fields })
  const { config, db } = openServerConfig(issuer, log)
  const { authDatabase: database, secret } = config
  const auth = createAuth({ ...config, database, origin: issuer, sendLink: async () => {}, recovered: async () => {} })
  await registerClients(db, firstPartyClients(issuer))
  const app = identityApp({
    open: async () => ({ auth, origin: issuer, secret, db }),
    waitUntil: () => {},
    now: Date.now,
    log,
  })
  const ask = async (method: string, path: string, headers: Record<string, string> = {}, form: Body | null = null) =>
    app.fetch(
      new Request(`${issuer}${path}`, {
        method,
        headers,
        ...(form === null ? {} : { body: new URLSearchParams(form) }),
      }),
    )
  const joined = await auth.handler(
    authRequest(issuer, '/sign-up/email', { name: 'Kang', email: 'kang@example.com', password: 'ten letters' }),
  )
  const cookie = joined.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

  /** An authorization request of the command line's client, which is good but for `changes`; '' leaves one out. */
  function authorizePath(changes: Body = {}): string {
    const all = {
      response_type: 'code',
      client_id: 'homeappliance-cli',
      redirect_uri: redirectUri,
      scope: 'openid profile',
      resource: audience,
      state: 'a state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    }
    return `/auth/oauth2/authorize?${new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))}`
  }
  async function code(changes: Body = {}): Promise<string> {
    const answer = await ask('GET', authorizePath(changes), { cookie })
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }
  async function exchange(changes: Body) {
    const all = {
      grant_type: 'authorization_code',
      client_id: 'homeappliance-cli',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      resource: audience,
      ...changes,
    }
    const form = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
    const answer = await ask('POST', '/auth/oauth2/token', {}, form)
    const body: Record<string, string> = await answer.json()
    return { status: answer.status, headers: answer.headers, body }
  }
  async function addSystem() {
    const added = await addSystemTo({ db, now: Date.now, log }, callers.ops, { name: 'Carrier', role: 'courier' })
    if (!added.ok) throw new Error(added.rejection.code)
    return added.value
  }
  return { ask, authorizePath, code, exchange, addSystem, cookie, closeDatabase: () => db.sqlite.close(), logged }
}
