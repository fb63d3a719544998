// People and their accounts: signing up, in and out by the pages, and the session a browser has at the gateway.
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { discovery } from '../../../src/gateway/auth/oauth-client.ts'
import { type SessionConfig, sessionRoutes, sessionToken } from '../../../src/gateway/auth/session.ts'
import {
  audience,
  authorizeAddress,
  exchange,
  formAddress,
  newFlow,
  type RunningIdentity,
  startIdentity,
} from '../../support/identity.ts'
import { visitor } from '../../support/visitor.ts'

const { customer, staff } = demoAccounts
let identity: RunningIdentity
let origin = ''

beforeAll(async () => {
  identity = await startIdentity()
  origin = identity.origin
})
afterAll(() => identity.close())

describe('creating an account', () => {
  const input = { name: '<b>Han</b>', email: 'han@example.com', password: 'a long enough password' }

  it('makes a customer, whatever else the form says, and goes on to the application', async () => {
    const guest = visitor(origin)
    const flow = newFlow()
    const form = (await formAddress(origin, guest, flow)).replace('/auth/sign-in', '/auth/sign-up')
    const answer = await guest.post(form, { ...input, role: 'ops', id: '1', emailVerified: 'true', banned: 'false' })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const { body } = await exchange(origin, { code, code_verifier: flow.verifier })
    const verdict = await identity.verify(body.access_token ?? '')
    expect(verdict).toMatchObject({ ok: true, caller: { role: 'customer', name: '<b>Han</b>' } })
    expect(verdict).not.toMatchObject({ caller: { subject: '1' } })
  })
  it.each<[string, Record<'name' | 'email' | 'password', string>, number, string]>([
    ['an address that has one', { ...input, email: customer.email.toUpperCase() }, 422, 'There is an account'],
    ['a short password', { ...input, email: 'x@example.com', password: 'short' }, 422, 'at least 10 characters'],
    ['no e-mail address', { ...input, email: '<script>' }, 422, 'not an e-mail address'],
    ['no name', { ...input, email: 'x@example.com', name: ' ' }, 422, 'tell us your name'],
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
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in'])
    expect((await guest.get(authorizeAddress(origin, newFlow()))).headers.get('location')).toContain('code=')
    await guest.post('/auth/sign-out', {})
    expect((await guest.get(authorizeAddress(origin, newFlow()))).headers.get('location')).toContain('/auth/sign-in?')
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
  it('a page allows nothing but its own stylesheet, scripts and forms', async () => {
    const page = await visitor(origin).get('/auth/sign-in')
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-[^']+';/,
    )
    expect(await page.text()).not.toMatch(/<script(?! type="module" src="\/static\/)|style="|onclick|javascript:/)
  })
  it('a form of 16 kB or more is not read', async () => {
    const answer = await visitor(origin).post('/auth/sign-in', { email: 'a'.repeat(17_000), password: 'x' })
    expect(answer.status).toBe(413)
  })
})

describe("the browser's session at the gateway", () => {
  it('brings a visitor back to the page they wanted, with a token that its scripts cannot read', async () => {
    const guest = await signedInAt('/admin?status=payApproved')
    expect(guest.back).toBe(`${origin}/admin?status=payApproved`)
    expect([...guest.cookies.keys()].sort()).toContain('session')
    expect(guest.cookieLines.every((line) => /HttpOnly/.test(line) && /SameSite=Lax/.test(line))).toBe(true)
    const { token } = await sessionToken(guest.request(), sessionConfig())
    expect(await identity.verify(token ?? '')).toMatchObject({ ok: true, caller: { role: 'staff' } })
  })
  it('renews the token when it has run out, even twice at once', async () => {
    const guest = await signedInAt('/')
    guest.cookies.delete('session')
    const both = await Promise.all([1, 2].map(() => sessionToken(guest.request(), sessionConfig())))
    for (const { token } of both) expect(await identity.verify(token ?? '')).toMatchObject({ ok: true })
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
    expect((await guest.get(authorizeAddress(origin, newFlow()))).headers.get('location')).toContain('/auth/sign-in?')
  })
})

function sessionConfig(): SessionConfig {
  return {
    origin,
    issuer: origin,
    clientId: 'homeappliance-web',
    redirectUri: `${origin}/signed-in`,
    scope: 'openid profile offline_access',
    resource: audience,
    discover: () => discover(origin, fetch),
    fetch,
    signOutUrl: '/auth/sign-out',
  }
}

const discover = discovery(Date.now)

/**
 * A staff member's browser in front of the gateway's session routes, with the real authorization server behind them.
 */
async function signedInAt(to: string) {
  const gateway = new Hono()
  const problem = (_: unknown, status: 400 | 403, { detail }: { detail: string }) => new Response(detail, { status })
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
