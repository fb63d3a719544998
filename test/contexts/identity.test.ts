// The identity Worker alone, as it is deployed: accounts, the authorization code flow, and what it must refuse.
import { createHash, randomBytes } from 'node:crypto'
import type { D1Database } from '@cloudflare/workers-types'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'
import { demoAccounts, seedAccountsSql } from '../../scripts/demo/accounts.ts'
import { SignInError, signIn } from '../../scripts/sign-in.ts'
import { type SessionConfig, sessionRoutes, sessionToken } from '../../src/gateway/session.ts'
import { createVerifier, type Verify } from '../../src/gateway/verify.ts'
import { type Visitor, visitor } from '../support/visitor.ts'

const audience = 'urn:homeappliance:api'
const { customer, staff } = demoAccounts
const harness = createTestHarness({
  workers: [
    {
      configPath: 'workers/identity/wrangler.toml',
      secrets: { BETTER_AUTH_SECRET: 'a secret of the tests, of more than 32 characters: 0123456789' },
    },
  ],
})
const worker = harness.getWorker<{ IDENTITY_DB: D1Database }>()
let origin = ''
let verify: Verify

beforeAll(async () => {
  origin = (await harness.listen()).url.origin
  await worker.applyD1Migrations('IDENTITY_DB')
  await seed()
  verify = createVerifier({ jwksUrl: `${origin}/auth/jwks`, issuer: origin, audience, fetch: (u, i) => fetch(u, i) })
})
afterAll(() => harness.close())

describe('the token script signs in as an application does', () => {
  it.each(Object.values(demoAccounts))(
    '$email gets a token that the gateway takes for $role $name',
    async (account) => {
      const { id: subject, role, name, email, password } = account
      const token = await signIn(origin, email, password)
      expect(await verify(token)).toEqual({ ok: true, caller: { subject, role, name } })
    },
  )
  it('and says in one line why nobody was signed in', async () => {
    await expect(signIn(origin, customer.email, 'not the password')).rejects.toThrow(SignInError)
    await expect(signIn('http://127.0.0.1:1', customer.email, customer.password)).rejects.toThrow('npm start')
  })
  it('a token lives 15 minutes at most, and says what it is for', async () => {
    const claims = claimsOf(await signIn(origin, staff.email, staff.password))
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(15 * 60)
    expect(claims).toMatchObject({ iss: origin, aud: expect.arrayContaining([audience]), role: 'staff', name: 'Park' })
  })
  it('the demo accounts may be seeded twice', async () => {
    await seed()
    await expect(signIn(origin, customer.email, customer.password)).resolves.toBeTruthy()
  })
})

describe('the authorization code flow', () => {
  it('ends with a code that is good once', async () => {
    const flow = newFlow()
    const code = await codeFor(flow)
    expect(await exchange({ code, code_verifier: flow.verifier })).toMatchObject({ status: 200 })
    expect(await exchange({ code, code_verifier: flow.verifier })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })
  it('a code is worthless without the verifier it was asked with', async () => {
    const code = await codeFor(newFlow())
    expect((await exchange({ code, code_verifier: newFlow().verifier })).status).toBe(401)
  })
  it('a code is worthless at another redirect URI', async () => {
    const flow = newFlow()
    const code = await codeFor(flow)
    const elsewhere = { code, code_verifier: flow.verifier, redirect_uri: 'http://127.0.0.1:9/other' }
    expect((await exchange(elsewhere)).status).toBe(400)
  })
  it.each([
    'https://evil.example/signed-in',
    'http://127.0.0.1.evil.example/callback',
    'http://127.0.0.1/callback/../x',
    'http://user@127.0.0.1/callback',
  ])('never leads to %s, which is not registered', async (redirect_uri) => {
    const answer = await visitor(origin).get(authorizeAddress(newFlow(), { redirect_uri }))
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toMatch(
      new RegExp(`^${origin}/auth/problem\\?error=invalid_re(direct|quest)`),
    )
  })
  it('is refused without PKCE', async () => {
    const address = new URL(authorizeAddress(newFlow()))
    address.searchParams.delete('code_challenge')
    address.searchParams.delete('code_challenge_method')
    const location = (await visitor(origin).get(address.href)).headers.get('location')
    expect(new URL(location ?? '').searchParams.get('error')).toBe('invalid_request')
  })
  it('a sign-in link whose request was changed on the way is refused', async () => {
    const guest = visitor(origin)
    const form = await formAddress(guest, newFlow())
    const forged = form.replace(encodeURIComponent('http://127.0.0.1:0'), encodeURIComponent('https://evil.example'))
    expect(forged).not.toBe(form)
    const answer = await guest.post(forged, { email: customer.email, password: customer.password })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('too old')
  })
})

describe('creating an account', () => {
  const typed = { name: '<b>Han</b>', email: 'han@example.com', password: 'a long enough password' }

  it('makes a customer, whatever else the form says, and goes on to the application', async () => {
    const guest = visitor(origin)
    const flow = newFlow()
    const form = (await formAddress(guest, flow)).replace('/auth/sign-in', '/auth/sign-up')
    const answer = await guest.post(form, { ...typed, role: 'ops', id: '1', emailVerified: 'true', banned: 'false' })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const { body } = await exchange({ code, code_verifier: flow.verifier })
    const verdict = await verify(body.access_token ?? '')
    expect(verdict).toMatchObject({ ok: true, caller: { role: 'customer', name: '<b>Han</b>' } })
    expect(verdict).not.toMatchObject({ caller: { subject: '1' } })
  })
  it.each<[string, Record<'name' | 'email' | 'password', string>, number, string]>([
    ['an address that has one', { ...typed, email: customer.email.toUpperCase() }, 422, 'There is an account'],
    ['a short password', { ...typed, email: 'x@example.com', password: 'short' }, 422, 'at least 10 characters'],
    ['no e-mail address', { ...typed, email: '<script>' }, 422, 'not an e-mail address'],
    ['no name', { ...typed, email: 'x@example.com', name: ' ' }, 422, 'tell us your name'],
  ])('is refused for %s, in words, at the field', async (_, form, status, text) => {
    const answer = await visitor(origin).post('/auth/sign-up', form)
    const page = await answer.text()
    expect({ status: answer.status, page }).toMatchObject({ status, page: expect.stringContaining(text) })
    expect(page).not.toContain('<script>')
    expect(page).not.toContain(form.password)
  })
})

describe('signing in and out by hand', () => {
  it('a wrong password and an unknown address get the same answer', async () => {
    const pages = [customer.email, 'nobody@example.com'].map(async (email) => {
      const answer = await visitor(origin).post('/auth/sign-in', { email, password: 'not the password' })
      return { status: answer.status, page: (await answer.text()).replaceAll(email, 'EMAIL') }
    })
    const [known, unknown] = await Promise.all(pages)
    expect(known).toEqual(unknown)
    expect(known).toMatchObject({ status: 401, page: expect.stringContaining('password is not right') })
  })
  it('who is signed in gets further codes without a form, until they sign out', async () => {
    const guest = visitor(origin)
    const answer = await guest.post('/auth/sign-in', { email: staff.email, password: staff.password })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    expect((await guest.get(authorizeAddress(newFlow()))).headers.get('location')).toContain('code=')
    await guest.post('/auth/sign-out', {})
    expect((await guest.get(authorizeAddress(newFlow()))).headers.get('location')).toContain('/auth/sign-in?')
  })
  it.each(['/auth/sign-in', '/auth/sign-up', '/auth/sign-out'])(
    'a form of another site is refused at %s',
    async (path) => {
      for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}]) {
        const form = { email: customer.email, password: customer.password, name: 'x' }
        const answer = await visitor(origin).post(path, form, headers)
        expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
      }
    },
  )
  it('a page allows nothing but its own stylesheet and forms', async () => {
    const page = await visitor(origin).get('/auth/sign-in')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/)
    expect(await page.text()).not.toMatch(/<script|style="|onclick|javascript:/)
  })
  it('a form of 16 kB or more is not read', async () => {
    const answer = await visitor(origin).post('/auth/sign-in', { email: 'a'.repeat(17_000), password: 'x' })
    expect(answer.status).toBe(413)
  })
})

describe('what does not exist', () => {
  it.each([
    ['POST', '/auth/sign-up/email'],
    ['POST', '/auth/sign-in/email'],
    ['GET', '/auth/token'],
    ['GET', '/auth/get-session'],
    ['POST', '/auth/update-user'],
    ['POST', '/auth/admin/set-role'],
    ['POST', '/auth/oauth2/register'],
    ['POST', '/auth/oauth2/create-client'],
    ['POST', '/auth/admin/oauth2/create-client'],
    ['GET', '/auth/admin/oauth2/resources'],
    ['GET', '/auth//token'],
    ['GET', '/auth/jwks/../token'],
    ['GET', '/auth/%74oken'],
  ])('%s %s', async (method, path) => {
    const signedIn = visitor(origin)
    await signedIn.post('/auth/sign-in', { email: demoAccounts.ops.email, password: demoAccounts.ops.password })
    const answer = await (method === 'GET' ? signedIn.get(path) : signedIn.post(path, { role: 'ops' }))
    expect(answer.status).toBe(404)
  })
})

describe("the browser's session at the gateway", () => {
  it('brings a visitor back to the page they wanted, with a token that its scripts cannot read', async () => {
    const guest = await signedInAt('/admin?status=payApproved')
    expect(guest.back).toBe(`${origin}/admin?status=payApproved`)
    expect([...guest.cookies.keys()].sort()).toContain('session')
    expect(guest.cookieLines.every((line) => /HttpOnly/.test(line) && /SameSite=Lax/.test(line))).toBe(true)
    const { token } = await sessionToken(guest.request(), sessionConfig())
    expect(await verify(token ?? '')).toMatchObject({ ok: true, caller: { role: 'staff' } })
  })
  it('renews the token when it has run out, even twice at once', async () => {
    const guest = await signedInAt('/')
    guest.cookies.delete('session')
    const both = await Promise.all([1, 2].map(() => sessionToken(guest.request(), sessionConfig())))
    for (const { token } of both) expect(await verify(token ?? '')).toMatchObject({ ok: true })
  })
  it('ends when they sign out: cookies, refresh token, and the session of the authorization server', async () => {
    const guest = await signedInAt('/')
    const stolen = guest.request('session')
    const answer = await guest.post('/sign-out', {})
    expect([answer.status, answer.headers.get('location')]).toEqual([307, `${origin}/auth/sign-out`])
    await guest.post('/auth/sign-out', {})
    expect(await sessionToken(guest.request(), sessionConfig())).toEqual({ token: null, cookies: [] })
    expect((await sessionToken(stolen, sessionConfig())).token).toBeNull()
    expect((await guest.get('/sign-in')).status).toBe(302)
    expect((await guest.get(authorizeAddress(newFlow()))).headers.get('location')).toContain('/auth/sign-in?')
  })
})

async function seed(): Promise<void> {
  const { IDENTITY_DB: db } = await worker.getEnv()
  const lines = (await seedAccountsSql()).trim().split('\n')
  await db.batch(lines.map((line) => db.prepare(line)))
}

type Flow = { verifier: string; challenge: string }

function newFlow(): Flow {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

function authorizeAddress(flow: Flow, changes: Record<string, string> = {}): string {
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
async function formAddress(guest: Visitor, flow: Flow): Promise<string> {
  return new URL((await guest.get(authorizeAddress(flow))).headers.get('location') ?? '', origin).href
}

async function codeFor(flow: Flow): Promise<string> {
  const guest = visitor(origin)
  const form = await formAddress(guest, flow)
  const answer = await guest.post(form, { email: customer.email, password: customer.password })
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function exchange(form: Record<string, string>) {
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
  const body: { access_token?: string; error?: string } = await response.json()
  return { status: response.status, body }
}

function claimsOf(token: string): { iat: number; exp: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

function sessionConfig(): SessionConfig {
  return {
    origin,
    issuer: origin,
    clientId: 'homeappliance-web',
    authorizeUrl: '/auth/oauth2/authorize',
    tokenUrl: `${origin}/auth/oauth2/token`,
    revokeUrl: `${origin}/auth/oauth2/revoke`,
    signOutUrl: '/auth/sign-out',
    scope: 'openid profile offline_access',
    resource: audience,
    fetch: (url, init) => fetch(url, init),
  }
}

/** A staff member's browser in front of the gateway's session routes, with the real authorization server behind them. */
async function signedInAt(to: string) {
  const gateway = new Hono()
  const problem = (_: unknown, status: 400 | 403, detail: string) => new Response(detail, { status })
  gateway.route(
    '/',
    sessionRoutes(sessionConfig, problem, () => {}),
  )
  gateway.all('/auth/*', (c) => fetch(c.req.raw))
  const guest = visitor(origin, async (request) => gateway.fetch(request))
  const authorize = (await guest.get(`/sign-in?to=${encodeURIComponent(to)}`)).headers.get('location') ?? ''
  const form = (await guest.get(authorize)).headers.get('location') ?? ''
  const callback = await guest.post(form, { email: staff.email, password: staff.password })
  const back = await guest.get(callback.headers.get('location') ?? '')
  const request = (without = '') => {
    const kept = [...guest.cookies].filter(([name]) => name !== without)
    return new Request(origin, { headers: { cookie: kept.map(([name, value]) => `${name}=${value}`).join('; ') } })
  }
  return { ...guest, back: back.headers.get('location'), cookieLines: back.headers.getSetCookie(), request }
}
