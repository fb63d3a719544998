// OAuth by the book: the cases of the OpenID conformance suite for a code with PKCE, and what the RFCs say of each
// endpoint. better-auth as it runs, over the real schema.
import { describe, expect, test } from 'vitest'
import { audience, issuer, openAuthorizationServer } from '../../support/authorization-server.ts'

const server = await openAuthorizationServer()
const { ask, authorizePath, code, exchange, cookie } = server

/** Where an authorization request leads: back to the client, or to a page of ours. */
async function authorized(changes: Record<string, string>, isSignedIn = true) {
  const answer = await ask('GET', authorizePath(changes), isSignedIn ? { cookie } : {})
  const to = new URL(answer.headers.get('location') ?? '', issuer)
  const named = Object.fromEntries(['error', 'state', 'iss'].map((name) => [name, to.searchParams.get(name)]))
  return { status: answer.status, to: to.origin + to.pathname, ...named, code: to.searchParams.has('code') }
}
const callback = 'http://127.0.0.1:0/callback'
const atClient = { status: 302, to: callback, state: 'a state', iss: issuer }

describe('an authorization request', () => {
  test('of somebody who is signed in leads back with a code, the state and the issuer (RFC 9207)', async () => {
    expect(await authorized({})).toEqual({ ...atClient, error: null, code: true })
    expect(await authorized({ prompt: 'none' })).toEqual({ ...atClient, error: null, code: true })
    expect(await authorized({ nonce: 'n', claims: '{}', display: 'popup', acr_values: '1' })).toMatchObject({
      code: true,
    })
  })

  test('of nobody leads to the form, and with prompt=none back to the client', async () => {
    expect(await authorized({}, false)).toMatchObject({ status: 302, to: `${issuer}/auth/sign-in` })
    expect(await authorized({ prompt: 'none' }, false)).toEqual({ ...atClient, error: 'login_required', code: false })
  })

  test.each([
    ['prompt', 'login', '/auth/sign-in'],
    ['max_age', '0', '/auth/sign-in'],
    ['prompt', 'create', '/auth/sign-up'],
  ])('with %s=%s leads to %s, signed in or not', async (name, value, path) => {
    for (const isSignedIn of [true, false]) {
      expect(await authorized({ [name]: value }, isSignedIn)).toMatchObject({ to: issuer + path })
    }
  })

  test.each([
    [{ prompt: 'consent' }, 'consent_required'],
    [{ prompt: 'select_account' }, 'account_selection_required'],
    [{ prompt: 'login consent' }, 'consent_required'],
    [{ registration: '{}' }, 'registration_not_supported'],
    [{ response_mode: 'form_post' }, 'invalid_request'],
    [{ response_mode: 'fragment' }, 'invalid_request'],
    [{ code_challenge: 'x' }, 'invalid_request'],
    [{ prompt: 'nonsense' }, 'invalid_request'],
    [{ prompt: 'none login' }, 'invalid_request'],
    [{ response_type: '' }, 'invalid_request'],
    [{ code_challenge: '' }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ max_age: 'x' }, 'invalid_request'],
    [{ scope: 'openid nonsense' }, 'invalid_scope'],
    [{ request: 'x' }, 'request_not_supported'],
    [{ request_uri: 'urn:x' }, 'request_uri_not_supported'],
    [{ resource: 'urn:another' }, 'invalid_target'],
  ])('with %j goes back to the client as %s, with its state, signed in or not', async (changes, error) => {
    for (const isSignedIn of [true, false]) {
      expect(await authorized(changes, isSignedIn)).toEqual({ ...atClient, error, code: false })
    }
  })

  test.each([
    { client_id: 'nobody', prompt: 'consent' },
    { redirect_uri: 'https://evil.example/', prompt: 'consent' },
    { redirect_uri: `${callback}/more`, prompt: 'select_account' },
    { redirect_uri: `${callback}#x`, response_mode: 'form_post' },
  ])('with %j is never redirected to where it says', async (changes) => {
    for (const change of [changes, { ...changes, prompt: '' }]) {
      expect(await authorized(change)).toMatchObject({ to: `${issuer}/auth/problem`, code: false })
    }
  })

  test('may come by POST too (OpenID Connect Core 1.0, section 3.1.2.1)', async () => {
    const [path = '', query = ''] = authorizePath().split('?')
    const answer = await ask('POST', path, { cookie }, Object.fromEntries(new URLSearchParams(query)))
    expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.stringContaining(`${callback}?code=`)])
  })
})

describe('the token endpoint', () => {
  test('takes a code once', async () => {
    const once = await code()
    expect(await exchange({ code: once })).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })
    expect(await exchange({ code: once })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test.each([
    [{ code_verifier: 'x'.repeat(43) }, 400, 'invalid_grant'],
    [{ redirect_uri: 'http://127.0.0.1:0/another' }, 400, 'invalid_grant'],
    [{ client_id: 'homeappliance-web' }, 400, 'invalid_grant'],
    [{ code_verifier: '' }, 400, 'invalid_request'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: '' }, 400, 'invalid_request'],
  ])('refuses %j with %i %s, which no cache keeps', async (changes, status, error) => {
    const answer = await exchange({ code: await code(), ...changes })
    expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status, error })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

test('the keys may be kept for a minute', async () => {
  const answer = await ask('GET', '/auth/jwks')
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
})

test('every way to prove a client that is offered works, and no other does', async () => {
  const { clientId, clientSecret } = await server.addSystem()
  const metadata: Record<string, string[]> = await (await ask('GET', '/.well-known/openid-configuration')).json()
  const form = { grant_type: 'client_credentials', resource: audience }
  const statusOf: Record<string, () => Promise<number>> = {
    none: async () => (await exchange({ code: await code() })).status,
    client_secret_basic: async () =>
      (await ask('POST', '/auth/oauth2/token', { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }, form))
        .status,
    client_secret_post: async () =>
      (await ask('POST', '/auth/oauth2/token', {}, { ...form, client_id: clientId, client_secret: clientSecret }))
        .status,
  }
  for (const [method, status] of Object.entries(statusOf)) {
    const isOffered = metadata['token_endpoint_auth_methods_supported']?.includes(method)
    expect([method, (await status()) === 200]).toEqual([method, isOffered])
  }
})

test('while the database is away, programs get a problem and the log one line, without a stack', async () => {
  const broken = await openAuthorizationServer()
  const once = await broken.code()
  const token = { authorization: `Bearer ${(await broken.exchange({ code: once })).body['access_token']}` }
  broken.closeDatabase()
  for (const [method, path, headers, form] of [
    ['POST', '/auth/oauth2/token', {}, { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }],
    ['POST', '/auth/oauth2/revoke', {}, { token: 'unknown', client_id: 'homeappliance-cli' }],
    ['GET', '/auth/oauth2/userinfo', token, null],
    ['GET', '/auth/jwks', {}, null],
    ['GET', authorizePath(), { cookie: broken.cookie }, null],
  ] as const) {
    broken.logged.splice(0)
    const answer = await broken.ask(method, path, headers, form)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({ code: 'unavailable', error: 'temporarily_unavailable' })
    const [where] = path.split('?')
    expect(broken.logged).toEqual([
      { event: 'request_failed', path: where, fault: expect.stringMatching(/^.*database is not open$/) },
    ])
  }
})
