// A session and an access token for each account of the demo shop, without the sign-in form: the session stands in
// identity's database, and the token is signed with identity's own key. A test compares it with a token of a sign-in.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { z } from 'zod'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { cliClient } from '../../../scripts/sign-in.ts'
import { storesIn } from '../../../scripts/state/stores.ts'
import { contextWorkers } from '../../../scripts/workers.ts'
import type { Role } from '../../../src/contract/caller.ts'

export type Account = keyof typeof demoAccounts

export const authSecret = 'a secret of the tests, of more than 32 characters: 0123456789'
export const sessionsFile = 'sessions.json'

const audience = 'urn:homeappliance:api'
const sessionMs = 30 * 24 * 3600 * 1000
const tokenSeconds = 15 * 60

const sessionsSchema = z.object({
  keyId: z.string(),
  /** The private half of the signing key, as a JWK. */
  privateKey: z.record(z.string(), z.string()),
  /** By account. */
  sessionIds: z.record(z.string(), z.string()),
})
export type Sessions = z.infer<typeof sessionsSchema>

/** Write a signing key and a session for each account into identity's database of a state folder. */
export async function createSessions(state: string): Promise<Sessions> {
  const { symmetricEncrypt } = await import('better-auth/crypto')
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const { kty, crv, x, y, d } = await exportJWK(privateKey)
  const privateJwk = z.record(z.string(), z.string()).parse({ kty, crv, x, y, d })
  const encrypted = await symmetricEncrypt({ key: authSecret, data: JSON.stringify(privateJwk) })
  const keyId = randomId()
  const now = new Date()
  const sessionIds = Object.fromEntries(Object.keys(demoAccounts).map((account) => [account, randomId()]))
  const stores = storesIn(
    state,
    contextWorkers.flatMap(({ databases }) => databases),
  )
  try {
    const db = await stores.getD1Database('IDENTITY_DB')
    const key = 'INSERT INTO jwks (id, publicKey, privateKey, createdAt, alg, crv) VALUES (?, ?, ?, ?, ?, ?)'
    const session = `INSERT INTO session (id, expiresAt, token, createdAt, updatedAt, ipAddress, userAgent, userId)
      VALUES (?, ?, ?, ?, ?, '127.0.0.1', 'node', ?)`
    await db.batch([
      db
        .prepare(key)
        .bind(
          keyId,
          JSON.stringify(await exportJWK(publicKey)),
          JSON.stringify(encrypted),
          now.toISOString(),
          'ES256',
          'P-256',
        ),
      ...Object.entries(demoAccounts).map(([account, { id }]) => {
        const expiresAt = new Date(now.getTime() + sessionMs).toISOString()
        const at = now.toISOString()
        return db.prepare(session).bind(sessionIds[account], expiresAt, randomId(), at, at, id)
      }),
    ])
  } finally {
    await stores.dispose()
  }
  return { keyId, privateKey: privateJwk, sessionIds }
}

export function readSessions(state: string): Sessions {
  return sessionsSchema.parse(JSON.parse(readFileSync(join(state, sessionsFile), 'utf8')))
}

/** An access token as the authorization server at `origin` gives it to the command line's client. */
export async function signToken(sessions: Sessions, account: Account, origin: string): Promise<string> {
  return await signTokenOf(sessions, demoAccounts[account], sessions.sessionIds[account], origin)
}

/** The same for anybody. Without a session it is good for calls that do not ask for one. */
export async function signTokenOf(
  { keyId, privateKey }: Sessions,
  { id, name, role }: { id: string; name: string; role: Role },
  sid: string | undefined,
  origin: string,
): Promise<string> {
  const { clientId } = cliClient
  const claims = { role, name, client_id: clientId, azp: clientId, scope: 'openid profile', sid }
  return await new SignJWT(claims)
    .setProtectedHeader({ typ: 'at+jwt', alg: 'ES256', kid: keyId })
    .setSubject(id)
    .setAudience([audience, `${origin}/auth/oauth2/userinfo`])
    .setIssuer(origin)
    .setIssuedAt()
    .setExpirationTime(`${tokenSeconds}s`)
    .setJti(randomId())
    .sign(await importJWK(privateKey, 'ES256'))
}

/** As long as the library's own. */
function randomId(): string {
  return randomBytes(24).toString('base64url')
}
