// The authorization server as it is deployed: the flow that ends in a token, and its refusals.
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { SignInError, signIn } from '../../../scripts/sign-in.ts'
import { createHarness } from '../../support/harness/harness.ts'
import {
  audience,
  authorizeAddress,
  codeFor,
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

describe('the token script signs in as an application does', () => {
  it.each(Object.values(demoAccounts))(
    '$email gets a token that the gateway takes for $role $name',
    async (account) => {
      const { id: subject, role, name, email, password } = account
      const token = await signIn(origin, email, password)
      expect(await identity.verify(token)).toEqual({
        ok: true,
        caller: { subject, role, name },
        grant: { sessionId: expect.any(String), renewableBy: null, endsAt: expect.any(Number) },
        account: {},
      })
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
    await identity.seed()
    await expect(signIn(origin, customer.email, customer.password)).resolves.toBeTruthy()
  })
})

describe('the authorization code flow', () => {
  it('ends with a code that is good once', async () => {
    const flow = newFlow()
    const code = await codeFor(origin, flow)
    expect(await exchange(origin, { code, code_verifier: flow.verifier })).toMatchObject({ status: 200 })
    expect(await exchange(origin, { code, code_verifier: flow.verifier })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })
  it('a code is worthless without the verifier it was asked with', async () => {
    const code = await codeFor(origin, newFlow())
    expect((await exchange(origin, { code, code_verifier: newFlow().verifier })).status).toBe(400)
  })
  it('a code is worthless at another redirect URI', async () => {
    const flow = newFlow()
    const code = await codeFor(origin, flow)
    const elsewhere = { code, code_verifier: flow.verifier, redirect_uri: 'http://127.0.0.1:9/other' }
    expect((await exchange(origin, elsewhere)).status).toBe(400)
  })
  it.each([
    'https://evil.example/signed-in',
    'http://127.0.0.1.evil.example/callback',
    'http://127.0.0.1/callback/../x',
    'http://user@127.0.0.1/callback',
  ])('never leads to %s, which is not registered', async (redirect_uri) => {
    const answer = await visitor(origin).get(authorizeAddress(origin, newFlow(), { redirect_uri }))
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toMatch(
      new RegExp(`^${origin}/auth/problem\\?error=invalid_re(direct|quest)`),
    )
  })
  it('is refused without PKCE', async () => {
    const address = new URL(authorizeAddress(origin, newFlow()))
    address.searchParams.delete('code_challenge')
    address.searchParams.delete('code_challenge_method')
    const location = (await visitor(origin).get(address.href)).headers.get('location')
    expect(new URL(location ?? '').searchParams.get('error')).toBe('invalid_request')
  })
  it('a sign-in link whose request was changed on the way is refused', async () => {
    const guest = visitor(origin)
    const form = await formAddress(origin, guest, newFlow())
    const forged = form.replace(encodeURIComponent('http://127.0.0.1:0'), encodeURIComponent('https://evil.example'))
    expect(forged).not.toBe(form)
    const answer = await guest.post(forged, { email: customer.email, password: customer.password })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('too old')
  })
})

test('over https every cookie is for this host alone, and one that another host of its site laid is not taken', async () => {
  const home = 'https://shop.example'
  const secure = await startIdentity({ AUTH_ORIGIN: home })
  try {
    const guest = visitor(secure.origin)
    const form = { name: 'Han', email: 'han@example.com', password: 'a long enough password' }
    const answer = await guest.post('/auth/sign-up', form, { origin: home })
    const laid = answer.headers.getSetCookie()
    expect([answer.status, laid.length]).toEqual([303, 2])
    for (const line of laid) {
      expect(line).toMatch(/^__Host-[\w.-]+=/)
      expect(line).toMatch(/; Path=\/(;|$)/)
      expect(line).toMatch(/; Secure(;|$)/)
      expect(line).toMatch(/; HttpOnly(;|$)/)
      expect(line).not.toMatch(/; Domain=/i)
    }
    expect((await guest.get('/auth/account')).status).toBe(200)
    for (const [name, value] of [...guest.cookies]) {
      guest.cookies.delete(name)
      guest.cookies.set(name.replace('__Host-', ''), value)
      guest.cookies.set(name.replace('__Host-', '__Secure-'), value)
    }
    expect((await guest.get('/auth/account')).status).not.toBe(200)
  } finally {
    await secure.close()
  }
})

describe('without what it needs, the authorization server opens for nobody and says why in its log', () => {
  it.each<[string, { secret: string; vars: Record<string, string> }]>([
    ['BETTER_AUTH_SECRET is not set', { secret: '', vars: {} }],
    ['AUTH_ORIGIN must be an https address', { secret: 'x'.repeat(40), vars: { AUTH_ORIGIN: 'http://shop.example' } }],
    ['no such table', { secret: 'x'.repeat(40), vars: {} }],
  ])('%s', async (reason, { secret, vars }) => {
    const broken = createHarness({
      workers: [
        { context: 'identity', vars: { BETTER_AUTH_SECRET: secret, ...vars } },
        { name: 'homeappliance-message', entry: 'stand-in-notices' },
      ],
      empty: true,
    })
    try {
      const home = (await broken.listen()).url.origin
      const answer = await visitor(home).get('/auth/jwks')
      expect(answer.status).toBe(503)
      expect(await answer.text()).not.toContain(reason)
      const logged = () => broken.getLogs().some(({ message }) => message.includes(reason))
      await expect.poll(logged, { timeout: 30_000 }).toBe(true)
    } finally {
      await broken.close()
    }
  })
})

function claimsOf(token: string): { iat: number; exp: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
