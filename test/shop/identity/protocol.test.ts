// The authorization server's protocol: its metadata, refresh tokens, cookies, and the endpoints that are closed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { codeFor, exchange, formAddress, newFlow, type RunningIdentity, startIdentity } from '../../support/identity.ts'
import { visitor } from '../../support/visitor.ts'

const { customer, staff } = demoAccounts
let identity: RunningIdentity
let origin = ''

beforeAll(async () => {
  identity = await startIdentity()
  origin = identity.origin
})
afterAll(() => identity.close())

describe('the protocol', () => {
  it.each(['openid-configuration', 'oauth-authorization-server'])(
    'every address that %s names is there, and it says what can be done',
    async (document) => {
      const metadata: Record<string, unknown> = await (await fetch(`${origin}/.well-known/${document}`)).json()
      expect(metadata).toMatchObject({
        issuer: origin,
        code_challenge_methods_supported: ['S256'],
        grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      })
      expect(metadata['token_endpoint_auth_methods_supported']).toEqual(['none', 'client_secret_basic'])
      const named = Object.keys(metadata).filter((name) => /end_session|backchannel|dpop|prompt|signing_alg/.test(name))
      expect(named).toEqual(['id_token_signing_alg_values_supported'])
      const addresses = Object.values(metadata).filter((value) => String(value).startsWith(`${origin}/`))
      expect(addresses.length).toBeGreaterThan(4)
      for (const address of addresses) {
        const methods = ['GET', 'POST'].map((method) => fetch(String(address), { method, redirect: 'manual' }))
        const statuses = (await Promise.all(methods)).map(({ status }) => status)
        expect([address, statuses.every((status) => status === 404)]).toEqual([address, false])
      }
    },
  )
  it('a refresh token is good once, then it and all that came of it are worthless, and never good for another client', async () => {
    const flow = newFlow()
    const code = await codeFor(origin, flow, { scope: 'openid offline_access' })
    const first = (await exchange(origin, { code, code_verifier: flow.verifier })).body.refresh_token ?? ''
    const refresh = (refresh_token: string, changes = {}) =>
      exchange(origin, { grant_type: 'refresh_token', refresh_token, ...changes })
    expect((await refresh(first, { client_id: 'homeappliance-web' })).status).toBe(400)
    const second = (await refresh(first)).body.refresh_token ?? ''
    expect(second).not.toBe(first)
    await identity.sql('UPDATE oauthRefreshToken SET rotationReplayExpiresAt = ?', new Date(0).toISOString())
    expect((await refresh(first)).status).toBe(400)
    expect((await refresh(second)).status).toBe(400)
  })
  it('a refresh token that was given back is worthless', async () => {
    const flow = newFlow()
    const code = await codeFor(origin, flow, { scope: 'openid offline_access' })
    const token = (await exchange(origin, { code, code_verifier: flow.verifier })).body.refresh_token ?? ''
    const form = new URLSearchParams({ client_id: 'homeappliance-cli', token })
    expect((await fetch(`${origin}/auth/oauth2/revoke`, { method: 'POST', body: form })).status).toBe(200)
    expect((await exchange(origin, { grant_type: 'refresh_token', refresh_token: token })).status).toBe(400)
  })
  it('an ID token is no access token', async () => {
    const flow = newFlow()
    const { body } = await exchange(origin, { code: await codeFor(origin, flow), code_verifier: flow.verifier })
    expect(await identity.verify(body.id_token ?? '')).toEqual({ ok: false, reason: 'claim_wrong' })
  })
  it('a session cookie that an attacker has set before is not the one that signing in gives', async () => {
    const attacker = visitor(origin)
    await attacker.post('/auth/sign-in', { email: staff.email, password: staff.password })
    const victim = visitor(origin)
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value)
    await victim.post('/auth/sign-in', { email: customer.email, password: customer.password })
    const named = [...attacker.cookies].filter(([name]) => name.includes('session'))
    expect(named.length).toBeGreaterThan(0)
    for (const [name, value] of named) expect(victim.cookies.get(name)).not.toBe(value)
    const account = await (await attacker.get('/auth/account')).text()
    expect(account).not.toContain(customer.email)
  })
  it('the form of a sign-in may end at the application that asked for it, and nowhere else', async () => {
    const page = await visitor(origin).get(await formAddress(origin, visitor(origin), newFlow()))
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' http://127.0.0.1:0;`)
    const plain = await visitor(origin).get('/auth/sign-in')
    expect(plain.headers.get('content-security-policy')).toContain(`form-action 'self';`)
    const odd = await visitor(origin).get('/auth/sign-in?redirect_uri=https://x.example/%3Bscript-src%20*')
    expect(odd.headers.get('content-security-policy')).toContain(`form-action 'self' https://x.example;`)
    const script = await visitor(origin).get('/auth/sign-in?redirect_uri=javascript:alert(1)')
    expect(script.headers.get('content-security-policy')).toContain(`form-action 'self';`)
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
