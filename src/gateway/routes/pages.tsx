// What people see in a browser: the front page, the authorization server's pages, and the contexts' own pages, which are
// handed the verified caller behind the browser's session.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Caller } from '../../contract/caller.ts'
import { contextLog } from '../../platform/log.ts'
import { Notice } from '../../web/components.tsx'
import { renderPage } from '../../web/page.tsx'
import { isSameOrigin } from '../../web/same-origin.ts'
import type { Gateway, GatewayEnv } from '../env.ts'
import { issuerOf, type VerifierOf } from '../issuer.ts'
import { reach } from '../reach.ts'
import { type SessionConfig, sessionRoutes, sessionToken } from '../session.ts'

const log = contextLog('gateway')

type PageOf = (env: GatewayEnv, caller: Caller, request: Request) => Promise<Response>

export function pageRoutes(app: OpenAPIHono<Gateway>, verifierOf: VerifierOf): void {
  app.all('/auth/*', toIdentity)
  app.all('/.well-known/*', toIdentity)
  app.route(
    '/',
    sessionRoutes((c: Context<Gateway>) => sessionConfig(c), sessionProblem, log),
  )
  const admin: PageOf = (env, caller, request) => env.ORDERMANAGEMENT.page(caller, request)
  const mypage: PageOf = (env, caller, request) => env.MYPAGES.page(caller, request)
  for (const path of ['/admin', '/admin/*']) app.all(path, (c) => pageFor(c, verifierOf, 'ordermanagement', admin))
  for (const path of ['/mypage', '/mypage/*']) app.all(path, (c) => pageFor(c, verifierOf, 'mypage', mypage))
  app.get('/', () => renderPage({ title: 'Welcome', content: <FrontPage />, narrow: true }))
}

async function toIdentity(c: Context<Gateway>): Promise<Response> {
  return changeable(await reach('identity', () => c.env.IDENTITY.fetch(c.req.raw)))
}

/** A page of a context for whoever is signed in; nobody is sent to sign in first, and comes back here. */
async function pageFor(c: Context<Gateway>, verifierOf: VerifierOf, context: string, page: PageOf): Promise<Response> {
  const { origin, pathname, search } = new URL(c.req.url)
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isSameOrigin(c.req.raw, origin)) {
    return sessionProblem(c, 403, 'This form came from another site.')
  }
  const { token, cookies } = await reach('identity', () => sessionToken(c.req.raw, sessionConfig(c)))
  const verified = token === null ? null : await reach('identity', () => verifierOf(c.env, c.req.url)(token))
  const response =
    verified === null || !verified.ok
      ? new Response(null, {
          status: 303,
          headers: { location: `/sign-in?to=${encodeURIComponent(pathname + search)}` },
        })
      : changeable(await reach(context, () => page(c.env, verified.caller, c.req.raw)))
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

function sessionConfig(c: Context<Gateway>): SessionConfig {
  const { origin } = new URL(c.req.url)
  const issuer = issuerOf(c.env.ISSUER, c.req.url)
  const embedded = c.env.JWKS_URL === ''
  const endpoint = (configured: string, path: string) => (embedded ? `${issuer}/auth/${path}` : configured)
  return {
    origin,
    issuer,
    clientId: c.env.CLIENT_ID,
    authorizeUrl: endpoint(c.env.AUTHORIZE_URL, 'oauth2/authorize'),
    tokenUrl: endpoint(c.env.TOKEN_URL, 'oauth2/token'),
    revokeUrl: embedded ? `${issuer}/auth/oauth2/revoke` : c.env.REVOKE_URL || null,
    signOutUrl: endpoint(c.env.SIGN_OUT_URL, 'sign-out'),
    resource: c.env.AUDIENCE,
    scope: 'openid profile offline_access',
    fetch: (url, init) => (embedded ? c.env.IDENTITY.fetch(url, init) : fetch(url, init)),
  }
}

function sessionProblem(_: Context, status: 400 | 403, detail: string): Promise<Response> {
  const content = (
    <>
      <h1>That did not work</h1>
      <Notice tone="bad">{detail}</Notice>
      <p>
        <a href="/">Back to the start</a>
      </p>
    </>
  )
  return renderPage({ title: 'That did not work', content, narrow: true }, status)
}

/** A response from another Worker cannot be changed, and the gateway's own headers are still to be added. */
function changeable(response: Response): Response {
  return new Response(response.body, response)
}

function FrontPage() {
  return (
    <>
      <h1>Home appliances</h1>
      <p>Ordered in a minute, paid once, followed to your door.</p>
      <ul>
        <li>
          <a href="/mypage">My orders</a>: follow, pay and cancel what you ordered
        </li>
        <li>
          <a href="/admin">The store</a>: the staff’s worklist
        </li>
        <li>
          <a href="/docs">The API</a>: order and pay from your own program
        </li>
      </ul>
    </>
  )
}
