// What people see in a browser: the front page, the authorization server's pages, and the contexts' own pages, which
// are handed the verified caller behind the browser's session.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Caller } from '../../contract/caller.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import { payOrderMsMax } from '../../platform/pay-order.ts'
import { refusalPage, seeOther } from '../../web/error-pages.tsx'
import { renderPage } from '../../web/page.tsx'
import { isSameOrigin } from '../../web/same-origin.ts'
import { isSessionActive } from '../auth/active-session.ts'
import { issuerOf, type VerifierOf } from '../auth/issuer.ts'
import { discovery, type Fetch } from '../auth/oauth-client.ts'
import { type SessionConfig, sessionRoutes, sessionToken } from '../auth/session.ts'
import type { Grant } from '../auth/verify.ts'
import { nearbyShelf, type Shelf } from '../checkout/shelf.ts'
import type { Gateway, GatewayEnv } from '../env.ts'
import { answerMsMax, callContext } from '../http/call-context.ts'
import { tooManyFrom, tooManyOf } from '../http/rate-limit.ts'
import { refuse } from '../http/refuse.ts'
import { frontPage } from './front.tsx'
import { orderFormPage } from './order-form.tsx'

const log = contextLog('gateway')

type PageOf = (env: GatewayEnv, caller: Caller, request: Request, requestId: string) => Promise<Response>

const admin: PageOf = (env, ...asked) => callContext('ordermanagement', () => env.ORDERMANAGEMENT.page(...asked))
/** To pay an order takes longer than to show a page. */
const mypage: PageOf = (env, caller, request, requestId) => {
  const isPayForm = request.method === 'POST' && new URL(request.url).pathname.endsWith('/pay')
  const msMax = isPayForm ? payOrderMsMax + answerMsMax : answerMsMax
  return callContext('mypage', () => env.MYPAGES.page(caller, request, requestId), msMax)
}

export function pageRoutes(app: OpenAPIHono<Gateway>, verifierOf: VerifierOf): void {
  app.all('/auth/*', toIdentity)
  app.all('/.well-known/*', toIdentity)
  app.route(
    '/',
    sessionRoutes((c: Context<Gateway>) => sessionConfig(c), sessionProblem, log),
  )
  app.on(['GET', 'POST'], '/mypage/new', (c) => pageFor(c, verifierOf, orderFormPage))
  for (const path of ['/admin', '/admin/*']) app.all(path, (c) => pageFor(c, verifierOf, admin))
  for (const path of ['/mypage', '/mypage/*']) app.all(path, (c) => pageFor(c, verifierOf, mypage))
  app.get('/account', toAccount)
  const shelf = nearbyShelf(Date.now)
  app.get('/', (c) => showFront(c, verifierOf, shelf))
}

async function toIdentity(c: Context<Gateway>): Promise<Response> {
  return changeable(await callContext('identity', () => c.env.IDENTITY.fetch(c.req.raw)))
}

/** A person's account is kept by who signs them in. */
async function toAccount(c: Context<Gateway>): Promise<Response> {
  const { search } = new URL(c.req.url)
  if (c.env.JWKS_URL === '') return seeOther(`/auth/account${search}`)
  if (c.env.ACCOUNT_URL !== '') return seeOther(c.env.ACCOUNT_URL)
  return refusalPage({ heading: 'Not found', text: 'Your account is kept where you sign in.', status: 404 })
}

/** A page for whoever is signed in; nobody is sent to sign in first, and comes back here. */
async function pageFor(c: Context<Gateway>, verifierOf: VerifierOf, page: PageOf): Promise<Response> {
  const { origin, pathname, search } = new URL(c.req.url)
  const isForm = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  if (isForm && !isSameOrigin(c.req.raw, origin)) {
    return sessionProblem(c, 403, 'This form came from another site.')
  }
  const who = await whoIs(c, verifierOf)
  const over = who.caller === null ? await tooManyFrom(c) : await tooManyOf(c, who.caller, isForm ? 'money' : 'read')
  if (over !== null) return refuse(c, over)
  const { caller, cookies } = isForm && !(await mayMove(c, who)) ? { caller: null, cookies: who.cookies } : who
  const response =
    caller === null
      ? seeOther(`/sign-in?to=${encodeURIComponent(pathname + search)}`)
      : await page(c.env, caller, c.req.raw, c.var.requestId)
  return withCookies(response, cookies)
}

/** The caller behind the browser's session, null when nobody is signed in, and the cookies to send back. */
async function whoIs(c: Context<Gateway>, verifierOf: VerifierOf) {
  const { token, cookies } = await callContext('identity', () => sessionToken(c.req.raw, sessionConfig(c)))
  const verified = token === null ? null : await verifierOf(c.env, c.req.url)(token)
  return verified?.ok
    ? { caller: verified.caller, grant: verified.grant, cookies }
    : { caller: null, grant: null, cookies }
}

/** Every form of the pages moves money or goods: whose session has ended since signs in first. */
async function mayMove(
  c: Context<Gateway>,
  who: { caller: Caller; grant: Grant } | { caller: null; grant: null },
): Promise<boolean> {
  return who.caller !== null && (await isSessionActive(c.env, who.caller, who.grant))
}

async function showFront(c: Context<Gateway>, verifierOf: VerifierOf, shelf: Shelf): Promise<Response> {
  const [who, items] = await Promise.all([
    orElse({ caller: undefined, cookies: [] }, 'visitor_unknown', () => whoIs(c, verifierOf)),
    orElse(null, 'shelf_unavailable', () => shelf(c.env)),
  ])
  return withCookies(await renderPage(frontPage(who.caller, items)), who.cookies)
}

/** What a page can do without: its fault is logged, and `instead` stands in its place. */
async function orElse<T, U>(instead: U, event: string, ask: () => Promise<T>): Promise<T | U> {
  try {
    return await ask()
  } catch (fault) {
    log(event, { fault: describeFault(fault) })
    return instead
  }
}

function sessionConfig(c: Context<Gateway>): SessionConfig {
  const { origin } = new URL(c.req.url)
  const issuer = issuerOf(c.env.ISSUER, c.req.url)
  const embedded = c.env.JWKS_URL === ''
  const reach: Fetch = (url, init) =>
    callContext('identity', () => (embedded ? c.env.IDENTITY.fetch(url, init) : fetch(url, init)))
  return {
    origin,
    clientId: c.env.CLIENT_ID,
    redirectUri: `${origin}/signed-in`,
    scope: 'openid profile offline_access',
    resource: c.env.AUDIENCE,
    discover: () => callContext('identity', () => discover(issuer, reach)),
    fetch: reach,
    // The embedded server's session ends at a page of its own.
    signOutUrl: embedded ? `${issuer}/auth/sign-out` : c.env.SIGN_OUT_URL || null,
  }
}

/** Kept by the isolate, so that not every sign-in and renewal asks for it. */
const discover = discovery(Date.now)

function sessionProblem(_: Context, status: 400 | 403, text: string): Promise<Response> {
  return refusalPage({ heading: 'That did not work', text, status })
}

/** A response from another Worker cannot be changed, and the gateway's own headers are still to be added. */
function changeable(response: Response): Response {
  return new Response(response.body, response)
}

function withCookies(response: Response, cookies: string[]): Response {
  const answer = changeable(response)
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
  return answer
}
