// The identity Worker with the demo accounts, and the authorization code flow as an application does it.
import { createHash, randomBytes } from 'node:crypto'
import type { D1Database } from '@cloudflare/workers-types'
import { demoAccounts, seedAccountsSql } from '../../scripts/demo/accounts.ts'
import type { AccountNotice } from '../../src/contract/accounts.ts'
import { createVerifier, type Verify } from '../../src/gateway/auth/verify.ts'
import { createHarness } from './harness/harness.ts'
import { authSecret } from './harness/sessions.ts'
import { type Visitor, visitor } from './visitor.ts'

export const audience = 'urn:homeappliance:api'
/** The message context's name, without which identity does not start. */
const notices = 'homeappliance-message'

export type RunningIdentity = {
  origin: string
  /** Verifies tokens as the gateway does. */
  verify: Verify
  seed(): Promise<void>
  /** The notices to an address, oldest first. */
  noticesTo(email: string): Promise<AccountNotice[]>
  sql(text: string, ...values: (string | number)[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** Start it on a free port, with these variables over those of its wrangler file. */
export async function startIdentity(vars: Record<string, string> = {}): Promise<RunningIdentity> {
  const harness = createHarness({
    workers: [
      { context: 'identity', vars: { BETTER_AUTH_SECRET: authSecret, ...vars } },
      { name: notices, entry: 'stand-in-notices' },
    ],
  })
  const { origin } = (await harness.listen()).url
  const worker = harness.getWorker<{ IDENTITY_DB: D1Database }>('homeappliance-identity')
  const seed = async () => {
    const { IDENTITY_DB: db } = await worker.getEnv()
    const lines = (await seedAccountsSql()).trim().split('\n')
    await db.batch(lines.map((line) => db.prepare(line)))
  }
  const verify = createVerifier({
    jwksUrl: `${origin}/auth/jwks`,
    issuer: origin,
    audience,
    fetch: (u, i) => fetch(u, i),
  })
  return {
    origin,
    verify,
    seed,
    async noticesTo(email) {
      const answer = await harness.getWorker(notices).fetch('/')
      const all = (await answer.json()) as AccountNotice[]
      return all.filter(({ to }) => to.email === email)
    },
    async sql(text, ...values) {
      const { IDENTITY_DB: db } = await worker.getEnv()
      const { results } = await db
        .prepare(text)
        .bind(...values)
        .all()
      return results
    },
    close: () => harness.close(),
  }
}

export type Flow = { verifier: string; challenge: string }

export function newFlow(): Flow {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export function authorizeAddress(origin: string, flow: Flow, changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'homeappliance-cli',
    redirect_uri: 'http://127.0.0.1:0/callback',
    scope: 'openid profile',
    resource: audience,
    state: 'a state',
    code_challenge: flow.challenge,
    code_challenge_method: 'S256',
    ...changes,
  })
  return `${origin}/auth/oauth2/authorize?${query}`
}

/** Where the sign-in form of a flow is sent to. */
export async function formAddress(origin: string, guest: Visitor, flow: Flow): Promise<string> {
  return new URL((await guest.get(authorizeAddress(origin, flow))).headers.get('location') ?? '', origin).href
}

/** The code a demo customer's sign-in leads to. */
export async function codeFor(origin: string, flow: Flow, changes: Record<string, string> = {}): Promise<string> {
  const guest = visitor(origin)
  const asked = await guest.get(authorizeAddress(origin, flow, changes))
  const form = new URL(asked.headers.get('location') ?? '', origin).href
  const { email, password } = demoAccounts.customer
  const answer = await guest.post(form, { email, password })
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

export async function exchange(origin: string, form: Record<string, string>) {
  const response = await fetch(`${origin}/auth/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'homeappliance-cli',
      redirect_uri: 'http://127.0.0.1:0/callback',
      resource: audience,
      ...form,
    }),
  })
  const body: { access_token?: string; refresh_token?: string; id_token?: string; error?: string } =
    await response.json()
  return { status: response.status, body }
}
