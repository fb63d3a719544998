// The OAuth client against an issuer played by the test: which metadata it believes, what it sends, what it refuses.
import { UnsecuredJWT } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  discovery,
  exchangeCode,
  type OAuthClient,
  refresh,
  requestCode,
  revoke,
} from '../../../../src/gateway/auth/oauth-client.ts'

const issuer = 'https://issuer.example/shop'
const metadata = {
  issuer,
  authorization_endpoint: 'https://login.example/start?tenant=7',
  token_endpoint: 'https://tokens.example/token',
  revocation_endpoint: 'https://tokens.example/revoke',
}
const pending = { state: 'the state', verifier: 'v'.repeat(43) }
const tokens = { access_token: 'a1', token_type: 'Bearer', refresh_token: 'r1', expires_in: 900 }

type Sent = { url: string; init: RequestInit; form: Record<string, string> }
let sent: Sent[]
let nowMs: number
let published: Record<string, string>
let answer: () => Response

beforeEach(() => {
  sent = []
  nowMs = 5_000_000
  published = metadata
  answer = () => Response.json(tokens)
})

async function fetchFromIssuer(url: string, init: RequestInit): Promise<Response> {
  sent.push({ url, init, form: Object.fromEntries(new URLSearchParams(String(init.body ?? ''))) })
  return init.method === 'GET' ? Response.json(published) : answer()
}

function clientOf(resource: string | null = 'urn:shop:api'): OAuthClient {
  const discover = discovery(() => nowMs)
  return {
    clientId: 'shop-pages',
    redirectUri: 'https://shop.example/signed-in',
    scope: 'openid offline_access',
    resource,
    discover: () => discover(issuer, fetchFromIssuer),
    fetch: fetchFromIssuer,
  }
}

const exchange = (query: string) => exchangeCode(clientOf(), new URLSearchParams(query), pending)
const goodResponse = `code=c1&state=${encodeURIComponent(pending.state)}`

describe('the metadata', () => {
  test('are read at the issuer’s own address and kept for ten minutes', async () => {
    const { discover } = clientOf()
    expect(await discover()).toMatchObject(metadata)
    nowMs += 5 * 60_000 - 1
    await discover()
    expect(sent.map(({ url }) => url)).toEqual([`${issuer}/.well-known/openid-configuration`])
    nowMs += 6 * 60_000
    published = { ...metadata, token_endpoint: 'https://tokens.example/moved' }
    expect((await discover()).token_endpoint).toBe('https://tokens.example/moved')
  })

  test('of another issuer are not believed, and those of two issuers are kept apart', async () => {
    const discover = discovery(() => nowMs)
    await discover(issuer, fetchFromIssuer)
    await expect(discover('https://other.example', fetchFromIssuer)).rejects.toThrow('issuer')
  })

  test.each([
    ['http://issuer.example', 'rejects'],
    ['http://127.0.0.1.example', 'rejects'],
    ['http://127.0.0.1:9000', 'resolves'],
    ['http://localhost:9000', 'resolves'],
  ] as const)('are asked of %s by plain http: %s', async (plainIssuer, outcome) => {
    published = { issuer: plainIssuer }
    const asked = discovery(() => nowMs)(plainIssuer, fetchFromIssuer)
    if (outcome === 'resolves') expect(await asked).toEqual({ issuer: plainIssuer })
    else await expect(asked).rejects.toThrow('HTTPS')
    expect(sent).toHaveLength(outcome === 'resolves' ? 1 : 0)
  })
})

describe('asking for a code', () => {
  test('goes to the issuer’s own endpoint, with the challenge of the verifier and the audience', async () => {
    const { url, verifier } = await requestCode(clientOf(), 'the state')
    expect(url.href).toMatch(/^https:\/\/login\.example\/start\?tenant=7&/)
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: '7',
      response_type: 'code',
      client_id: 'shop-pages',
      redirect_uri: 'https://shop.example/signed-in',
      scope: 'openid offline_access',
      state: 'the state',
      code_challenge: Buffer.from(hash).toString('base64url'),
      code_challenge_method: 'S256',
      resource: 'urn:shop:api',
    })
  })

  test('uses a new verifier each time', async () => {
    const [one, other] = await Promise.all([requestCode(clientOf(), 'a'), requestCode(clientOf(), 'a')])
    expect(one.verifier).not.toBe(other.verifier)
  })

  test('names no audience when there is none to ask for', async () => {
    expect((await requestCode(clientOf(null), 'a')).url.searchParams.has('resource')).toBe(false)
  })
})

describe('exchanging a code', () => {
  test('sends the verifier and gives the tokens', async () => {
    expect(await exchange(goodResponse)).toEqual({
      ok: true,
      tokens: { accessToken: 'a1', refreshToken: 'r1', expiresInSeconds: 900 },
    })
    expect(sent.at(-1)).toMatchObject({
      url: metadata.token_endpoint,
      form: { code: 'c1', code_verifier: pending.verifier, client_id: 'shop-pages', resource: 'urn:shop:api' },
    })
  })

  test.each([
    ['state=guessed&code=c1', { reason: 'not_requested' }],
    [`${goodResponse}&code=c2`, { reason: 'not_requested' }],
    [`${goodResponse}&iss=https://evil.example`, { reason: 'not_requested' }],
    ['state=the+state&code=', { reason: 'no_code', error: 'no code came back' }],
    ['state=the+state', { reason: 'no_code', error: 'no code came back' }],
    ['state=the+state&error=access_denied', { reason: 'no_code', error: 'access_denied' }],
  ])('the response %s is refused before the issuer is asked', async (query, refusal) => {
    expect(await exchange(query)).toEqual({ ok: false, ...refusal })
    expect(sent.filter(({ init }) => init.method === 'POST')).toEqual([])
  })

  test('a response that names no issuer is refused when the issuer always names itself', async () => {
    published = { ...metadata, authorization_response_iss_parameter_supported: JSON.parse('true') }
    expect(await exchange(goodResponse)).toEqual({ ok: false, reason: 'not_requested' })
  })

  test.each([400, 401])('an answer of %i means that the code is not good', async (status) => {
    answer = () => new Response('no JSON', { status, headers: { 'www-authenticate': 'Basic' } })
    expect(await exchange(goodResponse)).toEqual({ ok: false, reason: 'code_refused' })
  })

  test.each<[string, object]>([
    ['no token type', { access_token: 'a1' }],
    ['no access token', { token_type: 'Bearer' }],
    [
      'an ID token for another client',
      {
        ...tokens,
        id_token: new UnsecuredJWT({ iss: issuer, aud: 'another', sub: '1', iat: 1, exp: 9_999_999_999 }).encode(),
      },
    ],
  ])('an answer with %s is a fault', async (_, body) => {
    answer = () => Response.json(body)
    await expect(exchange(goodResponse)).rejects.toThrow()
  })
})

describe('renewing', () => {
  test('keeps to the audience, and believes an issuer that gives no new refresh token and no lifetime', async () => {
    answer = () => Response.json({ access_token: 'a2', token_type: 'bearer' })
    expect(await refresh(clientOf(), 'r1')).toEqual({ accessToken: 'a2', refreshToken: null, expiresInSeconds: 60 })
    expect(sent.at(-1)?.form).toMatchObject({ refresh_token: 'r1', resource: 'urn:shop:api' })
  })

  test('a redirect of the token endpoint is not followed', async () => {
    answer = () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } })
    await expect(refresh(clientOf(), 'r1')).rejects.toThrow()
    expect(sent.at(-1)?.init.redirect).toBe('manual')
  })
})

describe('revoking', () => {
  test('sends the refresh token, and believes an issuer that does not know it', async () => {
    answer = () => Response.json({ error: 'invalid_token' }, { status: 400 })
    await revoke(clientOf(), 'r1')
    expect(sent.at(-1)).toMatchObject({
      url: metadata.revocation_endpoint,
      form: { token: 'r1', token_type_hint: 'refresh_token', client_id: 'shop-pages' },
    })
  })

  test('an issuer without a revocation endpoint is not asked, and one that is down is a fault', async () => {
    const { revocation_endpoint: _, ...others } = metadata
    published = others
    await revoke(clientOf(), 'r1')
    expect(sent).toHaveLength(1)
    published = metadata
    answer = () => new Response(null, { status: 503 })
    await expect(revoke(clientOf(), 'r1')).rejects.toThrow('503')
  })
})
