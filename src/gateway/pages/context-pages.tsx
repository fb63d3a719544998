// The pages: the front page, the authorization server's pages, and the contexts' own pages, which get the verified
// caller of the browser's session.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Caller } from '../../contract/caller.ts'
import { detailIn, type Reader, readerOf, type Told, told } from '../../contract/language.ts'
import { searchLengthMax, shortened } from '../../contract/text.ts'
import { contextLog, describeFault } from '../../platform/log.ts'
import { payOrderMsMax } from '../../platform/pay-order.ts'
import { dropDrafts, keepDraft } from '../../web/draft.ts'
import { refusalPage, seeOther } from '../../web/error-pages.tsx'
import { optionsAnswer, withAllow } from '../../web/methods.ts'
import { renderPage } from '../../web/page.tsx'
import { readerOfRequest } from '../../web/reader.ts'
import { isSameOrigin } from '../../web/same-origin.ts'
import { isSessionActive } from '../auth/active-session.ts'
import type { VerifierOf } from '../auth/issuer.ts'
import { sessionRoutes, sessionToken } from '../auth/session.ts'
import { sessionConfig } from '../auth/session-config.ts'
import { callerIn, type Grant } from '../auth/verify.ts'
import { cachedShelf, type Shelf } from '../checkout/shelf.ts'
import { configOf } from '../config.ts'
import type { Gateway, GatewayEnv } from '../env.ts'
import { answerMsMax, callContext, replayMsMax } from '../http/call-context.ts'
import { limitAddress, limitCaller } from '../http/rate-limit.ts'
import { refuse } from '../http/refuse.ts'
import { frontPage, itemPage, type Visitor } from './front.tsx'
import { switchLanguage } from './language.ts'
import { streamRoutes } from './live.ts'
import { orderFormPage } from './order-form.tsx'
import { erasedPage, ownDataPage } from './own-data.tsx'
import { siteFiles } from './site-files.ts'
import { texts } from './texts.ts'

const log = contextLog('gateway')
/** Nobody waits long to be signed out: a socket that could not be closed ends with its token. */
const closeMsMax = 1000

type PageOf = (env: GatewayEnv, caller: Caller, request: Request, requestId: string) => Promise<Response>

const admin: PageOf = (env, ...args) => callContext('ordermanagement', () => env.ORDERMANAGEMENT.page(...args))
const courier: PageOf = (env, ...args) => callContext('delivery', () => env.DELIVERY.page(...args))
/** Paying an order takes longer than showing a page. */
const mypage: PageOf = (env, caller, request, requestId) => {
  const { pathname } = new URL(request.url)
  const isPayment =
    pathname.endsWith('/return') || (request.method === 'POST' && /\/(pay|provider-page)$/.test(pathname))
  const msMax = isPayment ? payOrderMsMax + answerMsMax : answerMsMax
  return callContext('mypage', () => env.MYPAGES.page(caller, request, requestId), msMax)
}

const analytics: PageOf = (env, caller, request) => callContext('analytics', () => env.ANALYTICS.page(caller, request))
/** A receiver of messages may be slow to take what is sent again. */
const messages: PageOf = (env, ...args) => callContext('message', () => env.MESSAGES.page(...args), replayMsMax)
const ops: PageOf = (env, ...args) => callContext('operations', () => env.OPERATIONS.page(...args))
const sandbox: PageOf = (env, caller, request) => callContext('sandbox', () => env.SANDBOX_PAGES.page(caller, request))

export function pageRoutes(app: OpenAPIHono<Gateway>, verifierOf: VerifierOf): void {
  app.all('/auth/*', forwardToIdentity)
  app.all('/.well-known/*', forwardToIdentity)
  app.route(
    '/',
    sessionRoutes(
      (c: Context<Gateway>) => sessionConfig(c.env, c.req.url),
      sessionProblem,
      log,
      (c: Context<Gateway>, token) => closeSockets(c, verifierOf, token),
    ),
  )
  for (const path of ['/mypage/data', '/mypage/data/*']) app.all(path, (c) => pageFor(c, verifierOf, ownDataPage))
  app.get('/erased', (c) => renderPage(erasedPage(readerOfRequest(c.req.raw))))
  app.on(['GET', 'POST'], '/mypage/new', (c) => pageFor(c, verifierOf, orderFormPage))
  streamRoutes(app, (c) => identifyVisitor(c, verifierOf))
  app.all('/admin/analytics', (c) => pageFor(c, verifierOf, analytics))
  for (const path of ['/admin/messages', '/admin/messages/*']) app.all(path, (c) => pageFor(c, verifierOf, messages))
  for (const path of ['/admin', '/admin/*']) app.all(path, (c) => pageFor(c, verifierOf, admin))
  for (const path of ['/courier', '/courier/*']) app.all(path, (c) => pageFor(c, verifierOf, courier))
  for (const path of ['/mypage/messages', '/mypage/messages/*']) app.all(path, (c) => pageFor(c, verifierOf, messages))
  for (const path of ['/mypage', '/mypage/*']) app.all(path, (c) => pageFor(c, verifierOf, mypage))
  for (const path of ['/ops', '/ops/*']) app.all(path, (c) => pageFor(c, verifierOf, ops))
  app.all('/sandbox/*', (c) => pageFor(c, verifierOf, sandbox))
  app.get('/account', redirectToAccount)
  siteFiles(app)
  app.post('/language', (c) =>
    isSameOrigin(c.req.raw, new URL(c.req.url).origin) ? switchLanguage(c) : sessionProblem(c, 403, fromElsewhere),
  )
  const shelf = cachedShelf(Date.now)
  app.get('/', (c) => showFront(c, verifierOf, shelf))
  app.get('/shop/:itemId', (c) => showItem(c, verifierOf, shelf))
}

/** The open pages of a session that is signed out are told nothing more. */
async function closeSockets(c: Context<Gateway>, verifierOf: VerifierOf, token: string): Promise<void> {
  const verified = await verifierOf(c.env, c.req.url)(token)
  if (!verified.ok || verified.caller.role !== 'customer') return
  const { caller, grant } = verified
  const { sessionId } = grant
  if (sessionId !== null) await callContext('mypage', () => c.env.MYPAGES.endSession(caller, sessionId), closeMsMax)
}

async function forwardToIdentity(c: Context<Gateway>): Promise<Response> {
  return mutableResponse(await callContext('identity', () => c.env.IDENTITY.fetch(c.req.raw)))
}

/** The issuer that signs people in has their accounts. */
async function redirectToAccount(c: Context<Gateway>): Promise<Response> {
  const { JWKS_URL, ACCOUNT_URL } = configOf(c.env)
  if (JWKS_URL === '') return seeOther('/auth/account')
  if (ACCOUNT_URL !== '') return seeOther(ACCOUNT_URL)
  return refuse(c, { code: 'not_found', ...told({ en: texts.en.accountElsewhere, ko: texts.ko.accountElsewhere }) })
}

/** Those that some page takes. Which page takes which is told only to who may see it. */
const pageMethods = 'GET, HEAD, POST, OPTIONS'

/** A page for a signed-in caller. Anybody else signs in first, and is sent back here, with what was typed. */
async function pageFor(c: Context<Gateway>, verifierOf: VerifierOf, page: PageOf): Promise<Response> {
  const { origin, pathname, search } = new URL(c.req.url)
  if (c.req.method === 'OPTIONS') return optionsAnswer(pageMethods)
  if (!pageMethods.split(', ').includes(c.req.method)) {
    const why = told({ en: `Pages take ${pageMethods} only.`, ko: `페이지에서는 ${pageMethods}만 사용할 수 있습니다.` })
    return withAllow(await refuse(c, { code: 'method_not_allowed', ...why }), pageMethods)
  }
  const isForm = c.req.method === 'POST'
  if (isForm && !isSameOrigin(c.req.raw, origin)) {
    return sessionProblem(c, 403, fromElsewhere)
  }
  const visitor = await identifyVisitor(c, verifierOf)
  const tooMany =
    visitor.caller === null ? await limitAddress(c) : await limitCaller(c, visitor.caller, isForm ? 'money' : 'read')
  if (tooMany !== null) return refuse(c, tooMany)
  const { caller, cookies } =
    isForm && !(await hasActiveSession(c, visitor)) ? { caller: null, cookies: visitor.cookies } : visitor
  if (caller === null) {
    const kept = isForm ? await keepDraft(c.req.raw) : { address: pathname + search, cookies: [] }
    return withCookies(seeOther(`/sign-in?to=${encodeURIComponent(kept.address)}`), [...cookies, ...kept.cookies])
  }
  const response = await page(c.env, caller, c.req.raw, c.var.requestId)
  const isAccepted = isForm && response.status === 303
  return withCookies(response, [...cookies, ...(isAccepted ? dropDrafts(c.req.raw, pathname) : [])])
}

/** The caller of the browser's session, null when nobody is signed in, and the cookies to set. */
async function identifyVisitor(c: Context<Gateway>, verifierOf: VerifierOf) {
  const { token, cookies } = await callContext('identity', () =>
    sessionToken(c.req.raw, sessionConfig(c.env, c.req.url)),
  )
  const verified = token === null ? null : await verifierOf(c.env, c.req.url)(token)
  return verified?.ok
    ? { caller: callerIn(verified, c), grant: verified.grant, cookies }
    : { caller: null, grant: null, cookies }
}

/** Every form moves money or goods, so it needs an active session, and not only a token. */
async function hasActiveSession(
  c: Context<Gateway>,
  visitor: { caller: Caller; grant: Grant } | { caller: null; grant: null },
): Promise<boolean> {
  return visitor.caller !== null && (await isSessionActive(c.env, visitor.caller, visitor.grant))
}

/** The page can do without either part: its fault is logged, and the page opens all the same. */
async function showFront(c: Context<Gateway>, verifierOf: VerifierOf, shelf: Shelf): Promise<Response> {
  const [visitor, items] = await Promise.all([
    visitorOrUnknown(c, verifierOf),
    shelf(c.env).catch((cause) => {
      log('shelf_unavailable', { traceparent: c.var.traceparent, fault: describeFault(cause) })
      return null
    }),
  ])
  const search = shortened((c.req.query('q') ?? '').trim(), searchLengthMax)
  return withCookies(
    await renderPage(frontPage(visitor.caller, readerFor(c, visitor.caller), items, search)),
    visitor.cookies,
  )
}

async function showItem(c: Context<Gateway>, verifierOf: VerifierOf, shelf: Shelf): Promise<Response> {
  const items = await shelf(c.env)
  const item = items.find(({ itemId }) => itemId === c.req.param('itemId'))
  if (item === undefined)
    return refuse(c, { code: 'item_not_found', ...told({ en: texts.en.noItem, ko: texts.ko.noItem }) })
  const visitor = await visitorOrUnknown(c, verifierOf)
  return withCookies(await renderPage(itemPage(visitor.caller, readerFor(c, visitor.caller), item)), visitor.cookies)
}

async function visitorOrUnknown(c: Context<Gateway>, verifierOf: VerifierOf) {
  return identifyVisitor(c, verifierOf).catch((cause) => {
    log('visitor_unknown', { traceparent: c.var.traceparent, fault: describeFault(cause) })
    return { caller: undefined, cookies: [] }
  })
}

function readerFor(c: Context<Gateway>, visitor: Visitor): Reader {
  return visitor ? readerOf(visitor) : readerOfRequest(c.req.raw)
}

const fromElsewhere = told({ en: texts.en.fromElsewhere, ko: texts.ko.fromElsewhere })

function sessionProblem(c: Context, status: 400 | 403, problem: Told): Promise<Response> {
  const reader = readerOfRequest(c.req.raw)
  const { didNotWork: heading } = texts[reader.language]
  return refusalPage({ heading, text: detailIn(problem, reader.language), status, reader })
}

/** A response of another Worker is immutable, and the gateway adds headers of its own. */
function mutableResponse(response: Response): Response {
  return new Response(response.body, response)
}

function withCookies(response: Response, cookies: string[]): Response {
  const answer = mutableResponse(response)
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
  return answer
}
