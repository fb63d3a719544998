// The settings of better-auth: what a token says, which cookies there are, and what the library must not offer.
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { passwordLengthMax } from '../../../../src/identity/accounts/password.ts'
import { createAuth } from '../../../../src/identity/oauth/auth.ts'
import { firstPartyClients, registerClients } from '../../../../src/identity/oauth/clients.ts'
import { addSystem, hashClientSecret } from '../../../../src/identity/oauth/systems.ts'
import { signUpSchema } from '../../../../src/identity/pages/forms.ts'
import { authRequest, openServerConfig } from '../../../support/auth-config.ts'
import { callers } from '../../../support/callers.ts'

const audience = 'urn:homeappliance:api'

function openAuth(origin: string) {
  const { config, db } = openServerConfig(origin)
  const settings = {
    ...config,
    database: config.authDatabase,
    origin,
    sendLink: async () => {},
    recovered: async () => {},
  }
  return { db, auth: createAuth(settings) }
}

async function systemToken(origin: string) {
  const { auth, db } = openAuth(origin)
  const ports = { db, now: Date.now, log: () => {} }
  const added = await addSystem(ports, callers.ops, { name: 'Carrier', role: 'courier' })
  if (!added.ok) throw new Error(added.rejection.code)
  const { clientId, clientSecret } = added.value
  const ask = async (secret: string, fields: Record<string, string> = {}) => {
    const answer = await auth.handler(
      new Request(`${origin}/auth/oauth2/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience, ...fields }),
      }),
    )
    const body: { access_token?: string; error?: string } = await answer.json()
    return { status: answer.status, ...body }
  }
  return { clientId, clientSecret, ask }
}

/** The answer to a sign-up, and the browser's cookie after it. */
async function signUp({ auth }: ReturnType<typeof openAuth>, origin: string) {
  const person = { name: 'Kang', email: 'kang@example.com', password: 'ten letters' }
  const request = authRequest(origin, '/sign-up/email', person)
  request.headers.set('cf-ipcountry', 'DE')
  const answer = await auth.handler(request)
  const cookies = answer.headers.getSetCookie()
  return { cookies, cookie: cookies.map((one) => one.split(';')[0]).join('; ') }
}

const origin = 'https://shop.example'
const shop = openAuth(origin)
let kang: { cookies: string[]; cookie: string }

beforeAll(async () => {
  kang = await signUp(shop, origin)
})

describe('an access token', () => {
  test('of a person is a JWT for the shop that names their role, and lives for a quarter of an hour', async () => {
    await registerClients(shop.db, firstPartyClients(origin))
    const redirectUri = `${origin}/signed-in`
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'homeappliance-web',
      redirect_uri: redirectUri,
      scope: 'openid',
      resource: audience,
      state: 'a state',
      code_challenge: await hashClientSecret(verifier),
      code_challenge_method: 'S256',
    })
    const asked = await shop.auth.handler(
      new Request(`${origin}/auth/oauth2/authorize?${query}`, { headers: { cookie: kang.cookie } }),
    )
    const back = new URL(asked.headers.get('location') ?? '')
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri)
    const form = { grant_type: 'authorization_code', client_id: 'homeappliance-web', redirect_uri: redirectUri }
    const answer = await shop.auth.handler(
      new Request(`${origin}/auth/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          ...form,
          code: back.searchParams.get('code') ?? '',
          code_verifier: verifier,
          resource: audience,
        }),
      }),
    )
    const { access_token: token = '' }: { access_token?: string } = await answer.json()
    const claims = decodeJwt(token)
    expect(claims).toMatchObject({ iss: origin, aud: expect.arrayContaining([audience]), role: 'customer' })
    expect([claims['name'], claims['country']]).toEqual(['Kang', 'DE'])
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900)
  })

  test('of a system is a JWT for the shop that names its role, and lives no longer', async () => {
    const { clientId, clientSecret, ask } = await systemToken('https://shop.example')
    const { access_token: token = '' } = await ask(clientSecret)
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
    const claims = decodeJwt(token)
    expect(claims).toMatchObject({ iss: 'https://shop.example', aud: audience, sub: clientId, role: 'courier' })
    expect(claims['name']).toBe('Carrier')
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900)
  })

  test('is given for no other secret and no other audience', async () => {
    const { clientSecret, ask } = await systemToken('https://shop.example')
    expect(await ask(`${clientSecret.slice(1)}x`)).toMatchObject({ status: 401 })
    expect((await ask(clientSecret, { resource: 'urn:another' })).access_token).toBe(undefined)
  })
})

describe('an account', () => {
  test.each([
    ['DE', 'DE'],
    ['XX', null],
    ['T1', null],
    ['de<', null],
    [null, null],
  ])('made where the platform says %s has the country %s, whatever the form says', async (told, country) => {
    const { auth, db } = openAuth(origin)
    const person = { name: 'Han', email: 'han@example.com', password: 'ten letters', country: 'US' }
    const send = async (fields: object) => {
      const request = authRequest(origin, '/sign-up/email', fields)
      if (told !== null) request.headers.set('cf-ipcountry', told)
      return (await auth.handler(request)).status
    }
    const refused = await send(person)
    if (refused !== 200) await send({ ...person, country: undefined })
    expect(db.rows('SELECT country FROM user')).toEqual([{ country }])
  })

  test('takes every password that our forms take, counted in code points', async () => {
    const { auth } = openAuth(origin)
    const password = '😀'.repeat(passwordLengthMax)
    const person = { name: 'Han', email: 'han@example.com', password }
    expect(signUpSchema.safeParse(person).success).toBe(true)
    expect(signUpSchema.safeParse({ ...person, password: `${password}x` }).success).toBe(false)
    expect((await auth.handler(authRequest(origin, '/sign-up/email', person))).status).toBe(200)
    expect((await auth.handler(authRequest(origin, '/sign-in/email', person))).status).toBe(200)
  })

  test('is a customer’s, whatever role its form asks for', async () => {
    const { db, auth } = openAuth(origin)
    const person = { name: 'Lee', email: 'lee@example.com', password: 'ten letters', role: 'ops' }
    await auth.handler(authRequest(origin, '/sign-up/email', person))
    expect(db.rows(`SELECT role FROM user WHERE role <> 'customer'`)).toEqual([])
    expect(shop.db.rows('SELECT role, emailVerified FROM user')).toEqual([{ role: 'customer', emailVerified: 0 }])
  })

  test('has its session in a cookie of this host alone, and over https in a secure one', async () => {
    const local = 'http://localhost:8787'
    const signedOut = await openAuth(local).auth.handler(authRequest(local, '/sign-out', {}))
    const localCookies = signedOut.headers.getSetCookie()
    for (const cookies of [kang.cookies, localCookies]) expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of kang.cookies) expect(cookie).toMatch(/^__Host-identity[^;]*; .*Path=\/; HttpOnly; Secure/)
    for (const cookie of localCookies) expect(cookie).toMatch(/^identity[^;]*; (?!.*Secure)/)
    expect([...kang.cookies, ...localCookies].join()).not.toContain('Domain=')
  })
})

test('a session alone gets no token', async () => {
  const request = new Request(`${origin}/auth/token`, { headers: { cookie: kang.cookie } })
  expect((await shop.auth.handler(request)).status).toBe(404)
})

test('nobody registers a client', async () => {
  const clients = () => shop.db.rows('SELECT clientId FROM oauthClient')
  const before = clients()
  const headers = { cookie: kang.cookie, origin, 'content-type': 'application/json' }
  const body = JSON.stringify({ redirect_uris: ['https://evil.example/back'] })
  for (const path of ['register', 'create-client']) {
    const answer = await shop.auth.handler(
      new Request(`${origin}/auth/oauth2/${path}`, { method: 'POST', headers, body }),
    )
    expect([401, 403]).toContain(answer.status)
  }
  expect(clients()).toEqual(before)
})
