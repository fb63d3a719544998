// The browser's session at the gateway: the tokens are in cookies that no script can read.
import { type Context, Hono } from 'hono'
import { decodeJwt } from 'jose'
import { type Told, told } from '../../contract/language.ts'
import { describeFault, type Log } from '../../platform/log.ts'
import { clearCookie, readCookie, setCookie } from '../../web/cookies.ts'
import { dropDrafts } from '../../web/draft.ts'
import { isSameOrigin } from '../../web/same-origin.ts'
import { exchangeCode, type OAuthClient, randomId, refresh, requestCode, revoke, type Tokens } from './oauth-client.ts'
import {
  dropPending,
  keepPending,
  pendingVerifier,
  readState,
  type SignInState,
  writeState,
} from './pending-sign-in.ts'

export type SessionConfig = OAuthClient & {
  /** The shop's own public origin. */
  origin: string
  issuer: string
  /** Where the issuer's own session ends; null: at its end_session_endpoint, when it has one. */
  signOutUrl: string | null
}

const refreshTokenSeconds = 30 * 24 * 3600
/** A return address that is longer, once encoded, would not fit into an address of the issuer. */
const toLengthMax = 2000
/** A token this close to its end is renewed before it is used. */
const renewBeforeSeconds = 30
const renewTriesMax = 3
const renewPauseMs = 150

/**
 * GET /sign-in?to=/path, GET /signed-in (the redirect URI) and POST /sign-out. `problem` renders what went wrong;
 * `ended` is told the last token of a session that is signed out.
 */
export function sessionRoutes(
  configure: (c: Context) => SessionConfig,
  problem: (c: Context, status: 400 | 403, told: Told) => Response | Promise<Response>,
  log: Log,
  ended: (c: Context, token: string) => Promise<void> = async () => {},
): Hono {
  const app = new Hono()
  app.get('/sign-in', (c) => startSignIn(c, configure(c), c.req.query('to') ?? '/', false))
  app.get('/signed-in', (c) => endSignIn(c, configure(c), (status, why) => problem(c, status, why)))
  app.post('/sign-out', (c) => {
    const config = configure(c)
    if (!isSameOrigin(c.req.raw, config.origin)) return problem(c, 403, fromElsewhere)
    return signOut(c, config, ended, log)
  })
  return app
}

/**
 * The access token of the browser's session, renewed when it has expired, and the cookies to set with the answer. The
 * token is null when nobody is signed in; it is not yet verified. Throws when the issuer is down.
 */
export async function sessionToken(
  request: Request,
  config: SessionConfig,
): Promise<{ token: string | null; cookies: string[] }> {
  const token = readCookie(request, config.origin, 'session')
  if (token !== null && secondsLeft(token) > renewBeforeSeconds) return { token, cookies: [] }
  const refreshToken = readCookie(request, config.origin, 'refresh')
  if (refreshToken === null) return { token: null, cookies: token === null ? [] : signedOut(config) }
  const tokens = await renewed(config, refreshToken)
  if (tokens === null) return { token: null, cookies: signedOut(config) }
  return { token: tokens.accessToken, cookies: signedIn(config, tokens) }
}

/**
 * Two pages that load at once renew with the same token. The issuer gives both the same answer, but may refuse the
 * second one for a moment, until it has stored the first answer. So only a repeated refusal counts.
 */
async function renewed(config: SessionConfig, refreshToken: string): Promise<Tokens | null> {
  for (let tries = 1; ; tries++) {
    const tokens = await refresh(config, refreshToken)
    if (tokens !== null || tries === renewTriesMax) return tokens
    await new Promise((resolve) => setTimeout(resolve, renewPauseMs))
  }
}

/** Begin the authorization code flow. A cookie of ten minutes keeps the verifier; the state says where to go then. */
async function startSignIn(c: Context, config: SessionConfig, to: string, isRepeat: boolean): Promise<Response> {
  const id = randomId()
  const state = writeState({ id, isRepeat, to: encodeURIComponent(to).length > toLengthMax ? '/' : to })
  const { url, verifier } = await requestCode(config, state)
  return redirect(302, url, keepPending(c.req.raw, config.origin, id, verifier))
}

async function endSignIn(
  c: Context,
  config: SessionConfig,
  problem: (status: 400, told: Told) => Response | Promise<Response>,
): Promise<Response> {
  const { searchParams } = new URL(c.req.url)
  const state = readState(searchParams.get('state'))
  const verifier = state && pendingVerifier(c.req.raw, config.origin, state.id)
  if (state === null || verifier === null) return beginAnew(c, config, state, problem)
  const exchanged = await exchangeCode(config, searchParams, { state: writeState(state), verifier })
  if (exchanged.ok) {
    const cookies = [...signedIn(config, exchanged.tokens), dropPending(config.origin, state.id)]
    return redirect(303, ownAddress(state.to, config.origin), cookies)
  }
  switch (exchanged.reason) {
    case 'not_requested':
    case 'code_refused':
      return beginAnew(c, config, state, problem)
    case 'no_code':
      return problem(400, notSignedIn(exchanged.error))
  }
}

/**
 * The answer to no sign-in of this browser, as after a reload, from a bookmark, or after a long time. The issuer knows
 * who has signed in just now and asks nobody again. Once only: a browser without cookies would go round for ever.
 */
function beginAnew(
  c: Context,
  config: SessionConfig,
  state: SignInState | null,
  problem: (status: 400, told: Told) => Response | Promise<Response>,
): Response | Promise<Response> {
  if (state?.isRepeat === true) return problem(400, notRequested)
  return startSignIn(c, config, state?.to ?? '/', true)
}

const notRequested = told({
  en: 'This browser could not be signed in. Please see that it takes cookies, and sign in again.',
  ko: '로그인하지 못했습니다. 브라우저에서 쿠키를 허용한 뒤 다시 로그인해 주세요.',
})
const fromElsewhere = told({ en: 'This form came from another site.', ko: '다른 사이트에서 보낸 요청입니다.' })

function notSignedIn(error: string): Told {
  return told({ en: `Nobody was signed in: ${error}.`, ko: `로그인되지 않았습니다: ${error}.` })
}

/** The person leaves even when the issuer is down: the cookies are cleared, and a failed revocation is logged. */
async function signOut(
  c: Context,
  config: SessionConfig,
  ended: (c: Context, token: string) => Promise<void>,
  log: Log,
): Promise<Response> {
  const token = readCookie(c.req.raw, config.origin, 'session')
  if (token !== null) await ended(c, token).catch((fault) => log('sockets_not_closed', { fault: describeFault(fault) }))
  const refreshToken = readCookie(c.req.raw, config.origin, 'refresh')
  if (refreshToken !== null) {
    try {
      await revoke(config, refreshToken)
    } catch (fault) {
      log('refresh_token_not_revoked', { fault: describeFault(fault) })
    }
  }
  const cookies = [...signedOut(config), ...dropDrafts(c.req.raw)]
  const signOutUrl = config.signOutUrl ?? (await endSessionEndpoint(config))
  if (signOutUrl === null) return redirect(303, new URL(config.origin), cookies)
  const url = new URL(signOutUrl, config.origin)
  if (url.origin === config.origin) return redirect(307, url, cookies)
  // OpenID Connect RP-Initiated Logout 1.0, section 2.
  url.searchParams.set('client_id', config.clientId)
  url.searchParams.set('post_logout_redirect_uri', `${config.origin}/`)
  return redirect(303, url, cookies)
}

/** Null for an issuer that has none, or does not answer: its own session then ends by itself. */
async function endSessionEndpoint(config: SessionConfig): Promise<string | null> {
  const server = await config.discover().catch(() => null)
  return server?.end_session_endpoint ?? null
}

function signedIn({ origin }: SessionConfig, tokens: Tokens): string[] {
  const session = setCookie(origin, 'session', tokens.accessToken, tokens.expiresInSeconds)
  if (tokens.refreshToken === null) return [session]
  return [session, setCookie(origin, 'refresh', tokens.refreshToken, refreshTokenSeconds)]
}

/** The cookies of a browser that is not signed in any more. */
export function signedOut({ origin }: SessionConfig): string[] {
  return [clearCookie(origin, 'session'), clearCookie(origin, 'refresh')]
}

/** An address of this shop; any other becomes the home page. Absolute, since a path can begin with `//`. */
function ownAddress(to: string, origin: string): URL {
  const url = URL.canParse(to, origin) ? new URL(to, origin) : new URL(origin)
  return url.origin === origin ? url : new URL(origin)
}

/** The time to a token's own `exp`; 0 when it is no JWT. */
function secondsLeft(token: string): number {
  try {
    return (decodeJwt(token).exp ?? 0) - Date.now() / 1000
  } catch {
    return 0
  }
}

function redirect(status: 302 | 303 | 307, to: URL, cookies: string[]): Response {
  const headers = new Headers({ location: to.href, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status, headers })
}
