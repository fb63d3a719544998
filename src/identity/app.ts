// The authorization server over HTTP: our own pages in front, and behind them only the protocol's own endpoints.
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { describeFault, type Log } from '../platform/log.ts'
import { type Page, renderPage } from '../web/page.tsx'
import { isSameOrigin } from '../web/same-origin.ts'
import { type Auth, basePath } from './auth.ts'
import { answerSchema, authorizationProblem, firstError, refusalOf, signInSchema, signUpSchema } from './forms.ts'
import { type FormError, problemPage, signInPage, signOutPage, signUpPage } from './pages.tsx'

export type Door = { auth: Auth; origin: string }

/** Longer forms than any person types are not read. */
const formBytesMax = 16 * 1024

/** better-auth has many more endpoints than the protocol needs. Whatever is not named here does not exist. */
const protocol: [method: string, path: string][] = [
  ['GET', '/.well-known/openid-configuration'],
  ['GET', '/.well-known/oauth-authorization-server'],
  ['GET', `${basePath}/jwks`],
  ['GET', `${basePath}/oauth2/authorize`],
  ['POST', `${basePath}/oauth2/token`],
  ['POST', `${basePath}/oauth2/revoke`],
  ['POST', `${basePath}/oauth2/introspect`],
  ['GET', `${basePath}/oauth2/userinfo`],
]

/** `open` gives the server for the request's origin; it throws when the configuration or the database is at fault. */
export function identityApp(open: (request: Request) => Promise<Door>, log: Log): Hono {
  const app = new Hono()
  app.get(`${basePath}/sign-in`, (c) => renderPage(signInPage({ query: queryOf(c) })))
  app.post(`${basePath}/sign-in`, (c) =>
    submit(c, open, { path: '/sign-in/email', schema: signInSchema, page: signInPage }),
  )
  app.get(`${basePath}/sign-up`, (c) => renderPage(signUpPage({ query: queryOf(c) })))
  app.post(`${basePath}/sign-up`, (c) =>
    submit(c, open, { path: '/sign-up/email', schema: signUpSchema, page: signUpPage }),
  )
  app.get(`${basePath}/sign-out`, () => renderPage(signOutPage()))
  app.post(`${basePath}/sign-out`, (c) => signOut(c, open))
  app.get(`${basePath}/problem`, (c) =>
    renderPage(problemPage('This link does not work', authorizationProblem(c.req.query('error'))), 400),
  )
  for (const [method, path] of protocol) {
    app.on(method, path, async (c) => {
      const { auth } = await open(c.req.raw)
      return auth.handler(asNavigation(c.req.raw))
    })
  }
  app.notFound(() => renderPage(problemPage('Not found', 'There is no such page.'), 404))
  app.onError((fault, c) => {
    log('request_failed', { path: c.req.path, fault: describeFault(fault) })
    return renderPage(problemPage('Something is broken here', 'Please try again in a moment.'), 500)
  })
  return app
}

/**
 * The library answers a script's fetch in JSON where the protocol says redirect (RFC 6749, section 4.1.2): it is not
 * told.
 */
function asNavigation(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('sec-fetch-mode')
  return new Request(request, { headers })
}

type Form = {
  path: string
  schema: z.ZodType<{ email: string; password: string; name?: string }>
  page: (state: { query: string; email?: string; name?: string; error: FormError }) => Page
}

/**
 * Take a form in, hand it to better-auth, and go where the authorization request leads; else back with what is wrong.
 */
async function submit(c: Context, open: (request: Request) => Promise<Door>, form: Form): Promise<Response> {
  const { auth, origin } = await open(c.req.raw)
  if (!isSameOrigin(c.req.raw, origin)) return foreignForm()
  const typed = await readForm(c.req.raw)
  if (typed === null) return renderPage(problemPage('This form is too large', 'Please go back and shorten it.'), 413)
  const { email = '', name = '' } = typed
  const query = queryOf(c)
  const again = (error: FormError, status: number) => renderPage(form.page({ query, email, name, error }), status)
  const parsed = form.schema.safeParse(typed)
  if (!parsed.success) return again(firstError(parsed.error), 422)
  const oauthQuery = query === '' ? {} : { oauth_query: query.slice(1) }
  const answer = await callAuth(auth, origin, c.req.raw, form.path, { ...parsed.data, ...oauthQuery })
  const { url, code, error } = answerSchema.parse(await answer.json())
  if (answer.ok) return seeOther(query === '' ? '/' : (url ?? '/'), answer.headers)
  const refusal = refusalOf(code ?? error)
  if (refusal === null) throw new Error(`better-auth answered ${answer.status} ${code ?? error ?? ''}`)
  return again(refusal, answer.status)
}

async function signOut(c: Context, open: (request: Request) => Promise<Door>): Promise<Response> {
  const { auth, origin } = await open(c.req.raw)
  if (!isSameOrigin(c.req.raw, origin)) return foreignForm()
  const answer = await callAuth(auth, origin, c.req.raw, '/sign-out', {})
  return seeOther('/', answer.headers)
}

function foreignForm(): Promise<Response> {
  return renderPage(
    problemPage('This form came from elsewhere', 'Please go back to the shop and try again there.'),
    403,
  )
}

/** Speak to better-auth as a client of its JSON API, on behalf of the person whose form this is. */
function callAuth(auth: Auth, origin: string, request: Request, path: string, body: object): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json', origin })
  for (const name of ['cookie', 'user-agent', 'cf-connecting-ip']) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return auth.handler(
    new Request(`${origin}${basePath}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
  )
}

function seeOther(location: string, from: Headers): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of from.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** The fields of a form as text; null when it is longer than any person's. */
async function readForm(request: Request): Promise<Record<string, string> | null> {
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > formBytesMax) return null
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)))
}

function queryOf(c: Context): string {
  return new URL(c.req.url).search
}
