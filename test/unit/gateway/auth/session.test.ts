// Sign-in, renewal and sign-out at the gateway, against an issuer that the test plays.
import { Hono } from 'hono'
import { UnsecuredJWT } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { discovery } from '../../../../src/gateway/auth/oauth-client.ts'
import { type SessionConfig, sessionRoutes, sessionToken } from '../../../../src/gateway/auth/session.ts'
import { visitor } from '../../../support/visitor.ts'

const shop = 'https://shop.example'
const issuer = 'https://issuer.example'

/** The requests to the issuer, and its next answers. */
let asked: { url: string; form: Record<string, string> }[]
let answers: Response[]
let isDown: boolean
let config: SessionConfig

beforeEach(() => {
  asked = []
  answers = []
  isDown = false
  config = {
    origin: shop,
    issuer,
    clientId: 'homeappliance-web',
    redirectUri: `${shop}/signed-in`,
    scope: 'openid offline_access',
    resource: null,
    discover: discovery(Date.now).bind(null, issuer, fetchFromIssuer),
    fetch: fetchFromIssuer,
    signOutUrl: null,
  }
})

const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  revocation_endpoint: `${issuer}/revoke`,
  end_session_endpoint: `${issuer}/logout`,
}

async function fetchFromIssuer(url: string, init: RequestInit): Promise<Response> {
  if (url === `${issuer}/.well-known/openid-configuration` && !isDown) return Response.json(metadata)
  asked.push({ url, form: Object.fromEntries(new URLSearchParams(String(init.body))) })
  return answers.shift() ?? new Response(null, { status: 503 })
}

function guest() {
  const app = new Hono()
  const problem = (_: unknown, status: 400 | 403, { detail }: { detail: string }) => new Response(detail, { status })
  app.route(
    '/',
    sessionRoutes(
      () => config,
      problem,
      () => {},
    ),
  )
  return visitor(shop, async (request) => app.fetch(request))
}

function tokens(expiresInSeconds: number, fields: object = { refresh_token: 'r2' }): Response {
  const exp = Math.floor(Date.now() / 1000) + expiresInSeconds
  const access_token = new UnsecuredJWT({ exp }).encode()
  return Response.json({ access_token, token_type: 'Bearer', expires_in: expiresInSeconds, ...fields })
}

function withCookies(cookie: string): Request {
  return new Request(shop, { headers: { cookie } })
}

async function begin(browser: ReturnType<typeof guest>, to = '/admin'): Promise<URLSearchParams> {
  const location = (await browser.get(`/sign-in?to=${encodeURIComponent(to)}`)).headers.get('location') ?? ''
  expect(location.startsWith(`${issuer}/authorize?`)).toBe(true)
  return new URL(location).searchParams
}

describe('signing in', () => {
  it('asks for a code with PKCE and a state, and exchanges it with the verifier', async () => {
    const browser = guest()
    const query = await begin(browser)
    expect(Object.fromEntries(query)).toMatchObject({
      code_challenge_method: 'S256',
      redirect_uri: `${shop}/signed-in`,
    })
    answers = [tokens(600)]
    const back = await browser.get(
      `/signed-in?code=c1&state=${encodeURIComponent(query.get('state') ?? '')}&iss=${issuer}`,
    )
    expect([back.status, back.headers.get('location')]).toEqual([303, `${shop}/admin`])
    expect([...browser.cookies.keys()].sort()).toEqual(['__Host-refresh', '__Host-session'])
    expect(asked[0]).toMatchObject({ url: `${issuer}/token`, form: { code: 'c1', grant_type: 'authorization_code' } })
    const lines = back.headers.getSetCookie()
    for (const line of lines)
      for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(line).toContain(part)
  })
  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'https://shop.example@evil.example/',
    'https://shop.example.evil.example/',
    `/${'가'.repeat(900)}`,
  ])('never leads away from the shop, nor by a long address (%#)', async (to) => {
    const browser = guest()
    const query = await begin(browser, to)
    answers = [tokens(600)]
    const back = await browser.get(`/signed-in?code=c1&state=${encodeURIComponent(query.get('state') ?? '')}`)
    expect(String(query).length).toBeLessThan(4000)
    expect(back.headers.get('location')).toMatch(/^https:\/\/shop\.example\//)
  })
  it.each<[string, (state: string) => string]>([
    ['another state', () => 'code=c1&state=guessed'],
    ['no state', () => 'code=c1'],
    ['the state of nobody', (state) => `code=c1&state=${'x'.repeat(43)}${state.slice(43)}`],
    ['another issuer in the answer', (state) => `code=c1&state=${state}&iss=https://evil.example`],
  ])('an answer with %s signs nobody in, asks the issuer nothing, and begins anew', async (_, answer) => {
    const browser = guest()
    const state = encodeURIComponent((await begin(browser)).get('state') ?? '')
    const back = await browser.get(`/signed-in?${answer(state)}`)
    expect([back.status, asked.length]).toEqual([302, 0])
    expect([...browser.cookies.keys()].filter((name) => !name.includes('signing-in-'))).toEqual([])
  })
  it('an answer without a code signs nobody in', async () => {
    const browser = guest()
    const state = encodeURIComponent((await begin(browser)).get('state') ?? '')
    const { status, headers } = await browser.get(`/signed-in?error=access_denied&state=${state}`)
    expect([status, asked.length, headers.getSetCookie()]).toEqual([400, 0, []])
  })
  it('an answer in another browser than the one that began is not taken: that one signs in itself', async () => {
    const state = encodeURIComponent((await begin(guest())).get('state') ?? '')
    const back = await guest().get(`/signed-in?code=c1&state=${state}`)
    expect([back.status, asked.length]).toEqual([302, 0])
  })

  /** The issuer answers with a code: the browser is sent on to where it wanted to go. */
  async function end(browser: ReturnType<typeof guest>, location: string | null | URLSearchParams) {
    const query = location instanceof URLSearchParams ? location : new URL(location ?? '').searchParams
    answers = [tokens(600)]
    const back = await browser.get(`/signed-in?${new URLSearchParams({ code: 'c', state: query.get('state') ?? '' })}`)
    return back.headers.get('location')
  }

  it('two tabs sign in side by side, each to its own page', async () => {
    const browser = guest()
    const tabs = [await begin(browser, '/admin'), await begin(browser, '/mypage')]
    for (const [index, to] of ['/admin', '/mypage'].entries())
      expect(await end(browser, tabs[index] ?? null)).toBe(`${shop}${to}`)
  })
  it.each<[string, (browser: ReturnType<typeof guest>, state: URLSearchParams) => unknown]>([
    ['is loaded again', (browser, query) => end(browser, query)],
    ['comes after the cookie is gone', (browser) => browser.cookies.clear()],
  ])('an answer that %s goes by the issuer once more to where the person wanted to go', async (_, before) => {
    const browser = guest()
    const query = await begin(browser, '/mypage?cursor=x')
    await before(browser, query)
    asked = []
    const anew = await browser.get(`/signed-in?code=c1&state=${encodeURIComponent(query.get('state') ?? '')}`)
    expect(asked).toEqual([])
    expect(await end(browser, anew.headers.get('location'))).toBe(`${shop}/mypage?cursor=x`)
  })
  it('a code that the issuer refuses begins anew once, and then is an error page', async () => {
    const browser = guest()
    let query = await begin(browser)
    const refused = () => {
      answers = [Response.json({ error: 'invalid_grant' }, { status: 400 })]
      return browser.get(`/signed-in?code=c1&state=${encodeURIComponent(query.get('state') ?? '')}`)
    }
    const anew = await refused()
    query = new URL(anew.headers.get('location') ?? '').searchParams
    expect([anew.status, (await refused()).status]).toEqual([302, 400])
  })
  it('a browser without cookies does not go round for ever', async () => {
    const anew = (await guest().get('/signed-in?code=c1&state=x')).headers.get('location') ?? ''
    const state = new URL(anew).searchParams.get('state') ?? ''
    expect((await guest().get(`/signed-in?code=c1&state=${encodeURIComponent(state)}`)).status).toBe(400)
  })
  it('sign-ins that nobody ends do not pile up', async () => {
    const browser = guest()
    for (let times = 1; times <= 30; times += 1) await begin(browser)
    expect(browser.cookies.size).toBeLessThanOrEqual(10)
    expect(await end(browser, await begin(browser))).toBe(`${shop}/admin`)
  })
})

describe('the token of a session', () => {
  const valid = new UnsecuredJWT({ exp: Math.floor(Date.now() / 1000) + 600 }).encode()
  const spent = new UnsecuredJWT({ exp: Math.floor(Date.now() / 1000) - 1 }).encode()

  it('is the one in the cookie while it lasts', async () => {
    expect(await sessionToken(withCookies(`__Host-session=${valid}`), config)).toEqual({ token: valid, cookies: [] })
  })
  it('is not taken from a cookie that another host could have set', async () => {
    expect(await sessionToken(withCookies(`session=${valid}`), config)).toEqual({ token: null, cookies: [] })
  })
  it('is renewed when it has run out, and the new one is stored', async () => {
    answers = [tokens(600)]
    const renewed = await sessionToken(withCookies(`__Host-session=${spent}; __Host-refresh=r1`), config)
    expect(asked[0]?.form).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'r1' })
    expect(renewed.token).not.toBeNull()
    expect(renewed.cookies.map((line) => line.split('=')[0])).toEqual(['__Host-session', '__Host-refresh'])
  })
  const refusal = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
  it('is renewed although another page is renewing it at this moment, and the first try is refused', async () => {
    const answer = { access_token: 'renewed', token_type: 'Bearer', refresh_token: 'r2', expires_in: 900 }
    answers = [refusal(), Response.json(answer)]
    const { token } = await sessionToken(withCookies(`__Host-session=${spent}; __Host-refresh=r1`), config)
    expect([token, asked.length]).toEqual(['renewed', 2])
  })
  it('is gone, with its cookies, when the issuer takes the refresh token no more', async () => {
    answers = [refusal(), refusal(), refusal()]
    const gone = await sessionToken(withCookies(`__Host-session=${spent}; __Host-refresh=r1`), config)
    expect(gone).toEqual({
      token: null,
      cookies: [expect.stringContaining('Max-Age=0'), expect.stringContaining('Max-Age=0')],
    })
  })
  it('an issuer that is down is a fault, and signs nobody out', async () => {
    await expect(sessionToken(withCookies('__Host-refresh=r1'), config)).rejects.toThrow('503')
  })
})

describe('signing out', () => {
  it('revokes the refresh token and goes on to the issuer', async () => {
    const browser = guest()
    browser.cookies.set('__Host-refresh', 'r1').set('__Host-session', 'x')
    answers = [new Response(null)]
    const answer = await browser.post('/sign-out', {})
    expect(answer.headers.get('location')).toMatch(`${issuer}/logout?client_id=homeappliance-web`)
    expect(asked[0]).toMatchObject({ url: `${issuer}/revoke`, form: { token: 'r1' } })
    expect(browser.cookies.size).toBe(0)
  })
  it('works when the issuer is down', async () => {
    isDown = true
    const browser = guest()
    browser.cookies.set('__Host-refresh', 'r1')
    expect((await browser.post('/sign-out', {})).status).toBe(303)
    expect(browser.cookies.size).toBe(0)
  })
  it('is not for other sites to do', async () => {
    const browser = guest()
    browser.cookies.set('__Host-refresh', 'r1')
    expect((await browser.post('/sign-out', {}, { origin: 'https://evil.example' })).status).toBe(403)
    expect(browser.cookies.size).toBe(1)
  })
})
